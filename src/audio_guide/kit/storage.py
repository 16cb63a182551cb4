"""Opens the store of sound and pictures that an address names."""

from pathlib import Path
from urllib.parse import urlsplit

from audio_guide.kit.media import LocalMedia, MediaStore


def open_store(url: str) -> MediaStore:
    """Return the store of a folder or of ``s3://bucket/prefix``."""
    parts = urlsplit(url)
    if parts.scheme == "s3":
        from audio_guide.kit.bucket import S3Media  # noqa: PLC0415 -- its library is large, and most museums keep files in a folder

        return S3Media(parts.netloc, parts.path.strip("/"))
    return LocalMedia(Path(parts.path if parts.scheme == "file" else url))
