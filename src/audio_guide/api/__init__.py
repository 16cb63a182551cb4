"""The public JSON, media with ranges, and health."""

from typing import Any

from audio_guide.api import count, health, v1

ROUTES: list[Any] = [*v1.ROUTES, *count.ROUTES, *health.ROUTES]
__all__ = ["ROUTES"]
