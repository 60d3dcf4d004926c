"""A program that takes as long to load as the portal does on a busy machine; served in place of `wsgi:app`."""

import time

from bench.floor import null_app

time.sleep(2)
app = null_app
