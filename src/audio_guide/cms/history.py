"""The history as people read it: each deed a whole sentence in the reader's language, with links; and the same as a file."""

import re
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from litestar import Response, get
from litestar.datastructures import MultiDict
from litestar.response import Stream

from audio_guide.accounts import history as past
from audio_guide.accounts.history import KINDS, PAGE, Wanted
from audio_guide.accounts.models import Deed
from audio_guide.cms import files
from audio_guide.cms.doors import ANYBODY, TheDesk, page_of
from audio_guide.kit.errors import BadInputError, mark
from audio_guide.kit.languages import FIRST

SENTENCES = {
    "text-saved": mark("{name} saved the text “{subject}” ({language})."),
    "tour-saved": mark("{name} saved the words of the tour “{subject}” ({language})."),
    "tour-made": mark("{name} made the tour “{subject}” ({language})."),
    "tour-moved": mark("{name} put the tour “{subject}” at another place among the tours."),
    "tour-addressed": mark("{name} gave a tour another address: {subject}."),
    "tour-removed": mark("{name} removed the tour “{subject}”; its stops stayed."),
    "stop-added": mark("{name} added the stop {subject}."),
    "stop-numbered": mark("{name} gave a stop its number: {subject}."),
    "stop-placed": mark("{name} put the stop {subject} into a tour."),
    "stop-moved": mark("{name} put the stop {subject} at another place of its tour."),
    "stop-taken-out": mark("{name} took the stop {subject} out of a tour."),
    "stop-withdrawn": mark("{name} took the stop {subject} from visitors at once ({language})."),
    "stop-removed": mark("{name} removed the stop {subject} for good; it was never published."),
    "name-saved": mark("{name} saved how a name is written and said: {subject}."),
    "name-removed": mark("{name} removed a name from the names table: {subject}."),
    "sound-wanted": mark("{name} had the sound made: {subject} ({language})."),
    "sound-anew": mark("{name} had all sound made anew ({language})."),
    "sound-called-off": mark("{name} called off the making of sound: {subject} ({language})."),
    "sound-approved": mark("{name} listened to the sound and approved it: {subject} ({language})."),
    "human-uploaded": mark("{name} sent a human recording: {subject} ({language})."),
    "human-kept": mark("{name} kept the human voice though the text has changed: {subject} ({language})."),
    "human-set-aside": mark("{name} let the machine's voice speak instead of the human one: {subject} ({language})."),
    "human-removed": mark("{name} removed a human recording: {subject} ({language})."),
    "voices-changed": mark("{name} changed the voices of a language: {subject} ({language})."),
    "voice-wanted": mark("{name} had a voice downloaded: {subject} ({language})."),
    "picture-added": mark("{name} added the picture {subject}."),
    "picture-described": mark("{name} described the picture {subject} ({language})."),
    "picture-allowed": mark("{name} wrote down who allowed the picture {subject}."),
    "picture-replaced": mark("{name} replaced the file of the picture {subject}."),
    "picture-removed": mark("{name} removed the picture {subject}."),
    "film-sent": mark("{name} sent a film in a sign language: {subject}."),
    "film-replaced": mark("{name} replaced a film in a sign language: {subject}."),
    "film-described": mark("{name} changed what is written about a film: {subject}."),
    "film-captioned": mark("{name} changed the captions of a film: {subject} ({language})."),
    "film-kept": mark("{name} said that a film still fits its text: {subject}."),
    "film-removed": mark("{name} removed a film in a sign language: {subject}."),
    "pictures-arranged": mark("{name} arranged the pictures of a stop: {subject}."),
    "way-saved": mark("{name} changed the plan and the ways of the tour {subject}."),
    "way-wanted": mark("{name} had the sound of ways made: {subject} ({language})."),
    "way-approved": mark("{name} listened to the sound of a way and approved it: {subject} ({language})."),
    "care-saved": mark("{name} changed what is said of the hard content of the stop {subject}."),
    "texts-imported": mark("{name} took texts in from the file {subject} ({language})."),
    "texts-given-up": mark("{name} gave up the file {subject} and took no texts from it ({language})."),
    "texts-exported": mark("{name} sent texts out in the file {subject} ({language})."),
    "texts-taken-back": mark("{name} took back the texts of the file {subject} ({language})."),
    "collection-imported": mark("{name} took in another museum's work from the file {subject}."),
    "suggestion-taken": mark("{name} took over a suggestion for the texts ({language})."),
    "suggestion-left": mark("{name} left a text as it is and settled a suggestion ({language})."),
    "text-meant": mark("{name} answered a warning about the text “{subject}”: it is meant so ({language})."),
    "language-added": mark("{name} added a language: {subject}."),
    "language-changed": mark("{name} changed a language: {subject}."),
    "words-saved": mark("{name} translated words of the pages: “{subject}” ({language})."),
    "published": mark("{name} published “{subject}” ({language})."),
    "withdrawn": mark("{name} withdrew “{subject}” ({language}); visitors do not see it any more."),
    "edition-shown": mark("{name} showed visitors an earlier edition again: {subject} ({language})."),
    "signed-in": mark("{name} signed in."),
    "signed-out": mark("{name} signed out."),
    "password-set": mark("{name} set a password."),
    "code-on": mark("{name} switched the second factor on."),
    "code-off": mark("{name} switched the second factor off."),
    "person-added": mark("{name} added somebody to the staff: {subject}."),
    "person-invited": mark("{name} made a new link to set a password for {subject}."),
    "person-invited-without-code": mark("{name} made a new link to set a password for {subject}, and the second factor is forgotten."),
    "person-role": mark("{name} changed the role of {subject} from “{before}” to “{after}”."),
    "person-languages": mark("{name} changed the languages of {subject} from {before} to {after}."),
    "person-disabled": mark("{name} took from {subject} the right to sign in."),
    "person-enabled": mark("{name} gave {subject} the right to sign in again."),
    "person-renamed": mark("{name} changed the name of a member of staff: {subject}."),
    "sign-in-failed": mark("Somebody tried to sign in as {subject} with a wrong password or code."),
    "sign-in-limited": mark("Somebody tried so often to sign in as {subject} that they have to wait."),
    "person-changed": mark("{name} changed what somebody may do: {subject}."),
    "settings-second-on": mark("{name} decided that a second person approves."),
    "settings-second-off": mark("{name} decided that one person is enough to approve."),
}
OTHER = mark("{name} changed something ({verb}): {subject}.")
ROLE_NAMES = {"admin": mark("Admin"), "publisher": mark("Publisher"), "editor": mark("Editor"), "translator": mark("Translator")}
EVERYTHING = mark("all languages")
LINKS = {
    "text": "/cms/stops/{place}/{language}", "stop": "/cms/stops/{place}/{language}",
    "sound": "/cms/sound/{place}/{language}", "human": "/cms/sound/{place}/{language}", "tour": "/cms/tours/{place}/{language}",
    "published": "/cms/editions/{place}/{language}", "withdrawn": "/cms/editions/{place}/{language}", "edition": "/cms/editions/{place}/{language}",
    "picture": "/cms/pictures/{place}", "pictures": "/cms/stops/{place}/pictures", "way": "/cms/tours/{place}/way", "care": "/cms/stops/{place}/care",
    "film": "/cms/stops/{place}/films",
    "texts": "/cms/translate", "suggestion": "/cms/translate/texts/{language}", "name": "/cms/names", "words": "/cms/words/{language}",
    "voices": "/cms/voices", "voice": "/cms/voices", "language": "/cms/languages", "person": "/cms/people", "settings": "/cms/settings",
}  # fmt: skip
GONE = frozenset({"picture-removed", "tour-removed", "stop-removed", "name-removed"})
WITHOUT_PLACE = frozenset({"texts", "suggestion", "name", "words", "voices", "voice", "language", "person", "settings"})
COLUMNS = {
    "at": mark("Time"), "who": mark("Person"), "what": mark("What was done"), "subject": mark("About"), "language": mark("Language"), "place": mark("Place"),
}  # fmt: skip
SPLIT = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Part:
    """A run of a sentence: plain words, or what the sentence is about, perhaps with a link and a language of its own."""

    text: str
    href: str = ""
    language: str = ""


def told(deed: Deed, words: Callable[[str], str], names: Mapping[str, str]) -> tuple[Part, ...]:
    """Return a deed as a sentence in parts; *words* gives a message in the reader's language, *names* are the languages by their own names."""
    language = deed.language if deed.language in names else ""
    parts: list[Part] = []
    for number, piece in enumerate(SPLIT.split(words(SENTENCES.get(deed.verb, OTHER)))):
        if number % 2 == 0:
            parts.append(Part(piece))
        elif piece == "subject":
            parts.append(Part(deed.subject or "–", link(deed), language))
        elif piece == "language":
            parts.append(Part(names[language], "", language) if language else Part(words(EVERYTHING)))
        elif piece in {"before", "after"}:
            parts.append(Part(_standing(deed.place.split(">")[piece == "after"], words, names)))
        else:
            parts.append(Part(deed.person_name if piece == "name" else deed.verb))
    return tuple(part for part in parts if part.text)


def _standing(kept: str, words: Callable[[str], str], names: Mapping[str, str]) -> str:
    """Return a role or languages as people read them."""
    if kept in ROLE_NAMES:
        return words(ROLE_NAMES[kept])
    return ", ".join(names.get(code, code) for code in kept.split(",")) if kept else "–"


def link(deed: Deed) -> str:
    """Return where a deed's subject is now, or ""."""
    kind = deed.verb.partition("-")[0]
    if deed.verb in GONE or kind not in LINKS or not (deed.place or kind in WITHOUT_PLACE):
        return ""
    return LINKS[kind].format(place=deed.place, language=deed.language or FIRST)


def wanted(asked: MultiDict[Any]) -> Wanted:
    """Return what is looked for; raises BadInputError for a date that is none."""
    until = _day(asked.get("to", ""))
    return Wanted(
        person=asked.get("person", "")[:200],
        kind=asked.get("kind", "") if asked.get("kind", "") in KINDS else "",
        place=asked.get("place", "").strip()[:64],
        since=_day(asked.get("from", "")),
        until=until + timedelta(days=1) if until is not None else None,
    )


def _day(typed: str) -> datetime | None:
    """Return the beginning of a day by the clock of this machine."""
    if not typed:
        return None
    try:
        return datetime.combine(date.fromisoformat(typed[:10]), time()).astimezone()
    except (ValueError, OverflowError) as error:
        raise BadInputError("Write a date as year-month-day, such as 2026-11-23.").at("from", "to") from error


@get("/history", opt={"roles": ANYBODY})
async def history(desk: TheDesk) -> Response[str]:
    """Show who did what, the newest first."""
    asked, page = desk.request.query_params, page_of(desk)
    error = None
    try:
        looked_for = wanted(asked)
    except BadInputError as wrong:
        looked_for, error = Wanted(), wrong
    async with desk.office.database.read() as session:
        deeds, total = await past.find(session, looked_for, page)
        everybody = await past.persons(session)
    words = _words(desk)
    chosen = {name: asked.get(name, "")[:200] for name in ("person", "kind", "place", "from", "to")}
    if error is not None:
        chosen |= dict.fromkeys(error.fields, "")  # a field for a date holds a date or nothing
    query = urlencode({name: value for name, value in chosen.items() if value})
    rows = [(deed.created_at.astimezone(), told(deed, words, desk.site.languages.names)) for deed in deeds]
    shown = {"rows": rows, "total": total, "persons": everybody, "kinds": tuple(KINDS), "chosen": chosen, "query": query, "error": error}
    return desk.show("history", status=200 if error is None else error.status, page=page, pages=-(-total // PAGE), **shown)


def _words(desk: TheDesk) -> Callable[[str], str]:
    language = desk.language
    return lambda message: desk.site.catalogues.gettext(language, message)


def _line(desk: TheDesk, deed: Deed) -> dict[str, str]:
    """Return a deed as plain words."""
    return {
        "at": deed.created_at.astimezone().isoformat(timespec="seconds"),
        "who": deed.person_name,
        "what": "".join(part.text for part in told(deed, _words(desk), desk.site.languages.names)),
        "verb": deed.verb,
        "subject": deed.subject,
        "language": deed.language,
        "place": "" if deed.verb.startswith("person-") else deed.place,
    }


async def _lines(desk: TheDesk, looked_for: Wanted) -> AsyncIterator[list[dict[str, str]]]:
    """Give all deeds that are looked for, the newest first and some at a time: no transaction waits for a slow line, and memory holds only a few."""
    last: Deed | None = None
    while True:
        async with desk.office.database.read() as session:
            deeds = await past.before(session, looked_for, last)
        if not deeds:
            return
        last = deeds[-1]
        yield [_line(desk, deed) for deed in deeds]


@get("/history.csv", opt={"roles": ANYBODY})
async def as_table(desk: TheDesk) -> Stream:
    """Give the history as a table, however long it is."""
    words, lines = _words(desk), _lines(desk, wanted(desk.request.query_params))
    rows = ([[line[column] for column in COLUMNS] for line in some] async for some in lines)
    return files.long_table("history", desk.language, [words(heading) for heading in COLUMNS.values()], rows)


@get("/history.json", opt={"roles": ANYBODY})
async def as_document(desk: TheDesk) -> Stream:
    """Give the history for programs, however long it is."""
    return files.long_document("history", _lines(desk, wanted(desk.request.query_params)))


HANDLERS = [history, as_table, as_document]
