"""Settings: read once from the environment by the entry points, passed in to everything else."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields

PREFIX = "AUDIO_GUIDE_"


@dataclass(frozen=True, slots=True)
class Settings:
    """All that a museum can set; each attribute is the variable AUDIO_GUIDE_<NAME IN CAPITALS>."""

    database_url: str = "sqlite:///audio_guide.sqlite3"
    """The database: an SQLite file (``sqlite:///path``) or PostgreSQL (``postgresql://user:password@host/name``)."""

    media_url: str = "media"
    """Where sound and pictures are kept: a folder, or ``s3://bucket/prefix``."""

    public_url: str = "http://127.0.0.1:8000"
    """The address that signs and absolute links carry; short, without a path, for example ``https://g.museum.kz``."""

    secret_file: str = "audio_guide.secret"  # noqa: S105 -- a file's name
    """The file with the key that seals the staff's second factors in the database; made at the first start, readable by its owner only."""

    trusted_proxies: str = ""
    """Addresses of proxies whose X-Forwarded-* headers are believed, separated by commas; none by default."""

    museum_name: str = "kk=«АЛЖИР» мемориалдық-музей кешені;ru=Музейно-мемориальный комплекс «АЛЖИР»;en=ALZHIR Memorial and Museum Complex"
    """The museum's name as it stands on every page and in the sound files; one for all languages, or ``kk=…;ru=…;en=…``."""

    colour: str = ""
    """The museum's colour for links, buttons and focus, such as ``#6a2018``; refused if text in it could not be read. Dark pages take a lighter shade of it."""

    logo: str = ""
    """The museum's sign above every page: an SVG, PNG or WebP file of at most 32 KB that is seen on light and on dark ground."""

    care: str = ""
    """Where one finds quiet and help after a hard stop, shown below its text; one for all languages, or ``kk=…;ru=…;en=…``."""

    default_language: str = "kk"
    """The language of a visitor about whom nothing is known."""

    voices: str = "kk=espeak:kk;ru=espeak:ru;en=espeak:en"
    """The voice of each language, ``language=voice`` separated by semicolons."""

    data_dir: str = "data"
    """Where downloaded voices and the sentence cache lie."""

    locales_dir: str = "locales"
    """Where the interface's words lie: ``{language}/LC_MESSAGES/messages.po``."""

    exchange_dir: str = ""
    """A folder that translators save to: what lies there is taken over by itself, with a report beside it; none by default."""

    backup_dir: str = ""
    """A folder, better on another disk, in which the worker makes a backup every night; none by default."""

    backup_keep: int = 14
    """How many nightly backups are kept."""

    workers: int = 0
    """How many sentences' worth of processes speak and encode at once; 0 is one per core."""

    web_processes: int = 1
    """How many processes answer visitors."""

    host: str = "127.0.0.1"
    """The address on which the server listens."""

    port: int = 8000
    """The port on which the server listens."""

    kiosk_idle_seconds: int = 120
    """After how many seconds without use a lent phone (`/kiosk`) asks whether somebody is still there."""

    film_megabytes: int = 300
    """How large a film in a sign language may be that staff send, in millions of bytes."""

    film_minutes: int = 15
    """How long a film in a sign language may be."""

    gtts_url: str = ""
    """Another address of Google Translate's speech service; only for tests."""

    voices_url: str = ""
    """Another address of the Piper voices; for a mirror in the museum's own network, or tests."""

    silence_delay: str = ""
    """Seconds that the silent test voice takes for a sentence; only for tests."""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> "Settings":
        """Read the variables; raises ValueError with a sentence if a number is none."""
        environment = os.environ if environment is None else environment
        given: dict[str, str | int] = {}
        for setting in fields(cls):
            value = environment.get(PREFIX + setting.name.upper())
            if value is None:
                continue
            if setting.type is int:
                if not value.strip().isdigit():
                    message = f"{PREFIX}{setting.name.upper()} must be a whole number, not “{value}”."
                    raise ValueError(message)
                given[setting.name] = int(value)
            else:
                given[setting.name] = value
        return cls(**given)  # type: ignore[arg-type]

    def to_environment(self) -> dict[str, str]:
        """Return the variables that say the same to another process."""
        return {PREFIX + setting.name.upper(): str(getattr(self, setting.name)) for setting in fields(self)}

    @property
    def voice_of(self) -> dict[str, str]:
        """Return the voice of each language."""
        pairs = (pair.partition("=") for pair in self.voices.split(";") if pair.strip())
        return {language.strip(): voice.strip() for language, _, voice in pairs}

    @property
    def engine_options(self) -> dict[str, str]:
        """Return what engines may know of these settings."""
        options = {"data_dir": self.data_dir, "gtts_url": self.gtts_url, "silence_delay": self.silence_delay}
        return {name: value for name, value in options.items() if value}
