"""How an edition holds a stop's pictures: those that may be shown in its language, with their words."""

from collections.abc import Sequence
from typing import cast

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from audio_guide.publishing import edition as public
from audio_guide.tours import pictures
from audio_guide.tours.models import Picture, StopPicture
from audio_guide.tours.phrases import plain


async def pictured(session: AsyncSession, places: Sequence[StopPicture], language: str) -> tuple[public.Picture, ...]:
    """Return the pictures that may be shown in a language, in their order at the stop."""
    if not places:
        return ()
    ids = [place.picture_id for place in places]
    rows = {picture.id: picture for picture in await session.scalars(select(Picture).where(Picture.id.in_(ids)).options(selectinload(Picture.texts)))}
    shown: list[public.Picture] = []
    for picture in (rows[picture_id] for picture_id in ids):
        if pictures.held_back(picture, language) is not None:
            continue
        text = next(text for text in picture.texts if text.language == language)
        shown.append(
            public.Picture(
                id=picture.key,
                files=tuple(map(public.media_file, picture.files)),
                widths=tuple(cast("int", file["width"]) for file in picture.files),
                width=picture.width,
                height=picture.height,
                alt=plain(text.alt),
                credit=plain(text.credit),
            )
        )
    return tuple(shown)
