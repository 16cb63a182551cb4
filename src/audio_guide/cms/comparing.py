"""Texts beside each other: two revisions, and what two people wrote at once."""

from dataclasses import dataclass, field
from typing import Any

from litestar import Response, get
from litestar.params import FromPath

from audio_guide.cms.alongside import Place, others_of
from audio_guide.cms.doors import ANYBODY, TheDesk, track_of, written
from audio_guide.kit.errors import ConflictError, NotFoundError, mark
from audio_guide.kit.web import whole_number
from audio_guide.tours import service as tours
from audio_guide.tours import writing
from audio_guide.tours.compare import merge, word_changes
from audio_guide.tours.writing import Words

LONGEST_MARK = 40
WROTE_TOO = mark("{name} saved this text while you were writing. Nothing is lost: below both are put together. Look at it, then save.")


@dataclass(frozen=True, slots=True)
class Typed:
    """What the editor's form holds."""

    words: Words
    based_on: int
    """The revision that was in view."""
    track: str = "standard"
    source: str | None = None
    """The language that it was translated from, "" if from none; None if nothing was asked."""
    seen: dict[str, int] = field(default_factory=dict)
    """The revisions of the other languages from which the translator worked."""
    now: dict[str, int] = field(default_factory=dict)
    """Their revisions that were in view."""
    brought_up: bool = False
    """Whether the translator says that it says what its source says now."""
    sent: str = ""
    """By which the writer's browser knows this form again."""

    def source_seen(self) -> int:
        """Return the revision of the source that this is a translation of."""
        return (self.now if self.brought_up else self.seen).get(self.source or "", 0)


def number(text: object) -> int:
    """Return the number of a revision that a form carries, or 0."""
    return whole_number(str(text or ""))


def arrived(desk: TheDesk) -> str:
    """Return by which the writer's browser knows that what it sent is saved."""
    return _mark(desk.request.query_params.get("sent", ""))


def _mark(sent: str) -> str:
    return sent if sent.isascii() and sent.isalnum() and len(sent) <= LONGEST_MARK else ""


def typed_in(form: Any, desk: TheDesk) -> Typed:
    """Read the editor's form."""
    words = Words(*(str(form.get(name, "")).replace("\r\n", "\n") for name in ("title", "body", "note")))
    languages = desk.site.languages.written
    return Typed(
        words,
        number(form.get("based_on")),
        track_of(desk),
        str(form["source"]) if "source" in form else None,
        {one: number(form[f"seen-{one}"]) for one in languages if f"seen-{one}" in form},
        {one: number(form[f"now-{one}"]) for one in languages if f"now-{one}" in form},
        bool(form.get("brought_up")),
        _mark(str(form.get("sent", ""))),
    )


def settled(base: str, mine: str, theirs: str) -> str:
    """Return a title or another short text of two people: whoever changed it alone is right, else mine stands and the other is shown beside it."""
    return theirs if mine == base else mine


async def conflict(desk: TheDesk, code: str, language: str, typed: Typed) -> Response[str]:
    """Show what both wrote, title, note and text, put together where that is safe."""
    async with desk.office.database.read() as session:
        stop = await tours.stop_by_code(session, code)
        script = await writing.script_of(session, stop, language, typed.track)
        if script is None:
            raise NotFoundError("This script was removed.")
        known = {one.number: one for one in await writing.revisions(session, script)}
        theirs = await writing.words_of(session, script)
        others = await others_of(session, desk, Place(stop, language, typed.track))
    before = known.get(typed.based_on)
    base = Words(before.title, before.body, theirs.note if before.note is None else before.note) if before is not None else Words("", "")
    mine = Words(*(tours.tidy(text) for text in (typed.words.title, typed.words.body, typed.words.note)))
    title, note, merged = settled(base.title, mine.title, theirs.title), merge(base.note, mine.note, theirs.note), merge(base.body, mine.body, theirs.body)
    both = {"title": title == theirs.title, "note": note.clean, "body": merged.clean}
    error = ConflictError(WROTE_TOO, name=known[script.revision].author).at(*(field for field, clean in both.items() if not clean))
    return desk.show(
        "conflict",
        status=409,
        stop=stop,
        language=language,
        track=typed.track,
        mine=mine,
        theirs=theirs,
        by=known[script.revision].author,
        error=error,
        based_on=script.revision,
        title=title,
        note=note,
        merged=merged,
        changes_mine=word_changes(base.whole, mine.whole),
        changes_theirs=word_changes(base.whole, theirs.whole),
        others=others,
        chosen=typed.source or "",
        seen={other: typed.seen.get(other, one.revision) for other, one in others.items()},
        now={other: typed.now.get(other, one.revision) for other, one in others.items()},
        changes=(),
        brought_up=typed.brought_up,
        sent=typed.sent,
    )


@get("/stops/{code:str}/{language:str}/compare", opt={"roles": ANYBODY})
async def compare(code: FromPath[str], language: FromPath[str], desk: TheDesk) -> Response[str]:
    """Show what changed between any two revisions, word by word."""
    language, track, given = written(desk, language), track_of(desk), desk.request.query_params
    async with desk.office.database.read() as session:
        stop = await tours.stop_by_code(session, code)
        script = await writing.script_of(session, stop, language, track)
        if script is None:
            raise NotFoundError("This script was removed.")
        old, new = [await writing.revision(session, script, number(given.get(name))) for name in ("old", "new")]
        known = await writing.signed_revisions(session, script)
    changes = word_changes(f"{old.title}\n\n{old.body}", f"{new.title}\n\n{new.body}")
    noted = word_changes(old.note or "", new.note or "") if old.note is not None and new.note is not None else ()
    return desk.show("compare", stop=stop, language=language, track=track, old=old, new=new, revisions=known, changes=changes, noted=noted)


HANDLERS = [compare]
