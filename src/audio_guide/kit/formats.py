"""Numbers, times, dates and sizes as people of each language write them; only on the server, since browsers do not know Kazakh."""

from datetime import date, datetime
from functools import lru_cache

from babel.dates import format_date
from babel.numbers import format_decimal
from babel.units import format_unit

from audio_guide.kit.languages import KAZAKH_IN_LATIN, locale_of
from audio_guide.kit.latin import latin

SIZES = {"kk": ("КБ", "МБ"), "ru": ("КБ", "МБ"), "en": ("KB", "MB")}
"""CLDR writes the Kazakh megabyte with a Latin M, so these are ours."""
DAYS = {"kk": "y 'жылғы' d MMMM"}
"""CLDR shortens the Kazakh year to “ж.”; in a text it is written out."""
LATIN = KAZAKH_IN_LATIN.code
KILOBYTE = 1000
HARD_SPACE = "\u00a0"


@lru_cache(4_096)
def duration(seconds: float, language: str) -> str:
    """Return a length in words, such as “2 minutes 5 seconds”; parts that are nought are left out."""
    if language == LATIN:
        return latin(duration(seconds, "kk"))
    minutes, second = divmod(max(0, round(seconds)), 60)
    hours, minute = divmod(minutes, 60)
    parts = [(hours, "duration-hour"), (minute, "duration-minute"), (second, "duration-second")]
    said = [part for part in parts if part[0]] or parts[-1:]
    return " ".join(format_unit(value, unit, length="long", locale=locale_of(language)).replace(" ", HARD_SPACE) for value, unit in said)


def clock(seconds: float) -> str:
    """Return a moment of the sound as players write it, such as 1:15."""
    minutes, second = divmod(max(0, int(seconds)), 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02}:{second:02}" if hours else f"{minute}:{second:02}"


def units(language: str) -> tuple[str, str]:
    """Return how kilobytes and megabytes are written after a number."""
    if language == LATIN:
        kilobytes, megabytes = SIZES["kk"]
        return latin(kilobytes), latin(megabytes)
    if language in SIZES:
        return SIZES[language]
    said = [format_unit(2, f"digital-{unit}", length="short", locale=locale_of(language)) for unit in ("kilobyte", "megabyte")]
    kilobytes, megabytes = (one.replace(number(2, language), "").strip().replace(" ", HARD_SPACE) for one in said)
    return kilobytes, megabytes


def file_size(size: int, language: str) -> str:
    """Return the size of a file in kilobytes or megabytes."""
    kilobytes, megabytes = units(language)
    if size < KILOBYTE * KILOBYTE:
        return f"{number(max(1, round(size / KILOBYTE)), language)}{HARD_SPACE}{kilobytes}"
    return f"{number(round(size / KILOBYTE / KILOBYTE, 1), language)}{HARD_SPACE}{megabytes}"


def day(moment: date | datetime | str, language: str) -> str:
    """Return a date in words; a moment may be given as ISO 8601 text."""
    if language == LATIN:
        return latin(day(moment, "kk"))
    moment = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    return format_date(moment, DAYS.get(language, "long"), locale=locale_of(language))


def days_of_the_year(language: str) -> tuple[str, ...]:
    """Return for each month how a day of it is written, ``{d}`` and ``{y}`` for day and year, for scripts: browsers do not know Kazakh months."""
    days = (day(date(1999, month, 28), language) for month in range(1, 13))
    return tuple(one.replace("1999", "{y}").replace("28", "{d}") for one in days)


def decimal_point(language: str) -> str:
    """Return what stands between a number's units and its tenths."""
    return format_decimal(0.5, locale=locale_of(language))[1]


def number(value: float, language: str) -> str:
    """Return a number with the language's own separators."""
    return format_decimal(value, locale=locale_of(language))
