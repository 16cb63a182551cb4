"""How a visitor wants to walk: the form of the words, the languages for ear and eye, with or without the hard stops."""

from dataclasses import dataclass, replace

from litestar.di import NamedDependency
from litestar.params import FromQuery

from audio_guide.kit.web import Site

STANDARD = "standard"
TRACKS = (STANDARD, "easy", "described")
SCHOOL = "school"


@dataclass(frozen=True, slots=True)
class Choice:
    """What the address says beyond the stop; whatever it says nothing of is as usual."""

    track: str = STANDARD
    read: str = ""
    """The language of the text, where it is another one than the page's."""
    listen: str = ""
    """The language of the sound, likewise."""
    route: str = ""

    def but(self, **other: str) -> "Choice":
        """Return the same with something changed."""
        return replace(self, **other)

    @property
    def query(self) -> str:
        """Write the choice as the end of an address; the order of its parts is always the same, so that pages can be kept in memory."""
        parts = {"track": "" if self.track == STANDARD else self.track, "read": self.read, "listen": self.listen, "route": self.route}
        said = "&".join(f"{name}={value}" for name, value in parts.items() if value)
        return f"?{said}" if said else ""


def choice_of(
    site: NamedDependency[Site], track: FromQuery[str] = "", read: FromQuery[str] = "", listen: FromQuery[str] = "", route: FromQuery[str] = ""
) -> Choice:
    """Read the choice from an address; what the guide does not know counts as not said."""
    return Choice(
        track if track in TRACKS else STANDARD,
        read if read in site.languages.codes else "",
        listen if listen in site.languages.codes else "",
        route if route == SCHOOL else "",
    )
