"""Pages of letters and of confirmations."""
