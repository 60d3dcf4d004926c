"""The next version of a set while it is worked on."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base
from app.safety.models import CriteriaSet
from app.safety.rules import Scoring, SetStatus, read_scoring


class CriteriaDraft(Base):
    """What a set may say next; `tried_at` is when it was tried last, forgotten with every change."""

    __tablename__ = "criteria_draft"
    id: Mapped[int] = mapped_column(primary_key=True)
    based_on_id: Mapped[int] = mapped_column(ForeignKey("criteria_set.id"))
    name: Mapped[str] = mapped_column(String(160))
    status: Mapped[SetStatus]
    basis: Mapped[str] = mapped_column(String(300))
    note: Mapped[str] = mapped_column(String(600))
    content: Mapped[dict[str, Any]]
    made_at: Mapped[datetime]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    tried_at: Mapped[datetime | None]
    version = mapped_column(Integer, nullable=False)
    based_on: Mapped[CriteriaSet] = relationship()
    # Two who edit the same draft: the second is told (409) instead of overwriting the first.
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @property
    def scoring(self) -> Scoring:
        """The draft as a rule."""
        return read_scoring(self.based_on.model, self.content)
