"""The published editions as the surfaces read them: in memory, whole, exchanged at once when a pointer moves."""

from collections.abc import Callable
from dataclasses import dataclass, field

from audio_guide.kit.codes import code_of
from audio_guide.publishing.edition import Edition, MediaFile, SignVideo, Sound, Stop, Track


@dataclass(frozen=True, slots=True)
class Found:
    """A stop as it can be shown to a visitor: perhaps in another language than asked for, and then said so."""

    edition: Edition
    stop: Stop
    asked: str
    """The language that was asked for; ``edition.language`` is the one that was found."""

    @property
    def is_fallback(self) -> bool:
        """Whether the stop is shown in another language than asked for."""
        return self.edition.language != self.asked


@dataclass(frozen=True, slots=True)
class Shelf:
    """An unchanging view of everything published at one moment.

    *languages* is the museum's order (Kazakh first) and *fallbacks* says for each language which ones to try next.
    """

    editions: dict[tuple[str, str], Edition] = field(default_factory=dict)
    """(tour slug, language) → edition, in the order in which tours are shown."""
    languages: tuple[str, ...] = ("kk", "ru", "en")
    fallbacks: dict[str, tuple[str, ...]] = field(default_factory=lambda: {"kk": ("ru", "en"), "ru": ("kk", "en"), "en": ("ru", "kk")})
    withdrawn: frozenset[str] = frozenset()
    """Codes of stops that exist but are not published: a helpful page, not a dead one."""
    revision: str = "0"
    """Changes whenever anything that the public sees changes; part of every ETag and cache key."""

    def tours(self, language: str) -> tuple[Edition, ...]:
        """Return each published tour once, in *language* if it has that language, else in its first fallback."""
        slugs = dict.fromkeys(slug for slug, _ in self.editions)
        found = (self.tour(slug, language) for slug in slugs)
        return tuple(edition for edition in found if edition is not None)

    def tour(self, slug: str, language: str) -> Edition | None:
        """Return a tour in *language* or its first fallback, or None."""
        for tried in (language, *self.fallbacks.get(language, self.languages)):
            if (edition := self.editions.get((slug, tried))) is not None:
                return edition
        return None

    def walk(self, slug: str, language: str) -> tuple[Found, ...]:
        """Return a tour's stops by number, each in *language* or in the first fallback that has it."""
        found: dict[str, Found] = {}
        for tried in (language, *self.fallbacks.get(language, self.languages)):
            if (edition := self.editions.get((slug, tried))) is not None:
                for one in edition.stops:
                    found.setdefault(one.code, Found(edition, one, language))
        return tuple(sorted(found.values(), key=lambda one: one.stop.number))

    def stop(self, code: str, language: str) -> Found | None:
        """Return a stop by its permanent code, as people type it, in *language* or its first fallback, or None."""
        meant = code_of(code)
        return self._find(lambda stop: stop.code == meant, language)

    def is_withdrawn(self, code: str) -> bool:
        """Tell whether a code, as people type it, is of a stop that exists but is not published."""
        return code_of(code) in self.withdrawn

    def stop_by_number(self, number: int, language: str) -> Found | None:
        """Return a stop by the number that visitors key in, or None."""
        return self._find(lambda stop: stop.number == number, language)

    def languages_of(self, code: str) -> tuple[str, ...]:
        """Return the languages in which a stop is published, in the museum's order."""
        having = {language for (_, language), edition in self.editions.items() if any(stop.code == code for stop in edition.stops)}
        return tuple(language for language in self.languages if language in having)

    def media(self) -> dict[str, int]:
        """Return the names of all files that the public may fetch, and how many bytes each has."""
        files: list[MediaFile] = []
        for stop in (stop for edition in self.editions.values() for stop in edition.stops):
            files += (file for track in stop.tracks if track.sound is not None for file in track.sound.files)
            files += (file for sound in way_sounds(stop) for file in sound.files)
            files += (file for picture in stop.pictures for file in picture.files)
            files += (file for film in films_of(stop) for file in (film.file, film.poster, film.captions) if file is not None)
        return {file.name: file.bytes for file in files}

    def _find(self, matches: Callable[[Stop], bool], language: str) -> Found | None:
        for tried in (language, *self.fallbacks.get(language, self.languages)):
            for (_, having), edition in self.editions.items():
                if having != tried:
                    continue
                for stop in edition.stops:
                    if matches(stop):
                        return Found(edition, stop, language)
        return None


def standard(stop: Stop) -> Track:
    """Return the stop's standard track."""
    return stop.tracks[0]


def track_of(stop: Stop, name: str) -> Track | None:
    """Return the stop's track of that name, or None."""
    return next((track for track in stop.tracks if track.track == name), None)


def nearest_track(stop: Stop, name: str) -> Track:
    """Return the stop's track of that name, or the standard one where it lacks that."""
    return track_of(stop, name) or standard(stop)


def way_sounds(stop: Stop) -> tuple[Sound, ...]:
    """Return the sound of the way from a stop, the one for everybody first."""
    return tuple(sound for sound in (stop.way.sound, stop.way.step_free_sound) if sound is not None) if stop.way is not None else ()


def films_of(stop: Stop) -> tuple[SignVideo, ...]:
    """Return a stop's films in sign languages, the first one first."""
    return (stop.sign_video, *stop.more_sign_videos) if stop.sign_video is not None else ()


def stops_of(shelf: Shelf, slug: str, language: str) -> tuple[Found, ...]:
    """Return a tour's stops by number, each in *language* or in the first fallback that has it."""
    return shelf.walk(slug, language)
