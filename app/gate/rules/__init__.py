"""What a scanned code says, and what the guard may do with who shows it."""
