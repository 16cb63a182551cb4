"""The staff's side: write, listen, correct, approve, publish."""

from collections.abc import Mapping
from re import Pattern

from audio_guide.cms import entrance, films, human, pictures, translate
from audio_guide.cms.office import Office
from audio_guide.cms.routes import router

__all__ = ["Office", "router", "uploads"]

UPLOADS = {**pictures.UPLOADS, **human.UPLOADS, **translate.UPLOADS, **entrance.UPLOADS}


def uploads(film_megabytes: int) -> Mapping[Pattern[str], int]:
    """Return the addresses that take files, and how many bytes each."""
    return {**UPLOADS, **films.uploads(film_megabytes)}
