"""Whether documents from elsewhere can be taken in: what they name is there, fits its room and is what it says."""

from collections import Counter
from collections.abc import Iterable, Mapping

from audio_guide.carrying.documents import Collection, Film, PictureFile, Remark, Script, Stop
from audio_guide.kit.errors import BadInputError
from audio_guide.kit.languages import known_to_cldr
from audio_guide.kit.media import TYPES, is_name
from audio_guide.tours import care, films, naming, pictures, ways
from audio_guide.tours import service as tours
from audio_guide.tours.arranging import LONGEST_SLUG, SLUG
from audio_guide.tours.languages import LONGEST_NAME
from audio_guide.tours.models import PEOPLE, TRACKS
from audio_guide.tours.models import Stop as StopRow

SEEN_AS = frozenset({"avif", "webp", "jpg", "png"})
"""Kinds of files that pictures may have; an SVG from elsewhere could hold a program."""
HEARD_AS = "flac"
FILMED_AS = (frozenset({"mp4", "film.webm"}), frozenset({"jpg"}))
"""Kinds of files of a film and of the picture before it."""
LONGEST = {"code": 4, "key": 120, "name": 300, "author": 200, "digest": 64, "short": 40}
ROOM_FOR_KEY = 64
WRONG = "This file cannot be taken in: {what}. Nothing was changed."


def refuse(what: str) -> BadInputError:
    """Return the error that says what is wrong with a file."""
    return BadInputError(WRONG, what=what)


def check(collection: Collection, sizes: Mapping[str, int]) -> None:
    """Raise BadInputError if anything cannot be taken in; *sizes* are the bytes of the files that come along."""
    _once("the language", (one.code for one in collection.languages))
    _once("the tour", (one.slug for one in collection.tours))
    _once("the stop", (one.code for one in collection.stops))
    _once("the number", (str(one.number) for one in collection.stops if one.number is not None))
    _once("the name", (one.key for one in collection.names))
    _once("the picture", (one.key for one in collection.pictures))
    if missing := sorted(collection.media() - set(sizes)):
        raise refuse(f"the file {missing[0]} is not in it")
    try:
        _languages(collection)
        _pictures(collection, sizes)
        _names(collection)
        _tours(collection)
        for stop in collection.stops:
            _stop(stop, {picture.key for picture in collection.pictures}, {language.code for language in collection.languages}, sizes)
    except BadInputError as error:
        raise error if error.message_id == WRONG else refuse(str(error).rstrip(".")) from error
    _small_things(collection)


def _once(what: str, keys: Iterable[str]) -> None:
    twice = [key for key, times in Counter(keys).items() if times > 1]
    if twice:
        raise refuse(f"{what} {twice[0][:40]} is in it twice")


def _fits(text: str, field: str) -> None:
    if len(text) > LONGEST[field]:
        raise refuse(f"“{text[:30]}…” is longer than {LONGEST[field]} characters")


def _languages(collection: Collection) -> None:
    codes = {one.code for one in collection.languages}
    for one in collection.languages:
        if known_to_cldr(one.code).code != one.code or one.direction not in {"ltr", "rtl"} or not 0 < len(one.name) <= LONGEST_NAME:
            raise refuse(f"the language “{one.code[:20]}” is none that the guide can show")
        if not {*one.fallbacks, one.derived_from} <= {*codes, ""}:
            raise refuse(f"the language {one.code} refers to one that is not in it")
    spoken = {text.language for tour in collection.tours for text in tour.texts}
    spoken |= {way.language for tour in collection.tours for place in tour.places for way in place.ways}
    spoken |= {form.language for name in collection.names for form in name.forms} | {text.language for one in collection.pictures for text in one.texts}
    remarks: tuple[Remark, ...] = (*collection.origins, *collection.answers, *collection.suggestions)
    spoken |= {one.language for one in remarks} | {order.language for order in collection.voices}
    if strange := sorted(spoken - codes):
        raise refuse(f"it has words in “{strange[0][:20]}”, which is not among its languages")


def _pictures(collection: Collection, sizes: Mapping[str, int]) -> None:
    for picture in collection.pictures:
        if picture.people not in PEOPLE or min(picture.width, picture.height) < 1 or len(picture.key) > ROOM_FOR_KEY or not picture.files:
            raise refuse(f"the picture “{picture.key[:40]}” is none")
        for file in picture.files:
            _picture_file(file, sizes)
        if len(picture.consent) > pictures.LONGEST_CONSENT:
            raise refuse(f"what is said about the consent of the picture {picture.key} is too long")
        _fits(picture.source_digest, "digest")
        _once(f"the words of the picture {picture.key} in", (text.language for text in picture.texts))
        for text in picture.texts:
            tours.fitting(text.alt, "alt")
            tours.fitting(text.credit, "credit")


def _picture_file(file: PictureFile, sizes: Mapping[str, int]) -> None:
    suffix = file.name.rpartition(".")[2]
    if not is_name(file.name) or suffix not in SEEN_AS or TYPES[suffix] != file.media_type or file.width < 1 or sizes[file.name] != file.bytes:
        raise refuse(f"the file {file.name[:60]} is no picture that the guide shows")


def _names(collection: Collection) -> None:
    for name in collection.names:
        if name.kind not in naming.KINDS or not 0 < len(name.key) <= ROOM_FOR_KEY or not name.forms:
            raise refuse(f"the name “{name.key[:40]}” is none")
        _once(f"the form of the name {name.key} in", (form.language for form in name.forms))
        for form in name.forms:
            _fits(form.written, "name")
            _fits(form.spoken, "name")


def _tours(collection: Collection) -> None:
    codes = {stop.code for stop in collection.stops}
    for tour in collection.tours:
        if not SLUG.fullmatch(tour.slug) or len(tour.slug) > LONGEST_SLUG:
            raise refuse(f"“{tour.slug[:40]}” is no address of a tour")
        _once(f"the stop of the tour {tour.slug}", (place.stop for place in tour.places))
        for text in tour.texts:
            for field in ("title", "summary", "about"):
                tours.fitting(getattr(text, field), field)
        for place in tour.places:
            if place.stop not in codes:
                raise refuse(f"the tour {tour.slug} has the stop {place.stop[:20]}, which is not in it")
            spot = None if place.plan_x is None or place.plan_y is None else (place.plan_x, place.plan_y)
            ways.check(ways.Spot(spot, {way.language: ways.Words(way.text, way.step_free) for way in place.ways}))


def _stop(stop: Stop, keys: set[str], languages: set[str], sizes: Mapping[str, int]) -> None:
    if not tours.CODE.fullmatch(stop.code):
        raise refuse(f"“{stop.code[:20]}” is no code of a stop")
    if stop.number is not None and not 0 < stop.number < 10**6:
        raise refuse(f"the stop {stop.code} cannot have the number {stop.number}")
    care.set_themes(StopRow(themes={}), stop.themes)
    if strange := sorted(set(stop.pictures) - keys):
        raise refuse(f"the stop {stop.code} shows the picture {strange[0][:40]}, which is not in it")
    _once(f"the picture of the stop {stop.code}", stop.pictures)
    _once(f"the note of the stop {stop.code} in", (note.language for note in stop.notes))
    _once(f"the text of the stop {stop.code} in", (f"{script.language} ({script.track})" for script in stop.scripts))
    for note in stop.notes:
        tours.fitting(note.text, "note")
    if strange := sorted({*(note.language for note in stop.notes), *(script.language for script in stop.scripts)} - languages):
        raise refuse(f"the stop {stop.code} has words in “{strange[0][:20]}”, which is not among its languages")
    for script in stop.scripts:
        _script(stop.code, script)
    _once(f"the film of the stop {stop.code} in", (film.language for film in stop.films))
    for film in stop.films:
        _film(stop.code, film, sizes)


def _film(code: str, film: Film, sizes: Mapping[str, int]) -> None:
    films.checked(film.language, films.Told(film.signer, film.consent, film.same_as_text))
    kinds = (*FILMED_AS, *(frozenset({"vtt"}) for _ in film.captions))
    files = (*film.files, *film.captions)
    if len(film.files) != len(FILMED_AS) or film.seconds <= 0 or min(film.width, film.height, film.script_revision) < 1:
        raise refuse(f"the film of the stop {code} in {film.language} is none")
    for file, allowed in zip(files, kinds, strict=True):
        suffix = file.name.partition(".")[2]
        is_such = is_name(file.name) and suffix in allowed and TYPES[suffix].partition(";")[0] == file.media_type.partition(";")[0]
        if not is_such or sizes[file.name] != file.bytes:
            raise refuse(f"the file {file.name[:60]} is not what a film of the guide has")


def _script(code: str, script: Script) -> None:
    numbers = [revision.number for revision in script.revisions]
    if script.track not in TRACKS or not numbers or numbers != sorted(set(numbers)) or numbers[0] < 1:
        raise refuse(f"the text of the stop {code} in {script.language} is none")
    for revision in script.revisions:
        tours.fitting(revision.title, "title")
        tours.fitting(revision.body, "body")
        tours.fitting(revision.note or "", "note")
        _fits(revision.author, "author")
        _fits(revision.source_digest or "", "digest")
    if script.take is not None and (not is_name(script.take.file) or not script.take.file.endswith(f".{HEARD_AS}") or not script.take.seconds > 0):
        raise refuse(f"what a person read for the stop {code} is no sound that the guide keeps")


def _small_things(collection: Collection) -> None:
    for code in collection.retired:
        if not tours.CODE.fullmatch(code):
            raise refuse(f"“{code[:20]}” is no code of a stop")
    remarks: tuple[Remark, ...] = (*collection.origins, *collection.answers, *collection.suggestions)
    for one in remarks:
        _fits(one.key, "key")
        _fits(one.words_digest, "short")
    for order in collection.voices:
        for voice in order.voices:
            _fits(voice, "key")
