"""Pages of administration, a file each."""

from app.admin.views import account_files, accounts, audit_log, index, jobs, settings

__all__ = ["account_files", "accounts", "audit_log", "index", "jobs", "settings"]
