"""What a WSGI server loads: `granian --interface wsgi wsgi:app`, `flask --app wsgi …`."""

import gc
import sys

# What is loaded now stays. To look through all of it again and again for what might go takes a quarter of the start,
# and after a kill everybody waits for the start.
gc.disable()

from dotenv import load_dotenv  # noqa: E402

from app import create_app  # noqa: E402
from app.config import ROOT, BadSetting  # noqa: E402

# A citizen's entry waits for the database twice; each time it is ready to go on, a thread that draws an officer's page
# would keep it for the usual 5 ms.
sys.setswitchinterval(0.001)
load_dotenv(ROOT / ".env")
try:
    app = create_app()
except BadSetting as error:
    # One line that names the variable, rather than a trace of the program.
    sys.exit(f"portal: {error}")
gc.freeze()
gc.enable()
