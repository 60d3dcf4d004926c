"""What a WSGI server loads: `granian --interface wsgi wsgi:app`, `flask --app wsgi …`."""

import sys

from dotenv import load_dotenv

from app import create_app
from app.config import ROOT, BadSetting

# A citizen's entry waits for the database twice; each time it is ready to go on, a thread that draws an officer's page
# would keep it for the usual 5 ms.
sys.setswitchinterval(0.001)
load_dotenv(ROOT / ".env")
try:
    app = create_app()
except BadSetting as error:
    # One line that names the variable, rather than a trace of the program.
    sys.exit(f"portal: {error}")
