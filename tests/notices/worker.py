"""The real worker as a process of its own that can be killed; what it claims is free again after a second."""

from datetime import timedelta

from flask.cli import ScriptInfo

from app import create_app
from app.notices import sending

if __name__ == "__main__":
    sending.LEASE = timedelta(seconds=1)
    app = create_app()
    app.cli.main(["jobs", "work"], obj=ScriptInfo(create_app=lambda: app))
