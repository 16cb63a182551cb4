"""Numbers, times, dates and sizes as people of each language write them; only on the server, since browsers do not know Kazakh."""

from datetime import date, datetime

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


def file_size(size: int, language: str) -> str:
    """Return the size of a file in kilobytes or megabytes."""
    if language == LATIN:
        return latin(file_size(size, "kk"))
    if language not in SIZES:
        unit, count = ("kilobyte", max(1, round(size / KILOBYTE))) if size < KILOBYTE * KILOBYTE else ("megabyte", round(size / KILOBYTE / KILOBYTE, 1))
        return format_unit(count, f"digital-{unit}", length="short", locale=locale_of(language)).replace(" ", HARD_SPACE)
    kilobytes, megabytes = SIZES[language]
    if size < KILOBYTE * KILOBYTE:
        return f"{number(max(1, round(size / KILOBYTE)), language)}{HARD_SPACE}{kilobytes}"
    return f"{number(round(size / KILOBYTE / KILOBYTE, 1), language)}{HARD_SPACE}{megabytes}"


def day(moment: date | datetime | str, language: str) -> str:
    """Return a date in words; a moment may be given as ISO 8601 text."""
    if language == LATIN:
        return latin(day(moment, "kk"))
    moment = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    return format_date(moment, DAYS.get(language, "long"), locale=locale_of(language))


def number(value: float, language: str) -> str:
    """Return a number with the language's own separators."""
    return format_decimal(value, locale=locale_of(language))
