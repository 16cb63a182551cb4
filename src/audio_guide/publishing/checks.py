"""What is still missing or doubtful, stop by stop and language by language: pure rules over rows that were loaded before."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from audio_guide.speech.render import Target

BLOCKS, LOOK = "blocks", "look"
KINDS: dict[str, str] = {
    "tour-title": BLOCKS, "no-number": BLOCKS, "double-number": BLOCKS, "no-tour": LOOK,
    "no-text": BLOCKS, "no-note": BLOCKS, "no-name-consent": BLOCKS, "no-themes": LOOK, "behind-source": LOOK, "no-alt": LOOK, "no-consent": LOOK,
    "film-no-consent": LOOK, "film-changed": LOOK, "film-no-captions": LOOK,
    "no-voice": BLOCKS, "sound-failed": BLOCKS, "sound-being-made": BLOCKS, "sound-missing": BLOCKS, "sound-out-of-date": BLOCKS,
    "not-approved": BLOCKS, "note-unsaid": BLOCKS,
    "way-sound-missing": LOOK, "way-not-approved": LOOK,
    "human-changed": LOOK, "draft-voice": LOOK, "level": LOOK, "sudden": LOOK, "pace": LOOK, "unread": LOOK,
    "digits-left": LOOK, "no-rules": LOOK, "foreign-letters": LOOK, "mixed-alphabets": LOOK, "symbol-left": LOOK, "wrong-language": LOOK,
    "language-switch": LOOK, "too-long": LOOK,
}  # fmt: skip
"""Every kind of finding, in the order in which a report tells them; what blocks keeps a stop from being published, the rest should be looked at."""
REPAIRS = {
    "no-number": "number",
    "double-number": "number",
    "no-tour": "place",
    "sound-failed": "sound",
    "sound-missing": "sound",
    "sound-out-of-date": "sound",
}
"""What one button may repair: nothing that anybody wrote is changed by it."""
FIELDS = {
    "no-text": "title",
    "no-note": "note",
    "no-name-consent": "names",
    "no-themes": "themes",
    "no-alt": "pictures",
    "no-consent": "pictures",
    "film-no-consent": "films",
    "film-changed": "films",
    "film-no-captions": "films",
    "tour-title": "tour",
    "way-sound-missing": "way",
    "way-not-approved": "way",
}
SOUND_KINDS = {
    "no-voice",
    "sound-failed",
    "sound-being-made",
    "sound-missing",
    "sound-out-of-date",
    "not-approved",
    "note-unsaid",
    "human-changed",
    "draft-voice",
    "level",
    "sudden",
    "pace",
}
TARGET = Target()
PEAK_TOLERANCE = 0.05
MOST_BURST_LU = 10.0
"""By how much the loudest moment of a sound may stand out; with the bundled voice it is 3 to 4, and 14 where somebody shouts between plain words."""
PACE = (8.0, 20.0)
"""Characters a second that can be followed by ear and eye."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to repair or to look at; *about* is what it is about in shown words, and *code* is "" for the tour itself."""

    kind: str
    code: str
    language: str
    number: int | None = None
    about: str = ""
    track: str = "standard"

    @property
    def severity(self) -> str:
        """Whether it keeps the stop from being published (blocks) or should be looked at (look)."""
        return KINDS[self.kind]

    @property
    def field(self) -> str:
        """The field that repairs it: title, note, body, pictures, films, sound, way, number or tour."""
        if self.kind in FIELDS:
            return FIELDS[self.kind]
        return "sound" if self.kind in SOUND_KINDS else "number" if self.kind in REPAIRS else "body"

    @property
    def repair(self) -> str:
        """What one button may do about it (number, place, sound), or ""."""
        return REPAIRS.get(self.kind, "")


@dataclass(frozen=True, slots=True)
class Sound:
    """What is known of a recording: which words it says, by whom, how loud."""

    wanted_digest: str
    quality: str = "good"
    report: Mapping[str, float] = field(default_factory=dict)
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Read:
    """What came of reading a text: the digest that its recording wants, and what would be misread as (kind, shown words)."""

    wanted_digest: str
    findings: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class Text:
    """A script as the check sees it; *read* is None while nobody has read it yet, and *voice_lost* says why no voice can."""

    title: str
    track: str = "standard"
    read: Read | None = None
    voice_lost: str = ""
    sounds: Sequence[Sound] = ()
    narration: tuple[str, str] | None = None
    """The state of its narration and the sentence of its failure."""
    approved: bool = False
    source: str = ""
    """The language of its source if that has other words by now, else ""."""
    characters: int = 0
    """How many characters are shown of what the sound says; 0 where that is not known."""
    note_unsaid_by: str = ""
    """The person whose recording leaves the content note out though there is one."""
    other_words_by: str = ""
    """The person whose recording says other words than those of now, while nobody has decided what to do about it."""


@dataclass(frozen=True, slots=True)
class Place:
    """A stop as the check sees it."""

    code: str
    number: int | None
    texts: Mapping[str, Sequence[Text]]
    notes: frozenset[str] = frozenset()
    """The languages that have a content note."""
    gaps: Mapping[str, Sequence[tuple[str, str]]] = field(default_factory=dict)
    """For each language the pictures that may not be shown in it, each with its reason (alt, consent)."""
    films: Sequence[tuple[str, str]] = ()
    """Its films that lack something, each as its sign language and a kind of finding."""
    uncaptioned: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """For each language the sign languages of its films that have no captions in it."""
    in_tour: bool = True
    themes: bool = False
    """Whether it is said of what it tells that may hurt."""
    heard: bool = False
    """Whether it is said that some of that is heard as a sound, so that whoever listens is ready for it."""
    unconsented: Mapping[str, str] = field(default_factory=dict)
    """For each language a name in its texts that nobody has agreed to yet."""
    ways: Mapping[str, str] = field(default_factory=dict)
    """For each language what its way to the next stop lacks of being heard: a kind of finding."""


def check(places: Sequence[Place], languages: Sequence[str], titles: frozenset[str] | None = None) -> tuple[Finding, ...]:
    """Return what is to be done for stops in languages, in the order of the stops; *titles* are the languages in which the tour has one."""
    found = [Finding("tour-title", "", language) for language in languages if titles is not None and language not in titles]
    numbers: dict[int, str] = {}
    for place in places:
        found += _numbered(place, numbers)
        for language in languages:
            found += _in_language(place, language)
    return tuple(found)


def _numbered(place: Place, numbers: dict[int, str]) -> Iterator[Finding]:
    if place.number is None:
        yield Finding("no-number", place.code, "")
    elif numbers.setdefault(place.number, place.code) != place.code:
        yield Finding("double-number", place.code, "", place.number, numbers[place.number])
    if not place.in_tour:
        yield Finding("no-tour", place.code, "", place.number)
    if place.notes and not place.themes:
        yield Finding("no-themes", place.code, "", place.number)
    for film, kind in place.films:
        yield Finding(kind, place.code, "", place.number, film)


def _in_language(place: Place, language: str) -> Iterator[Finding]:
    texts = place.texts.get(language, ())
    if not any(text.track == "standard" for text in texts):
        yield Finding("no-text", place.code, language, place.number)
        return
    if name := place.unconsented.get(language):
        yield Finding("no-name-consent", place.code, language, place.number, name)
    if (place.notes or place.themes) and language not in place.notes:
        yield Finding("no-note", place.code, language, place.number)
    for picture, reason in place.gaps.get(language, ()):
        yield Finding(f"no-{reason}", place.code, language, place.number, picture)
    for film in place.uncaptioned.get(language, ()):
        yield Finding("film-no-captions", place.code, language, place.number, film)
    if language in place.ways:
        yield Finding(place.ways[language], place.code, language, place.number)
    for text in texts:
        for kind, about in _of_text(text):
            if kind == "sudden" and place.heard:
                continue
            yield Finding(kind, place.code, language, place.number, about, text.track)


def _of_text(text: Text) -> Iterator[tuple[str, str]]:
    if text.source:
        yield "behind-source", text.source
    if text.other_words_by:
        yield "human-changed", text.other_words_by
    if text.voice_lost:
        yield "no-voice", text.voice_lost
        return
    if text.read is None:
        yield "unread", ""
        return
    yield from _of_sound(text, text.read)
    yield from text.read.findings


def _of_sound(text: Text, read: Read) -> Iterator[tuple[str, str]]:
    sound = next((sound for sound in text.sounds if sound.wanted_digest == read.wanted_digest), None)
    if sound is None:
        state, message = text.narration or ("", "")
        if state in {"wanted", "running"}:
            yield "sound-being-made", ""
        elif state == "failed":
            yield "sound-failed", message
        else:
            yield ("sound-out-of-date" if text.sounds else "sound-missing"), ""
        return
    if not text.approved:
        yield "not-approved", ""
    if sound.quality == "draft":
        yield "draft-voice", ""
    if text.note_unsaid_by:
        yield "note-unsaid", text.note_unsaid_by
    if (said := _level(sound.report)) is not None:
        yield "level", said
    if (burst := sound.report.get("burst_lu", 0.0)) > MOST_BURST_LU:
        yield "sudden", f"{burst:.0f} LU"
    speed = text.characters / sound.seconds if sound.seconds else 0.0
    if speed and not PACE[0] <= speed <= PACE[1]:
        yield "pace", f"{speed:.0f}"


def _level(report: Mapping[str, float]) -> str | None:
    """Return what was measured if a file is not as loud as all others are, or louder than players can bear."""
    for key, value in report.items():
        if key.endswith("_lufs") and abs(value - TARGET.lufs) > TARGET.tolerance:
            return f"{value:.1f} LUFS"
        if key.endswith("_dbtp") and value > TARGET.true_peak_dbtp + PEAK_TOLERANCE:
            return f"{value:.1f} dBTP"
    return None
