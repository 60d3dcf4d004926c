"""Many units from one file: read, checked row by row, mended, entered, and taken back while nothing hangs on them."""
