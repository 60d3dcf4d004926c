"""Pages of messages: one's inbox, the outbox, words, gateways, and lists made ready for a chat."""

from app.notices.views import gateways, outbox, templates  # noqa: F401
from app.notices.views.blueprint import bp
from app.notices.views.inbox import bp as inbox_bp
from app.notices.views.sharing import bp as sharing_bp

BLUEPRINTS = (bp, inbox_bp, sharing_bp)
