"""Find pictures among thousands: all that is looked through is read each time, and folded once for as long as it says the same."""

from collections.abc import Collection
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from audio_guide.kit.letters import fold
from audio_guide.kit.rows import Rows
from audio_guide.tours.models import Picture, PictureText, Script, Stop, StopPicture
from audio_guide.tours.pictures import NEWEST, is_allowed


class _Own(NamedTuple):
    """What a picture itself says."""

    id: UUID
    folded: str
    allowed: bool

    @classmethod
    def of(cls, picture_id: UUID, key: str, consent: str, people: str) -> "_Own":
        return cls(picture_id, _folded(key, consent), is_allowed(consent, people))


class _Told(NamedTuple):
    """What is told of something in words; of a picture in one language, and whether that says what it shows."""

    id: UUID
    folded: str
    language: str = ""
    described: bool = False

    @classmethod
    def of(cls, picture_id: UUID, language: str, alt: str, credit: str) -> "_Told":
        return cls(picture_id, _folded(alt, credit), language, bool(alt))


def _folded(*texts: str) -> str:
    """Return texts folded, so that nothing is found that begins in one and ends in the next."""
    return "\n".join(map(fold, texts))


_own = Rows(_Own.of, Picture.id, Picture.key, Picture.consent, Picture.people)
_told = Rows(_Told.of, PictureText.picture_id, PictureText.language, PictureText.alt, PictureText.credit)
_places = Rows(lambda *place: place, StopPicture.picture_id, StopPicture.stop_id)
_stops = Rows(lambda stop_id, code, number: _Told(stop_id, _folded(code, str(number or ""))), Stop.id, Stop.code, Stop.number)
_titles = Rows(lambda stop_id, title: _Told(stop_id, fold(title)), Script.stop_id, Script.title)


async def pictures_having(session: AsyncSession, find: str = "", *, missing_in: Collection[str] = ()) -> list[UUID]:
    """Return the pictures, the newest first, in whose words, credits, consent or stops something is found, and if asked those that lack something.

    A picture lacks something if it is not allowed, or if somebody has yet to describe it in one of the languages *missing_in*.
    """
    own = await _own.of(session, lambda query: query.order_by(*NEWEST))
    told = await _told.of(session)
    ids = [one.id for one in own]
    if plain := fold(find.strip()):
        stops = {one.id for one in (*await _stops.of(session), *await _titles.of(session)) if plain in one.folded}
        having = {one.id for one in own if plain in one.folded} | {one.id for one in told if plain in one.folded}
        having |= {picture_id for picture_id, stop_id in await _places.of(session) if stop_id in stops}
        ids = [one for one in ids if one in having]
    if missing_in:
        described = {(one.id, one.language) for one in told if one.described}
        allowed = {one.id for one in own if one.allowed}
        ids = [one for one in ids if one not in allowed or any((one, language) not in described for language in missing_in)]
    return ids
