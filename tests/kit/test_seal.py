"""The key that seals small secrets lies in one file, whole, for its owner alone."""

import base64
import stat
from concurrent.futures import ThreadPoolExecutor

import pytest

from audio_guide.kit.errors import UnavailableError
from audio_guide.kit.seal import Seal, SealError


def test_the_key_is_made_once_and_for_its_owner_only(tmp_path):
    """Of many processes that begin at the same time all have the same key, and no other file stays behind."""
    file = tmp_path / "deep" / "secret"
    with ThreadPoolExecutor(8) as pool:
        sealed = list(pool.map(lambda _: Seal(file).seal(b"words", b"owner"), range(16)))

    assert {b"words"} == {Seal(file).open(one, b"owner") for one in sealed}
    assert 16 == len(set(sealed))
    assert 0o600 == stat.S_IMODE(file.stat().st_mode)
    assert ["secret"] == [one.name for one in file.parent.iterdir()]


@pytest.mark.parametrize("wrong", ["", "AAAA", "!", "x" * 64, "Ә" * 8])
def test_what_was_not_sealed_here_is_not_opened(tmp_path, wrong):
    """Words that are no seal, a seal with one letter changed, and one of another key are all told alike."""
    here, elsewhere = Seal(tmp_path / "here"), Seal(tmp_path / "elsewhere")
    good = here.seal(b"words", b"owner")
    for one, seal in ((wrong, here), (good[:-3] + ("A" if good[-3] != "A" else "B") + good[-2:], here), (good, elsewhere)):
        with pytest.raises(SealError):
            seal.open(one, b"owner")


@pytest.mark.parametrize("content", [b"", b"short", base64.b64encode(bytes(31)), b"\xff" * 40], ids=["empty", "short", "one-byte-less", "no-text"])
def test_a_file_that_is_no_key_is_said(tmp_path, content):
    """A file that was cut is neither used nor written over: the key that belongs there may still be found."""
    (tmp_path / "secret").write_bytes(content)
    with pytest.raises(UnavailableError, match="secret"):
        Seal(tmp_path / "secret").seal(b"words", b"owner")

    assert content == (tmp_path / "secret").read_bytes()


def test_a_file_that_others_may_read_is_noticed(tmp_path):
    """Whoever copies the key carelessly hears of it."""
    seal = Seal(tmp_path / "secret")
    seal.prepare()
    before = seal.open_to_others
    seal.file.chmod(0o644)

    assert (False, True) == (before, seal.open_to_others)
