"""Staff, pupils: who comes every day is confirmed by whole groups, exceptions only, and counted apart from visitors."""
