"""The staff's side: write, listen, correct, approve, publish."""

from audio_guide.cms.human import UPLOADS
from audio_guide.cms.office import Office
from audio_guide.cms.routes import router

__all__ = ["UPLOADS", "Office", "router"]
