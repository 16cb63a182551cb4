"""In which order things reach the disk: after a power cut no row names a file that is not there."""

import os
from pathlib import Path

from tests.stories import write_tour

from audio_guide.kit.media import is_name
from audio_guide.narrating import narrate
from audio_guide.speech import service


async def test_files_and_folders_are_on_the_disk_before_their_row(house, monkeypatch):
    """First the bytes of a file are flushed, then it gets its name, then its folder and the one above are flushed, and then the row is written."""
    await write_tour(house, stops=1, languages=("kk",))
    happened = []
    fsync, replace, keep = os.fsync, Path.replace, service.keep_recording

    def flush(descriptor):
        happened.append(("flush", Path(f"/proc/self/fd/{descriptor}").readlink()))
        fsync(descriptor)

    def rename(self, target):
        happened.append(("rename", self, Path(target)))
        return replace(self, target)

    async def write_row(session, row, recording):
        happened.append(("row",))
        await keep(session, row, recording)

    monkeypatch.setattr(os, "fsync", flush)
    monkeypatch.setattr(Path, "replace", rename)
    monkeypatch.setattr(service, "keep_recording", write_row)
    assert 0 == await narrate(house)
    row = happened.index(("row",))
    renamed = [event for event in happened if event[0] == "rename" and is_name(event[2].name)]

    assert 2 == len(renamed)
    for event in renamed:
        _, temporary, target = event
        at = happened.index(event)
        root = happened.index(("flush", house.media.root))
        assert happened.index(("flush", temporary)) < at < happened.index(("flush", target.parent), at) < row
        assert root < row
        assert ("flush", house.media.root.parent) in happened[:root]
    first_in_each = {event[2].parent: happened.index(event) for event in reversed(renamed)}
    assert len(first_in_each) <= sum(event == ("flush", house.media.root) for event in happened[:row])
