"""What a WSGI server loads: `granian --interface wsgi wsgi:app`, `flask --app wsgi …`."""

import sys

from dotenv import load_dotenv

from app import create_app
from app.config import ROOT, BadSetting

load_dotenv(ROOT / ".env")
try:
    app = create_app()
except BadSetting as error:
    # One line that names the variable, rather than a trace of the program.
    sys.exit(f"portal: {error}")
