"""How often one machine at a door may act; counted by account, so that a school behind one address is not held up."""

from limits import parse

# Twenty a second for a moment empties a long queue; in the long run no guard lets in more than two a second.
GUARD = parse("1200/10 minutes")
# Links of machines are 256 bits long: this is for who plays with them.
ENROLLING = parse("30/10 minutes")
