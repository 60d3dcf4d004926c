"""What is to be put right in a unit: opened by what was found, closed by what shows that it was done."""
