"""Pages of administration, a file each."""

from app.admin.views import accounts, audit_log, index, jobs, settings

__all__ = ["accounts", "audit_log", "index", "jobs", "settings"]
