"""From documents into the database: into an empty museum as they are, into another one beside what is there; nothing that is there is written over."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar
from uuid import UUID

from advanced_alchemy.base import UUIDv7AuditBase
from msgspec import to_builtins
from msgspec.structs import asdict
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from audio_guide.accounts import service as accounts
from audio_guide.carrying import documents as given
from audio_guide.kit.errors import ConflictError
from audio_guide.speech import service as speech
from audio_guide.speech.models import HumanVoice
from audio_guide.tours import models
from audio_guide.tours import service as tours

AUTHOR = "command line"
MOST_NAMED = 10
THERE = "This museum has some of this already: {what}. Nothing was changed. With --merge the rest is added, and what is here stays."
REMOVED = "The code {code} belonged to a stop that was removed here; no code is used twice. Nothing was changed."
Row = TypeVar("Row", bound=UUIDv7AuditBase)


@dataclass(slots=True)
class Placed:
    """What an import did, or would do."""

    added: Counter[str] = field(default_factory=Counter)
    lines: list[str] = field(default_factory=list)
    """What is there already, and what became of it, in a line each."""

    def kept(self, what: str) -> None:
        """Note that something stays as it is here."""
        self.lines.append(f"{what} stays as it is here")


@dataclass(slots=True)
class Placing:
    """One import under way: what is here, by the names that it has everywhere."""

    session: AsyncSession
    placed: Placed
    empty: bool
    """Whether nobody has written anything here yet."""
    stops: dict[str, models.Stop]
    numbers: set[int]
    pictures: dict[str, UUID] = field(default_factory=dict)


async def place(session: AsyncSession, collection: given.Collection, *, merge: bool) -> Placed:
    """Take a checked collection in, in the caller's transaction; raises ConflictError if some of it is here already and *merge* was not asked for."""
    here = {stop.code: stop for stop in await tours.stops(session)}
    numbers = {stop.number for stop in here.values() if stop.number is not None}
    at = Placing(session, Placed(), empty=not here and not await _keys(session, models.Tour), stops=here, numbers=numbers)
    for stop in collection.stops:
        if stop.code not in here and await tours.was_removed(session, stop.code):
            raise ConflictError(REMOVED, code=stop.code)
    if not merge and (both := await _in_both(session, collection, here)):
        more = f" and {len(both) - MOST_NAMED} more" if len(both) > MOST_NAMED else ""
        raise ConflictError(THERE, what=", ".join(both[:MOST_NAMED]) + more)
    await _languages(at, collection.languages)
    for name in collection.names:
        await _name(at, name)
    for picture in collection.pictures:
        await _picture(at, picture)
    for one in collection.stops:
        await _stop(at, one)
    for tour in collection.tours:
        await _tour(at, tour)
    await _rest(at, collection)
    return at.placed


async def _in_both(session: AsyncSession, collection: given.Collection, here: Mapping[str, models.Stop]) -> list[str]:
    """Return what is here and in the collection."""
    found = [f"stop {stop.code}" for stop in collection.stops if stop.code in here]
    for what, table, keys in (
        ("tour", models.Tour, [tour.slug for tour in collection.tours]),
        ("picture", models.Picture, [picture.key for picture in collection.pictures]),
        ("name", models.Name, [name.key for name in collection.names]),
    ):
        have = await _keys(session, table)
        found += [f"{what} {key}" for key in keys if key in have]
    numbers = {stop.number: code for code, stop in here.items() if stop.number is not None}
    taken = [(stop, numbers[stop.number]) for stop in collection.stops if stop.number in numbers]
    return found + [f"number {stop.number} (stop {code})" for stop, code in taken if code != stop.code]


async def _keys(session: AsyncSession, table: type[models.Tour | models.Picture | models.Name]) -> set[str]:
    return set(await session.scalars(select(table.slug if issubclass(table, models.Tour) else table.key)))


def _row(kind: type[Row], document: given.Document, **values: object) -> Row:
    """Return a row with the plain values of a document, and others."""
    columns = {name: value for name, value in asdict(document).items() if name in kind.__table__.columns}
    return kind(**{name: list(to_builtins(value)) if isinstance(value, tuple) else value for name, value in columns.items()} | values)


async def _languages(at: Placing, languages: Sequence[given.Language]) -> None:
    """Add languages after those that are here; a museum in which nothing is written yet takes all of it as it comes."""
    rows = {row.code: row for row in await at.session.scalars(select(models.MuseumLanguage))}
    last = max((row.position for row in rows.values()), default=-1)
    for number, language in enumerate(languages):
        row = rows.get(language.code)
        if row is None:
            at.session.add(_row(models.MuseumLanguage, language, position=number if at.empty else last + 1 + number))
            at.placed.added["languages"] += 1
        elif at.empty:
            row.name, row.direction, row.fallbacks, row.published, row.position = (
                language.name, language.direction, list(language.fallbacks), language.published, number,
            )  # fmt: skip
    await at.session.flush()  # everything else names languages


async def _name(at: Placing, name: given.Name) -> None:
    row = await at.session.scalar(select(models.Name).where(models.Name.key == name.key))
    if row is None:
        row = _row(models.Name, name, forms=[_row(models.NameForm, form) for form in name.forms])
        at.session.add(row)
        at.placed.added["names"] += 1
        return
    have = {form.language: form for form in await at.session.scalars(select(models.NameForm).where(models.NameForm.name_id == row.id))}
    for form in name.forms:
        if form.language not in have:
            at.session.add(_row(models.NameForm, form, name_id=row.id))
            at.placed.added["forms of names"] += 1
        elif (have[form.language].written, have[form.language].spoken) != (form.written, form.spoken):
            at.placed.kept(f"name {name.key} {form.language}")


async def _picture(at: Placing, picture: given.Picture) -> None:
    row = await at.session.scalar(select(models.Picture).where(models.Picture.key == picture.key))
    if row is None:
        row = _row(models.Picture, picture, texts=[_row(models.PictureText, text) for text in picture.texts])
        at.session.add(row)
        await at.session.flush()  # stops refer to its id
        at.placed.added["pictures"] += 1
    else:
        if [file["name"] for file in row.files] != [file.name for file in picture.files]:
            at.placed.kept(f"picture {picture.key}")
        have = set(await at.session.scalars(select(models.PictureText.language).where(models.PictureText.picture_id == row.id)))
        for text in picture.texts:
            if text.language not in have:
                at.session.add(_row(models.PictureText, text, picture_id=row.id))
                at.placed.added["descriptions of pictures"] += 1
    at.pictures[picture.key] = row.id


async def _stop(at: Placing, stop: given.Stop) -> None:
    row = at.stops.get(stop.code)
    new = row is None
    if row is None:
        number = stop.number if stop.number not in at.numbers else None
        if number != stop.number:
            at.placed.lines.append(f"stop {stop.code} has no number yet: another one has the number {stop.number} here")
        row = _row(models.Stop, stop, number=number, scripts=[], notes=[], pictures=[])
        at.session.add(row)
        await at.session.flush()  # its texts need its id
        at.stops[stop.code] = row
        at.placed.added["stops"] += 1
    await _notes(at, row, stop)
    for script in stop.scripts:
        await _script(at, row, script)
    await _films(at, row, stop)
    await _shown(at, row, [at.pictures[key] for key in stop.pictures])
    if not new and (row.themes, row.passage_first, row.passage_last) != (stop.themes, stop.passage_first, stop.passage_last):
        at.placed.kept(f"what stop {stop.code} tells of")


async def _notes(at: Placing, row: models.Stop, stop: given.Stop) -> None:
    have = {note.language: note.text for note in await at.session.scalars(select(models.ContentNote).where(models.ContentNote.stop_id == row.id))}
    for note in stop.notes:
        if note.language not in have:
            at.session.add(_row(models.ContentNote, note, stop_id=row.id))
        elif have[note.language] != note.text:
            at.placed.kept(f"the note of stop {stop.code} {note.language}")
    await at.session.flush()  # plans of sound read it


async def _script(at: Placing, stop: models.Stop, script: given.Script) -> None:
    """Add a text with all its revisions; other words than those that are here come as one more revision on top, and the former one stays in the history."""
    query = select(models.Script).where(models.Script.stop_id == stop.id, models.Script.language == script.language, models.Script.track == script.track)
    row, newest = await at.session.scalar(query), script.revisions[-1]
    label = f"stop {stop.code} {script.language}{'' if script.track == models.TRACKS[0] else f' {script.track}'}"
    if row is None:
        row = _row(models.Script, script, stop_id=stop.id, title=newest.title, body=newest.body, revision=newest.number)
        at.session.add(row)
        await at.session.flush()  # the revisions need its id
        at.session.add_all(_row(models.ScriptRevision, one, script_id=row.id, created_at=one.saved_at) for one in script.revisions)
        at.placed.added["texts"] += 1
    elif (row.title, row.body) != (newest.title, newest.body):
        words = {"title": newest.title, "body": newest.body, "author": newest.author, "names": list(newest.paragraphs)}
        before = row.revision
        await tours.save_script(at.session, stop, script.language, track=script.track, **words)  # type: ignore[arg-type]
        at.placed.added["revisions"] += 1
        at.placed.lines.append(f"{label}: the words of the file are revision {row.revision} now; those of here are kept as revision {before}")
    await _take(at, row, script.take, label)


async def _take(at: Placing, script: models.Script, take: given.Take | None, label: str) -> None:
    if take is None:
        return
    have = await at.session.scalar(select(HumanVoice).where(HumanVoice.script_id == script.id))
    if have is None:
        at.session.add(_row(HumanVoice, take, script_id=script.id))
        at.placed.added["human readings"] += 1
    elif have.file_digest != take.file_digest:
        at.placed.kept(f"what a person read for {label}")


async def _films(at: Placing, row: models.Stop, stop: given.Stop) -> None:
    have = {film.language: film for film in await at.session.scalars(select(models.Film).where(models.Film.stop_id == row.id))}
    for film in stop.films:
        if film.language not in have:
            at.session.add(_row(models.Film, film, stop_id=row.id))
            at.placed.added["films"] += 1
        elif have[film.language].files[0]["name"] != film.files[0].name:
            at.placed.kept(f"the film of stop {stop.code} in {film.language}")


async def _shown(at: Placing, stop: models.Stop, ids: Sequence[UUID]) -> None:
    """Show pictures at a stop, after those that stand there."""
    have = list(await at.session.scalars(select(models.StopPicture.picture_id).where(models.StopPicture.stop_id == stop.id)))
    new = [one for one in ids if one not in have]
    at.session.add_all(models.StopPicture(stop_id=stop.id, picture_id=one, position=len(have) + number) for number, one in enumerate(new))


async def _tour(at: Placing, tour: given.Tour) -> None:
    row = await at.session.scalar(select(models.Tour).where(models.Tour.slug == tour.slug))
    if row is None:
        last = await at.session.scalar(select(func.max(models.Tour.position)))
        row = models.Tour(slug=tour.slug, position=0 if last is None else last + 1, texts=[])
        at.session.add(row)
        await at.session.flush()  # its words and stops need its id
        at.placed.added["tours"] += 1
    have = {text.language: text for text in await at.session.scalars(select(models.TourText).where(models.TourText.tour_id == row.id))}
    for text in tour.texts:
        if text.language not in have:
            at.session.add(_row(models.TourText, text, tour_id=row.id))
        elif (have[text.language].title, have[text.language].summary, have[text.language].about) != (text.title, text.summary, text.about):
            at.placed.kept(f"what tour {tour.slug} says of itself in {text.language}")
    await _places(at, row, tour.places)


async def _places(at: Placing, tour: models.Tour, places: Sequence[given.Place]) -> None:
    """Put stops at the end of a tour, unless they stand in it."""
    have = set(await at.session.scalars(select(models.TourStop.stop_id).where(models.TourStop.tour_id == tour.id)))
    last = await at.session.scalar(select(func.max(models.TourStop.position)).where(models.TourStop.tour_id == tour.id))
    position = 0 if last is None else last + 1
    for place in places:
        stop = at.stops[place.stop]
        if stop.id in have:
            continue
        found = models.TourStop(tour_id=tour.id, stop_id=stop.id, position=position, plan_x=place.plan_x, plan_y=place.plan_y, ways=[])
        found.ways.extend(_row(models.WayText, way) for way in place.ways)
        at.session.add(found)
        position += 1
    await at.session.flush()


async def _rest(at: Placing, collection: given.Collection) -> None:
    """Add what is known of translations, the voices of languages that have none chosen, and the codes that must not be used again."""
    for table, few, keys in (
        (models.Translation, collection.origins, ("key", "language", "words_digest")),
        (models.Meant, collection.answers, ("key", "language", "check", "words_digest")),
        (models.Suggestion, collection.suggestions, ("key", "language", "kind", "words_digest")),
    ):
        have = {tuple(row) for row in await at.session.execute(select(*(getattr(table, name) for name in keys)))}
        at.session.add_all(_row(table, one) for one in few if tuple(getattr(one, name) for name in keys) not in have)
    for order in collection.voices:
        if not await speech.chosen_voices(at.session, order.language):
            await speech.choose_voices(at.session, order.language, order.voices)
        elif list(order.voices) != list(await speech.chosen_voices(at.session, order.language)):
            at.placed.kept(f"the order of voices for {order.language}")
    for code in collection.retired:
        if code not in at.stops and not await tours.was_removed(at.session, code):
            await accounts.record(at.session, AUTHOR, tours.STOP_REMOVED, code, place=code)
