"""What the worker counted last."""

from datetime import datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base


class CountedSheet(Base):
    """The counts of a topic by body and place, see `sheets.py`; `version` is another whenever `rows` are."""

    __tablename__ = "counted_sheet"
    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    counted_at: Mapped[datetime]
    version: Mapped[str] = mapped_column(String(16))
    rows: Mapped[str] = mapped_column(Text)
