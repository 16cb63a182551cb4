"""What the page of a stop shows: its note, its sound, its words, the other forms of both, and where to go on."""

from dataclasses import dataclass

from audio_guide.guide.choice import STANDARD, TRACKS, Choice
from audio_guide.guide.rendering import Page
from audio_guide.guide.text import lines, moments
from audio_guide.guide.views import NOTHING, spoken, without_notes
from audio_guide.kit import formats
from audio_guide.publishing.edition import Passage, Sound, Track
from audio_guide.publishing.shelf import Found, Shelf, standard, stops_of, track_of

STEP = 5
"""Seconds by which the slider moves."""
SPEEDS = (0.75, 1.0, 1.25, 1.5)


@dataclass(frozen=True, slots=True)
class Form:
    """One form of a stop's words: standard, easy or described."""

    name: str
    choice: Choice
    sound: Sound | None
    current: bool


@dataclass(frozen=True, slots=True)
class Slider:
    """What the slider says at each of its places, so that no browser has to know Kazakh."""

    most: int
    minutes: str
    seconds: str


def stop(shelf: Shelf, language: str, code: str, choice: Choice) -> Page | None:
    """Return the page of a stop, or None if there is none with this code."""
    found = shelf.stop(code, language)
    if found is None:
        return None
    read, heard = (in_language(shelf, found, wanted) for wanted in (choice.read, choice.listen))
    track, sounding = one_form(read, heard, choice.track)
    alike = read.edition.language == heard.edition.language
    same = heard.edition.language == found.edition.language
    before, after = neighbours(shelf, found, choice)
    shown = {
        "found": found,
        "choice": choice,
        "read": read,
        "heard": heard,
        "sound": sounding.sound,
        "sounding": sounding.track,
        "lines": lines(track, sounding, alike=alike),
        "moments": "" if alike else moments(sounding),
        "title": spoken(sounding, "title") if same else NOTHING,
        "note": spoken(sounding, "note") if same else NOTHING,
        "begins": spoken(track, "text").text,
        "passage": read.stop.passage if track.track == STANDARD else None,
        "beyond": beyond(track, read.stop.passage) if track.track == STANDARD else "",
        "past": past(sounding, heard.stop.passage) if sounding.track == STANDARD else None,
        "forms": forms(found, choice.but(track=track.track)),
        "lacking": "" if track.track == choice.track else choice.track,
        "ears": languages_to_hear(shelf, found),
        "slider": slider(sounding.sound, language) if sounding.sound is not None else None,
        "speeds": SPEEDS,
        "before": before,
        "leads_on": not choice.route or after == neighbours(shelf, found, choice.but(route=""))[1],
        "after": after,
        "neutral": f"/q/{found.stop.code}",
        "onward": choice.query,
    }
    return Page("stop.html", f"/stops/{found.stop.code}", shelf.languages_of(found.stop.code), indexed=not found.is_fallback and not choice.query, shown=shown)


def one_form(read: Found, heard: Found, wanted: str) -> tuple[Track, Track]:
    """Return the words for the eye and those for the ear in one form, since the paragraphs of two do not answer to each other."""
    track, sounding = (track_of(one.stop, wanted) for one in (read, heard))
    if track is None or sounding is None:
        return standard(read.stop), standard(heard.stop)
    return track, sounding


def beyond(shown: Track, passage: Passage | None) -> str:
    """Return the id of the paragraph behind a passage, or "" if there is no passage or nothing behind it."""
    ids = [paragraph.id for paragraph in shown.paragraphs if paragraph.role == "text"]
    return next(iter(ids[ids.index(passage.last) + 1 :]), "") if passage is not None and passage.last in ids else ""


def past(heard: Track, passage: Passage | None) -> float | None:
    """Return the moment at which the sound is past a passage, or None if there is none, if it ends with it or is not known."""
    if passage is None:
        return None
    texts = [paragraph for paragraph in heard.paragraphs if paragraph.role == "text"]
    ids = [paragraph.id for paragraph in texts]
    after = texts[ids.index(passage.last) + 1 :] if passage.last in ids else []
    return round(after[0].sentences[0].start, 2) if after and after[0].sentences else None


def in_language(shelf: Shelf, found: Found, wanted: str) -> Found:
    """Return the stop in the language that is wanted for ear or eye, if it has that one, else as it was found."""
    other = shelf.stop(found.stop.code, wanted) if wanted else None
    return other if other is not None and not other.is_fallback else found


def neighbours(shelf: Shelf, found: Found, choice: Choice) -> tuple[Found | None, Found | None]:
    """Return the stops before and after in the tour; the school route passes over those with a content note."""
    around = stops_of(shelf, found.edition.tour, found.asked)
    if choice.route:
        around = tuple(one for one in around if one.stop.code == found.stop.code or one in without_notes(around))
    place = next(number for number, other in enumerate(around) if other.stop.code == found.stop.code)
    return around[place - 1] if place else None, around[place + 1] if place + 1 < len(around) else None


def forms(found: Found, choice: Choice) -> tuple[Form, ...]:
    """Return the forms in which the stop's words can be had, if there is more than one."""
    having = [track for name in TRACKS if (track := track_of(found.stop, name)) is not None]
    if len(having) == 1:
        return ()
    return tuple(Form(track.track, choice.but(track=track.track), track.sound, track.track == (choice.track or STANDARD)) for track in having)


def languages_to_hear(shelf: Shelf, found: Found) -> tuple[str, ...]:
    """Return the languages in which the stop has sound; of two readings of the same sound (Kazakh in Latin letters) only one, the page's own first."""
    code, mine = found.stop.code, found.edition.language
    by_sound: dict[tuple[str, str], str] = {}
    languages = shelf.languages_of(code)
    for one in sorted(languages, key=lambda one: one != mine):
        other = shelf.stop(code, one)
        if other is not None and (sound := standard(other.stop).sound) is not None:
            by_sound.setdefault((one.partition("-")[0], sound.files[0].name), one)
    return tuple(one for one in languages if one in by_sound.values())


def slider(sound: Sound, language: str) -> Slider:
    """Return the places of the slider and the words for each minute and second that it can stand at."""
    most = max(STEP, int(sound.duration) // STEP * STEP)
    minutes = [formats.duration(60 * minute, language) if minute else "" for minute in range(most // 60 + 1)]
    seconds = [formats.duration(second, language) for second in range(0, 60, STEP)]
    return Slider(most, "|".join(minutes), "|".join(seconds))
