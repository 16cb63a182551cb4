"""What visitors see: pages that need no script, in the language of their address."""

from audio_guide.guide.drafts import draft_page
from audio_guide.guide.pages import ROUTES
from audio_guide.guide.rendering import csp_hashes

__all__ = ["ROUTES", "csp_hashes", "draft_page"]
