"""What was acknowledged is there, once and whole, whatever was killed meanwhile."""
