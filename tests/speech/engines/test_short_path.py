"""The way round espeak-ng's short buffers."""

from pathlib import Path

import pytest

from audio_guide.speech.engines.short_path import short_path


def test_an_ordinary_path_is_used_as_it_is() -> None:
    """A short path of plain letters is passed on unchanged."""
    assert short_path("/opt/guide/espeak-ng-data") == "/opt/guide/espeak-ng-data"


@pytest.mark.parametrize("folder", ["a" * 200, "мұражай"])
def test_a_long_or_foreign_path_gets_a_short_link(tmp_path: Path, folder: str) -> None:
    """A path that is too long or not ASCII is reached through a short link to the same files."""
    data = tmp_path / folder
    data.mkdir()
    (data / "phontab").write_bytes(b"1")
    link = short_path(str(data))
    assert link.isascii()
    assert len(link) < 120
    assert (Path(link) / "phontab").read_bytes() == b"1"
