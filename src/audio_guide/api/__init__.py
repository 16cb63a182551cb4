"""The public JSON, media with ranges, and health."""

from typing import Any

from audio_guide.api import health, v1

ROUTES: list[Any] = [*v1.ROUTES, *health.ROUTES]
__all__ = ["ROUTES"]
