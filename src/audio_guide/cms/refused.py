"""A form that is refused: which of its fields are wrong, and the page in which each of them says so itself.

The services name fields, the templates know ids and labels; the finished page has both, so no template has to ask for every field whether it is wrong.
"""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from html import unescape

from markupsafe import escape

_TAG = re.compile(r"<(?P<name>/form|form|input|textarea|select)\b(?P<rest>[^>]*)>")
_ATTRIBUTE = re.compile(r'([a-z-]+)="([^"]*)"')
_LABEL = re.compile(r'<label for="([^"]+)"[^>]*>(.*?)</label>', re.DOTALL)
_ANY_TAG = re.compile(r"<[^>]*>")
_DESCRIBED = re.compile(r'aria-describedby="([^"]*)"')
_CLASH = "now-"
"""How the ids begin of what somebody else saved meanwhile; a field beside which that stands needs no other sentence."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """A field that has to be changed, for a link to it."""

    id: str
    label: str


def wrong_in(page: str, fields: Collection[str], path: str) -> Sequence[Wrong]:
    """Return the fields of a page that are wrong: named ones of the form that was sent to *path*, else those with such an id, and those already marked."""
    labels = {unescape(at): unescape(_ANY_TAG.sub("", words)).strip() for at, words in _LABEL.findall(page)}
    named: dict[str, str] = {}
    marked, ids = set(), []
    sent = False
    for tag in _TAG.finditer(page):
        has = {name: unescape(value) for name, value in _ATTRIBUTE.findall(tag["rest"])}
        if tag["name"].endswith("form"):
            sent = tag["name"] == "form" and has.get("action", path).partition("?")[0] == path
        elif "id" in has and has.get("type") != "hidden":
            ids.append(has["id"])
            if has.get("aria-invalid") == "true":
                marked.add(has["id"])
            if sent and has.get("name") in fields:
                named.setdefault(has["name"], has["id"])
    wanted = marked | set(named.values()) | {field for field in fields if field not in named}
    return [Wrong(one, labels.get(one, one)) for one in ids if one in wanted]


def said_beside(page: str, wrong: Sequence[Wrong], note: Callable[[str], str]) -> str:
    """Return a page in which each wrong field is marked and described by a sentence before it; *note* makes that of the field's id."""
    wanted = {one.id for one in wrong}

    def put(tag: re.Match[str]) -> str:
        own = unescape(dict(_ATTRIBUTE.findall(tag["rest"])).get("id", ""))
        described = _DESCRIBED.search(tag[0])
        if tag["name"].endswith("form") or own not in wanted or (described and _CLASH in described[1]):
            return tag[0]
        beside = escape(f"wrong-{own}")
        whole = tag[0].replace(described[0], f'aria-describedby="{described[1]} {beside}"') if described else f'{tag[0][:-1]} aria-describedby="{beside}">'
        return note(own) + (whole if "aria-invalid=" in whole else f'{whole[:-1]} aria-invalid="true">')

    return _TAG.sub(put, page)
