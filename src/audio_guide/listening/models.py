"""The one table of counts: how often something happened on a day, never when on that day nor by whom."""

from datetime import date

from advanced_alchemy.base import DefaultBase
from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column


class DailyCount(DefaultBase):
    """How often something happened on one day; the row has no id and no moment of its own, so it tells nothing else."""

    __tablename__ = "daily_count"
    day: Mapped[date] = mapped_column(primary_key=True)
    what: Mapped[str] = mapped_column(String(16), primary_key=True)
    """One of ``counter.WHAT``."""
    about: Mapped[str] = mapped_column(String(16), primary_key=True)
    """The code of the stop, or the code or number that leads nowhere."""
    wanted: Mapped[str] = mapped_column(String(16), primary_key=True)
    """The language that the visitor wanted."""
    got: Mapped[str] = mapped_column(String(16), primary_key=True)
    """The language in which the stop was there, or ""."""
    track: Mapped[str] = mapped_column(String(16), primary_key=True)
    """The track that was played, or ""."""
    times: Mapped[int]
