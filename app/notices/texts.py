"""The words of a message as it will be read: the province's own where it edited them, the portal's where not."""

from collections.abc import Collection, Mapping

from sqlalchemy import select

from app.db import db
from app.notices.kinds import NoticeKind, Wording
from app.notices.models import MessageTemplate
from app.notices.rules import Channel
from app.notices.segments import without_diacritics
from app.notices.wording import Values, fill

Texts = Mapping[tuple[str, Channel, str], Wording]


def edited(kinds: Collection[str]) -> Texts:
    """What the province wrote for these kinds, by kind, channel and language."""
    rows = db.session.scalars(select(MessageTemplate).where(MessageTemplate.kind.in_(sorted(kinds))))
    return {(row.kind, row.channel, row.language): Wording(row.subject, row.body, row.has_diacritics) for row in rows}


def wording_of(kind: NoticeKind, channel: Channel, language: str, texts: Texts) -> Wording:
    """The words that hold now."""
    return texts.get((kind.key, channel, language)) or kind.wording(channel, language)


def written(wording: Wording, channel: Channel, values: Values) -> tuple[str, str]:
    """Subject and body with their places filled; an SMS in plain letters unless its words keep their marks."""
    subject, body = fill(wording.subject, values), fill(wording.body, values)
    if channel is Channel.SMS and not wording.has_diacritics:
        body = without_diacritics(body)
    return subject[:200], body
