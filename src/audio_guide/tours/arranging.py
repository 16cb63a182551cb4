"""The order of things: numbers that visitors key in, and the places of stops in tours."""

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from audio_guide.kit.errors import ConflictError
from audio_guide.tours.models import Stop, Tour, TourStop
from audio_guide.tours.service import stop_by_code


async def free_number(session: AsyncSession) -> int:
    """Return the next number that no stop has."""
    return (await session.scalar(select(func.max(Stop.number))) or 0) + 1


async def number_stop(session: AsyncSession, code: str, number: int) -> Stop:
    """Give a stop a number; raises ConflictError if another stop has it."""
    stop = await stop_by_code(session, code)
    if await session.scalar(select(Stop.code).where(Stop.number == number, Stop.id != stop.id)):
        raise ConflictError("Another stop has the number {number} already.", number=number)
    stop.number = number
    return stop


async def append_stop(session: AsyncSession, tour: Tour, code: str) -> Stop:
    """Put a stop at the end of a tour, unless it stands there already."""
    stop = await stop_by_code(session, code)
    if await session.scalar(select(TourStop.id).where(TourStop.tour_id == tour.id, TourStop.stop_id == stop.id)) is None:
        last = await session.scalar(select(func.max(TourStop.position)).where(TourStop.tour_id == tour.id))
        session.add(TourStop(tour_id=tour.id, stop_id=stop.id, position=0 if last is None else last + 1))
    return stop
