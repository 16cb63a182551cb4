"""The public JSON, media with ranges, and health."""

from audio_guide.api import health, v1

ROUTES = [*v1.ROUTES, *health.ROUTES]
__all__ = ["ROUTES"]
