"""Put words in their places, whatever the place: a script's paragraph by a new revision, a note, a picture's or a tour's text; and take them back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from audio_guide.tours import origins, writing
from audio_guide.tours import service as tours
from audio_guide.tours.exchange.texts import Key, Texts
from audio_guide.tours.models import Picture, PictureText, Script, Tour, TourText
from audio_guide.tours.paragraphs import Paragraph, cut
from audio_guide.tours.service import LONGEST_SCRIPT

Change = dict[str, object]


@dataclass(slots=True)
class Placed:
    """What was done: the scripts that have other words now, every change as it can be taken back, and keys for whose words there was no place yet."""

    scripts: list[Script] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    unplaced: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Hand:
    """Who puts words in place, in which language, and in what order the source tells its paragraphs."""

    language: str
    author: str
    order: Sequence[str] = ()
    _by_code: dict[str, list[str]] = field(default_factory=dict)

    def told(self, code: str) -> Sequence[str]:
        """Return the keys of one stop in the order in which the source tells them."""
        if not self._by_code:
            for key in self.order:
                self._by_code.setdefault(key[5:9], []).append(key)
        return self._by_code.get(code, ())


def composed(have: Sequence[Paragraph], new: Mapping[str, str], order: Sequence[str]) -> list[Paragraph]:
    """Return a text's paragraphs with some words replaced; what is new stands after the paragraph that it follows in the source."""
    found: list[Paragraph] = []
    done: set[str] = set()
    for one in have:
        if one.name not in new:
            found.append(one)
        elif one.name not in done:
            done.add(one.name)
            found += [Paragraph(one.name, text) for text in cut(new[one.name])]
    for place, name in enumerate(order):
        if name not in new or name in done:
            continue
        done.add(name)
        at = _after(found, order[:place])
        found[at:at] = [Paragraph(name, text) for text in cut(new[name])]
    return found + [Paragraph(name, text) for name, words in new.items() if name not in done for text in cut(words)]


def _after(found: Sequence[Paragraph], former: Sequence[str]) -> int:
    """Return the place after the nearest paragraph that comes before in the source."""
    for name in reversed(former):
        places = [place for place, one in enumerate(found) if one.name == name]
        if places:
            return places[-1] + 1
    return 0


async def place(session: AsyncSession, texts: Texts, hand: Hand, words: Mapping[str, str]) -> Placed:
    """Put words under their keys, in the caller's transaction; *texts* is what is there now."""
    placed = Placed()
    scripts: dict[tuple[str, str], dict[str, str]] = {}
    others: dict[str, Key] = {}
    for key, text in words.items():
        found = Key.parse(key)
        if found is None or (found.kind == "stop" and found.uid not in texts.numbers):
            placed.unplaced.add(key)
        elif found.kind == "stop" and found.field != "note":
            scripts.setdefault((found.uid, found.track), {})[key] = text
        else:
            others[key] = found
    for (code, track), parts in scripts.items():
        await _script(session, texts, hand, (code, track, parts), placed)
    for key, found in others.items():
        if await _put(session, found, hand, words[key]):
            placed.changes.append({"key": key, "before": texts.of(hand.language).get(key, ""), "after": words[key]})
        else:
            placed.unplaced.add(key)
    for script, change in zip(placed.scripts, [change for change in placed.changes if "code" in change], strict=True):
        change["revision_after"] = script.revision  # its note may have made one more
    await session.flush()  # plans of sound read notes
    return placed


async def _script(session: AsyncSession, texts: Texts, hand: Hand, part: tuple[str, str, Mapping[str, str]], placed: Placed) -> None:
    """Save a script with some words replaced; without a title or a text it has to wait for the rest."""
    code, track, words = part
    have = texts.scripts.get((code, track, hand.language))
    parsed = {Key.parse(key): text for key, text in words.items()}
    title = next((text for key, text in parsed.items() if key and key.field == "title"), have.title if have else "")
    new = {key.paragraph: text for key, text in parsed.items() if key and key.field == "body"}
    begin = f"{origins.place_of(code, track)}.body."
    order = [one.removeprefix(begin) for one in hand.told(code) if one.startswith(begin)]
    paragraphs = composed(have.paragraphs if have else (), new, order)
    body = tours.tidy("\n\n".join(one.text for one in paragraphs)) if new or have is None else have.body
    body = new.get("", body)  # a table's whole text
    if not title or not body or len(body) > LONGEST_SCRIPT:
        placed.unplaced.update(words)
        return
    names = [one.name for one in paragraphs] if "" not in new else None
    stop = await tours.stop_by_code(session, code)
    script = await tours.save_script(
        session, stop, hand.language, title=title, body=body, author=hand.author, track=track, based_on=have.revision if have else None, names=names
    )
    placed.scripts.append(script)
    old = texts.of(hand.language)
    placed.changes.append(
        {
            "code": code, "track": track, "revision_before": have.revision if have else 0, "revision_after": script.revision,
            "words": {key: [old.get(key, ""), text] for key, text in words.items()},
        }
    )  # fmt: skip


async def _put(session: AsyncSession, key: Key, hand: Hand, text: str) -> bool:
    """Put a note, or words where no revisions are kept; False if there is no such place."""
    language = hand.language
    if key.kind == "stop":
        await tours.save_note(session, await tours.stop_by_code(session, key.uid), language, text, hand.author)
        return True
    row: PictureText | TourText | None
    if key.kind == "picture":
        picture = await session.scalar(select(Picture).where(Picture.key == key.uid).options(selectinload(Picture.texts)))
        if picture is None:
            return False
        row = next((one for one in picture.texts if one.language == language), None)
        if row is None:
            row = PictureText(language=language, alt="", credit="")
            picture.texts.append(row)
    else:
        tour = await session.scalar(select(Tour).where(Tour.slug == key.uid).options(selectinload(Tour.texts)))
        if tour is None:
            return False
        row = next((one for one in tour.texts if one.language == language), None)
        if row is None:
            row = TourText(language=language, title="", summary="", about="")
            tour.texts.append(row)
    setattr(row, key.field, tours.fitting(text, key.field))
    return True


async def take_back(session: AsyncSession, texts: Texts, hand: Hand, changes: Sequence[Change]) -> tuple[Placed, list[str]]:
    """Put everything back as it was; what somebody changed since stays, and its keys are returned."""
    kept: list[str] = []
    placed = Placed()
    singly: dict[str, str] = {}
    now = texts.of(hand.language)
    for change in changes:
        if "key" in change:
            words = {str(change["key"]): [str(change["before"]), str(change["after"])]}
        else:
            words = {key: [str(old), str(new)] for key, (old, new) in dict(change["words"]).items()}  # type: ignore[call-overload]
            if await _whole_back(session, texts, hand, change, placed):
                continue
        for key, (old, new) in words.items():
            if now.get(key, "") == new:
                singly[key] = old
            elif now.get(key, "") != old:
                kept.append(key)
    rest = await place(session, texts, hand, singly)
    placed.scripts += rest.scripts
    return placed, [*kept, *rest.unplaced]


async def _whole_back(session: AsyncSession, texts: Texts, hand: Hand, change: Change, placed: Placed) -> bool:
    """Put a script back letter by letter if nobody has touched it since; one that did not exist before is removed."""
    code, track = str(change["code"]), str(change["track"])
    have = texts.scripts.get((code, track, hand.language))
    if have is None or have.revision != change["revision_after"]:
        return have is None
    script = await session.get(Script, have.script_id)
    if script is None:
        return True
    if not change["revision_before"]:
        await session.delete(script)
        return True
    old = await writing.revision(session, script, int(str(change["revision_before"])))
    stop = await tours.stop_by_code(session, code)
    names = old.paragraphs or None
    placed.scripts.append(
        await tours.save_script(session, stop, hand.language, title=old.title, body=old.body, author=hand.author, track=track, names=names, note=old.note)
    )
    return True
