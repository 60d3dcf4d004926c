"""Papers that come with what is recorded."""

import hashlib

from app.clock import now
from app.db import db
from app.directives.models import Paper
from app.documents.papers import KeptPaper
from app.door import Viewer
from app.text import nfc


def keep_paper(viewer: Viewer, organisation_id: int, name: str, kept: KeptPaper) -> Paper:
    """Store a paper for a body."""
    paper = Paper(
        organisation_id=organisation_id,
        name=nfc(name),
        mimetype=kept.mimetype,
        content=kept.content,
        digest=hashlib.sha256(kept.content).hexdigest(),
        added_at=now(),
        user_id=viewer.user_id,
    )
    db.session.add(paper)
    db.session.flush()
    return paper
