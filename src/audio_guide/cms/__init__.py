"""The staff's side: write, listen, correct, approve, publish."""

from audio_guide.cms import entrance, human, pictures, translate
from audio_guide.cms.office import Office
from audio_guide.cms.routes import router

__all__ = ["UPLOADS", "Office", "router"]

UPLOADS = {**pictures.UPLOADS, **human.UPLOADS, **translate.UPLOADS, **entrance.UPLOADS}
"""Addresses that take files, and how many bytes each."""
