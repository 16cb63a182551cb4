"""The static export: the guide's pages as files that lead to each other, for any server that only gives files.

The pages are the very ones that the guide serves; every address in them becomes the way from one file to another,
so that the folder may lie anywhere. A page that would lead nowhere is a defect of ours, and no folder is written.
"""

import posixpath
import re
from collections import deque
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote

import msgspec

from audio_guide.kit.media import MediaStore
from audio_guide.publishing.edition import Edition
from audio_guide.publishing.packs import Pages
from audio_guide.publishing.shelf import Shelf

ATTRIBUTE = re.compile(r' (href|src|srcset|poster|action|data-art|data-places)="([^"]*)"')
"""What holds addresses in a page; templates write attributes in one way, and escape this mark in all that people write."""
ADDRESS = re.compile(r"(?<![\w/:.~-])/(?!/)[^\s,|\"]*")
"""An address of ours inside such an attribute, which may hold several."""
PICK = re.compile(r"/(?:language|track)/[^/?]+")
"""A link by which the server remembers a choice; files remember nothing, so it leads straight on."""
FILES = ("/media/", "/logo/", "/favicon.ico")
SIGN = "/q/"
NO_SIGN = f"{SIGN}-"
"""Leads nowhere: what stands at it is what a server of files shows for what is not there."""


@dataclass(frozen=True, slots=True)
class PublicPages:
    """What the public sees at one moment, for writing it to files: pages that need no server, and what they are of."""

    pages: Pages
    shelf: Shelf
    media: MediaStore
    public_url: str


@dataclass(frozen=True, slots=True)
class PageFile:
    """A file of the export; *path* is relative to its folder."""

    path: str
    data: bytes


async def pages(public: PublicPages) -> AsyncIterator[PageFile]:
    """Give every page of the guide that a link leads to, as a file; raises UnavailableError if something is published meanwhile."""
    signs = sorted({stop.code for edition in public.shelf.editions.values() for stop in edition.stops})
    waiting = deque(["/", "/favicon.ico", NO_SIGN, *(f"{SIGN}{code}" for code in signs), *(f"/{language}/" for language in public.shelf.languages)])
    seen = set(waiting)
    while waiting:
        address = waiting.popleft()
        data = await public.pages.read(address)
        if not address.startswith(FILES):
            linked = Linked(address, public.public_url)
            data = linked.rewritten(data.decode()).encode()
            waiting.extend(found for found in linked.leads_to if found not in seen)
            seen.update(linked.leads_to)
        yield PageFile(file_of(address), data)


def editions(shelf: Shelf) -> Iterable[PageFile]:
    """Give every edition as the one document that it is, so that whoever finds the folder in years has words, times and where they are from."""
    for (slug, language), edition in shelf.editions.items():
        yield PageFile(f"editions/{slug}.{language}.json", _json(edition))


def _json(edition: Edition) -> bytes:
    return msgspec.json.format(msgspec.json.encode(edition), indent=1)


def file_of(address: str) -> str:
    """Return the file of an address: what stands behind the question mark becomes a folder, so that a stop keeps its name in every form."""
    path, _, query = address.partition("?")
    path = unquote(path)
    if path.startswith(FILES):
        return path.lstrip("/")
    if path == NO_SIGN:
        return "404.html"
    if path.startswith(SIGN):
        return f"Q/{path.removeprefix(SIGN)}/index.html"  # printed signs carry capitals
    if path.endswith("/"):
        return f"{path}index.html".lstrip("/")
    folder, _, name = path.rpartition("/")
    said = "_".join(f"{key}-{value}" for key, value in parse_qsl(query))
    return f"{folder}/{said}/{name}.html".lstrip("/") if said else f"{path}.html".lstrip("/")


class Linked:
    """A page whose addresses become ways to files; remembers where it leads."""

    def __init__(self, address: str, public_url: str) -> None:
        self._folder = posixpath.dirname(file_of(address))
        self._public = public_url.rstrip("/")
        self._anywhere = address == NO_SIGN
        """Whether the page is shown at addresses of any depth."""
        self.leads_to: dict[str, None] = {}
        """Pages and the museum's sign; what lies in the store of sound and pictures is known anyway."""

    def rewritten(self, page: str) -> str:
        """Return the page with the ways to files in place of addresses."""
        return ATTRIBUTE.sub(self._attribute, page)

    def _attribute(self, found: re.Match[str]) -> str:
        name, value = found.groups()
        if name == "href" and value.startswith(f"{self._public}/"):
            return f' {name}="{self._public}/{file_of(self._noted(value.removeprefix(self._public)))}"'
        return f' {name}="{ADDRESS.sub(self._way, value)}"'

    def _way(self, found: re.Match[str]) -> str:
        address, mark, fragment = found[0].replace("&amp;", "&").partition("#")
        file = file_of(self._noted(address))
        return (f"{self._public}/{file}" if self._anywhere else posixpath.relpath(file, self._folder or ".")) + mark + fragment

    def _noted(self, address: str) -> str:
        """Return where an address leads in the end, and remember it."""
        path, _, query = address.partition("?")
        if PICK.fullmatch(path):
            return self._noted(dict(parse_qsl(query))["next"])
        if not path.startswith("/media/"):
            self.leads_to[address] = None
        return address
