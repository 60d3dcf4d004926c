"""Accounts asked for in one file: the file's rows, and until they are printed the first passwords, sealed."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base


class AccountBatch(Base):
    """A file of accounts: looked at, confirmed, opened by the worker; its slips live as long as the key `key_id`."""

    __tablename__ = "account_batch"
    id: Mapped[int] = mapped_column(primary_key=True)
    filename: Mapped[str] = mapped_column(String(120))
    key_id: Mapped[str] = mapped_column(String(80), unique=True)
    sent_at: Mapped[datetime]
    sent_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    confirmed_at: Mapped[datetime | None]
    slips: Mapped[bytes | None]
    downloaded_at: Mapped[datetime | None]
    destroyed_at: Mapped[datetime | None]
    rows: Mapped[list["AccountRow"]] = relationship(back_populates="batch", order_by="AccountRow.number")


class AccountRow(Base):
    """One row of the file as it was written; `user_id` is the account opened for it, `password` sealed."""

    __tablename__ = "account_row"
    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("account_batch.id"), index=True)
    number: Mapped[int]
    full_name: Mapped[str] = mapped_column(String(200))
    username: Mapped[str] = mapped_column(String(200))
    role: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(String(200))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    password: Mapped[bytes | None]
    batch: Mapped[AccountBatch] = relationship(back_populates="rows")
