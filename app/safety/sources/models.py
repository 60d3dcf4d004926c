"""How visitors rated units lately, counted once a day."""

from datetime import date

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.access.scope import ScopeVia
from app.db import Base
from app.units.models import Unit


class VisitorRating(Base):
    """How many visitors found a unit's measures how, over some days up to `counted_on`. Never public."""

    __tablename__ = "visitor_rating"
    __scope__ = ScopeVia("unit_id", Unit)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True, autoincrement=False)
    good_count: Mapped[int]
    fair_count: Mapped[int]
    poor_count: Mapped[int]
    counted_on: Mapped[date]
