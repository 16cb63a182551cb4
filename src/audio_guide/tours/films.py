"""Films in sign languages as staff keep them: one of a stop in each sign language, with captions, a credit and a consent."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from audio_guide.kit.errors import BadInputError, ConflictError, NotFoundError
from audio_guide.tours.changing import Change, after
from audio_guide.tours.models import Film, Script, ScriptRevision, Stop
from audio_guide.tours.pictures import Gap
from audio_guide.tours.remembered import AT_ONCE
from audio_guide.tours.service import tidy

SIGN_LANGUAGES = ("rsl-KZ", "rsl", "ils", "ase", "bfi", "gsg")
"""As the world names them (BCP 47); that of Kazakhstan has no name of its own yet. Each has its words in the catalogues."""
LIMITS = {"signer": 200, "consent": 2000}
"""Characters of what is written about a film."""
Reason = Literal["film-no-consent", "film-changed"]


@dataclass(frozen=True, slots=True)
class Sent:
    """A film that was looked at: its files as they lie in the store, and what they are."""

    files: list[dict[str, object]]
    seconds: float
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody says of a film: who signs, how they agreed, and whether the text says all that is signed."""

    signer: str
    consent: str
    same_as_text: bool = True


@dataclass(frozen=True, slots=True)
class Standing:
    """A film, and how it stands to the text of now; that the text changed is derived from the words, nobody sets it."""

    film: Film
    signed: str
    """The words that were signed."""
    now: str
    """The words of the text now, or "" if it is gone."""
    revision: int
    """The text's revision of now, or 0 if it is gone."""

    @property
    def changed(self) -> bool:
        """Whether the text has other words than those that were signed."""
        return self.signed != self.now

    @property
    def findings(self) -> tuple[Reason, ...]:
        """What is to be done about it: without consent it is not shown, after a change of the text somebody has to look."""
        return (*(() if self.film.consent else ("film-no-consent",)), *(("film-changed",) if self.changed else ()))


async def standings(session: AsyncSession, stop_ids: Collection[UUID]) -> dict[UUID, list[Standing]]:
    """Return the films of stops, each with how it stands to its text, in the order of the list of sign languages; two queries for all of them."""
    query = select(Film)  # there are few films, and a thousand stops are many to name
    films = (await session.scalars(query.where(Film.stop_id.in_(stop_ids)) if len(stop_ids) <= AT_ONCE else query)).all()
    texts = await _texts(session, films)
    found: dict[UUID, list[Standing]] = {}
    for film in sorted(films, key=lambda one: SIGN_LANGUAGES.index(one.language) if one.language in SIGN_LANGUAGES else len(SIGN_LANGUAGES)):
        now, then = texts.get((film.stop_id, film.script_language, film.script_revision), (None, None))
        words = [f"{text.title}\n\n{text.body}" if text is not None else "" for text in (then, now)]
        found.setdefault(film.stop_id, []).append(Standing(film, words[0], words[1], now.revision if now is not None else 0))
    return found


async def _texts(session: AsyncSession, films: Sequence[Film]) -> Mapping[tuple[UUID, str, int], tuple[Script, ScriptRevision | None]]:
    """Return for each film the text of now and the one that was signed."""
    if not films:
        return {}
    query = (
        select(Script, Film.script_revision, ScriptRevision)
        .join(Film, (Film.stop_id == Script.stop_id) & (Film.script_language == Script.language))
        .outerjoin(ScriptRevision, (ScriptRevision.script_id == Script.id) & (ScriptRevision.number == Film.script_revision))
        .where(Script.track == "standard", Film.id.in_([film.id for film in films]))
    )
    return {(script.stop_id, script.language, number): (script, revision) for script, number, revision in (await session.execute(query)).all()}


async def film_of(session: AsyncSession, stop: Stop, language: str) -> Film:
    """Return the film of a stop in a sign language; raises NotFoundError."""
    film = await session.scalar(select(Film).where(Film.stop_id == stop.id, Film.language == language))
    if film is None:
        raise NotFoundError("This stop has no film in this sign language. It may have been removed.")
    return film


def gaps(stops: Sequence[Stop], found: Mapping[UUID, Sequence[Standing]]) -> list[Gap]:
    """Return the films that these stops would show and may not, since it is not written down how the signer agreed; for receipts."""
    shut = [(stop, one.film) for stop in stops for one in found.get(stop.id, ()) if not one.film.consent]
    return [Gap(stop.id, stop.code, film.language, "film-consent") for stop, film in shut]


def checked(language: str, told: Told) -> Told:
    """Return what was typed about a film, tidied; raises BadInputError for another sign language than those of the list, and for too many words."""
    if language not in SIGN_LANGUAGES:
        raise BadInputError("Choose the sign language of the film.")
    words = {name: tidy(getattr(told, name)) for name in LIMITS}
    for name, most in LIMITS.items():
        if len(words[name]) > most:
            raise BadInputError("This has {count} characters; {most} fit. Make it shorter.", count=len(words[name]), most=most)
    return Told(words["signer"], words["consent"], told.same_as_text)


async def take_in(session: AsyncSession, script: Script, language: str, sent: Sent, told: Told, by: str) -> bool:  # noqa: PLR0913, PLR0917 -- of what, in what language, what, and who
    """Make a film that of a stop in a sign language, for its text as it is now; returns whether it took another one's place, whose captions go with it."""
    told = checked(language, told)
    film = await session.scalar(select(Film).where(Film.stop_id == script.stop_id, Film.language == language))
    replaced = film is not None
    if film is None:
        film = Film(stop_id=script.stop_id, language=language)
        session.add(film)
    film.files, film.captions, film.sent_by = sent.files, [], by
    film.seconds, film.width, film.height = sent.seconds, sent.width, sent.height
    film.signer, film.consent, film.same_as_text = told.signer, told.consent, told.same_as_text
    film.script_language, film.script_revision = script.language, script.revision
    await session.flush()
    return replaced


def describe(film: Film, changes: Mapping[str, Change], *, same_as_text: bool) -> bool:
    """Change who signs and who agreed, and whether the text says the same; returns whether anything changed. Raises FieldsChangedError, BadInputError."""
    found = after(changes, {name: getattr(film, name) for name in LIMITS})
    words = {name: found.get(name, getattr(film, name)) for name in LIMITS}
    told = checked(film.language, Told(words["signer"], words["consent"], same_as_text))
    before = (film.signer, film.consent, film.same_as_text)
    film.signer, film.consent, film.same_as_text = told.signer, told.consent, told.same_as_text
    return before != (told.signer, told.consent, told.same_as_text)


async def still_fits(session: AsyncSession, film: Film, seen: str) -> None:
    """Say that a film fits the text as it is now, of which somebody saw the revision *seen*; raises ConflictError if it changed once more since."""
    script = await session.scalar(select(Script).where(Script.stop_id == film.stop_id, Script.language == film.script_language, Script.track == "standard"))
    if script is None or seen != str(script.revision):
        raise ConflictError("Somebody saved this text while you were deciding. Look at the words again, then decide.")
    film.script_revision = script.revision


def caption(film: Film, language: str, file: dict[str, object] | None) -> None:
    """Give a film its captions in a language, or none."""
    others = [one for one in film.captions if one["language"] != language]
    film.captions = others if file is None else [*others, {"language": language, **file}]


def without_captions(found: Sequence[Standing], language: str) -> list[str]:
    """Return the sign languages of the films that have no captions in a language."""
    return [one.film.language for one in found if captions_in(one.film, language) is None]


def captions_in(film: Film, language: str) -> dict[str, object] | None:
    """Return the file of a film's captions in a language, or None."""
    return next((one for one in film.captions if one["language"] == language), None)
