"""Files are kept whole under the digest of their bytes, in a folder and in a bucket alike."""

import os
import subprocess

import pytest

from audio_guide.kit.errors import BadInputError, StorageFullError, UnavailableError
from audio_guide.kit.media import LocalMedia, name_of
from audio_guide.kit.storage import open_store
from tests.buckets import bucket

SOUND = b"sound" * 1000


@pytest.fixture(params=["folder", "bucket"])
def store(request, tmp_path, monkeypatch):
    """Give each kind of store."""
    if request.param == "folder":
        yield open_store(str(tmp_path / "media"))
        return
    with bucket() as variables:
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        yield open_store(f"s3://guide/{tmp_path.name}")


def test_what_is_put_can_be_read(store):
    """A file is found by its name, whole and in parts."""
    name = store.put(SOUND, "mp3")
    info = store.head(name)

    assert (name_of(SOUND, "mp3"), len(SOUND), "audio/mpeg") == (name, info.size, info.media_type)
    assert SOUND[10:20] == store.read(name, 10, 20)
    assert [name] == list(store.names())
    assert (True, True) == (store.verify(name), store.usable())


def test_putting_twice_keeps_one(store):
    """The same bytes are one file."""
    assert store.put(SOUND, "mp3") == store.put(SOUND, "mp3")
    assert 1 == len(list(store.names()))


def test_what_is_not_there(store):
    """A missing file is None to look at and FileNotFoundError to read; deleting it is no error."""
    missing = name_of(b"x", "mp3")
    store.delete(missing)

    assert (None, False) == (store.head(missing), store.verify(missing))
    with pytest.raises(FileNotFoundError):
        store.read(missing, 0, 1)


@pytest.mark.parametrize("name", ["../secret", "a.mp3", "0" * 40 + ".html", "0" * 40 + ".mp3\n", "/etc/passwd", "", "0" * 39 + "/.mp3", "%00"])
def test_only_our_own_names_are_opened(store, name):
    """Nothing but a digest with a known ending is ever opened."""
    assert store.head(name) is None
    with pytest.raises(FileNotFoundError):
        store.read(name, 0, 1)


def test_sweeping_keeps_what_is_named(store):
    """Old files that nobody names go, the others stay."""
    kept, gone = store.put(b"kept", "mp3"), store.put(b"gone", "mp3")

    assert 0 == store.sweep({kept}, 3600)
    assert 1 == store.sweep({kept}, -60)
    assert [kept] == list(store.names())
    assert store.head(gone) is None


def test_a_strange_kind_is_refused(store):
    """Files of kinds that the guide does not serve are not kept."""
    with pytest.raises(BadInputError, match="exe"):
        store.put(b"x", "exe")


def test_damage_is_found(tmp_path):
    """A flipped byte is found by verifying."""
    store = LocalMedia(tmp_path)
    name = store.put(SOUND, "mp3")
    path = store.path(name)
    path.write_bytes(b"X" + path.read_bytes()[1:])

    assert not store.verify(name)


def test_links_are_not_followed(tmp_path):
    """A link in the folder does not lead out of it."""
    store = LocalMedia(tmp_path / "media")
    name = store.put(SOUND, "mp3")
    path = store.path(name)
    (tmp_path / "secret").write_text("secret")
    path.unlink()
    path.symlink_to(tmp_path / "secret")

    with pytest.raises(FileNotFoundError):
        store.read(name, 0, 6)


def test_a_linked_folder_is_not_followed(tmp_path):
    """A link in place of a folder does not lead out either."""
    store = LocalMedia(tmp_path / "media")
    name = store.put(SOUND, "mp3")
    folder = store.path(name).parent
    folder.rename(tmp_path / "elsewhere")
    folder.symlink_to(tmp_path / "elsewhere")

    with pytest.raises(FileNotFoundError):
        store.read(name, 0, 6)


def test_sweeping_leaves_strange_files_and_what_was_just_put_again(tmp_path):
    """What is none of ours stays; a file that is put again is young again; a half written one goes."""
    store = LocalMedia(tmp_path)
    name = store.put(SOUND, "mp3")
    folder = store.path(name).parent
    strange, half = folder / "notes.txt", folder / ".abc.tmp"
    strange.write_text("of the museum")
    half.write_bytes(b"half")
    for path in (store.path(name), strange, half):
        os.utime(path, (1, 1))
    store.put(SOUND, "mp3")

    assert 1 == store.sweep(set(), 3600)
    assert {store.path(name), strange} == set(folder.iterdir())


def test_a_place_that_is_not_there_is_not_usable(store):
    """A misspelt bucket or folder is found before anything is kept."""
    if isinstance(store, LocalMedia):
        store.root.write_text("a file, not a folder")

    assert not (store if isinstance(store, LocalMedia) else open_store("s3://misspelt/media")).usable()


def test_a_full_disk_is_said_and_nothing_half_stays(tmp_path):
    """On a full disk the answer is a sentence, and no part of the file is left."""
    if os.geteuid() != 0:
        pytest.skip("only root can mount a small disk")
    disk = tmp_path / "disk"
    disk.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk)], check=True)
    try:
        store = LocalMedia(disk, min_free=0)
        kept = store.put(b"k" * 300_000, "mp3")
        with pytest.raises(StorageFullError, match="Nothing was lost"):
            store.put(os.urandom(2_000_000), "mp3")
        left = [path for path in disk.rglob("*") if path.is_file()]
        assert ([kept], True) == ([path.name for path in left], store.verify(kept))
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_a_floor_of_free_space_is_kept(tmp_path):
    """Files are refused before the disk is really full, so that the database can go on."""
    with pytest.raises(StorageFullError):
        LocalMedia(tmp_path, min_free=1 << 60).put(SOUND, "mp3")


def test_a_bucket_that_does_not_answer_is_said(monkeypatch):
    """When the storage is away, the answer is a sentence."""
    for name, value in {"AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b", "AWS_REGION": "r", "AWS_ENDPOINT_URL": "http://127.0.0.1:9"}.items():
        monkeypatch.setenv(name, value)
    store = open_store("s3://guide/media")

    with pytest.raises(UnavailableError, match="cannot be reached"):
        store.head(name_of(b"x", "mp3"))
