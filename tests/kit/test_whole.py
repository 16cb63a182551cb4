"""A file or folder is there whole or not at all."""

import pytest

from audio_guide.kit.whole import put_together, write_whole


def fill(place, kind):
    """Put something into a folder or a file."""
    if kind == "folder":
        place.mkdir()
        place /= "part"
    place.write_bytes(b"all of it")


@pytest.mark.parametrize("kind", ["file", "folder"])
def test_what_is_put_together_gets_its_name_at_the_end(tmp_path, kind):
    """Until all is done nothing stands under the name; then all does, and nothing else is left."""
    target = tmp_path / "made"
    with put_together(target) as beside:
        fill(beside, kind)
        before = target.exists()

    assert (False, [target]) == (before, list(tmp_path.iterdir()))


@pytest.mark.parametrize("kind", ["file", "folder"])
def test_nothing_half_made_stays(tmp_path, kind):
    """What broke off in the middle is gone, and the error goes on."""
    with pytest.raises(KeyboardInterrupt), put_together(tmp_path / "made") as beside:
        fill(beside, kind)
        raise KeyboardInterrupt

    assert [] == list(tmp_path.iterdir())


def test_a_file_that_cannot_be_written_leaves_the_former_one(tmp_path, monkeypatch):
    """Where the disk refuses, the file stays as it was and nothing half written lies beside it."""
    target = tmp_path / "words"
    write_whole(target, b"before")
    monkeypatch.setattr("os.fsync", lambda _: (_ for _ in ()).throw(OSError("no room")))
    with pytest.raises(OSError, match="no room"):
        write_whole(target, b"after")

    assert (b"before", [target]) == (target.read_bytes(), list(tmp_path.iterdir()))
