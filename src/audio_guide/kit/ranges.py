"""Which bytes a conditional or partial request gets: RFC 9110 sections 13 and 14 as one pure function.

Safari asks for ``bytes=0-1`` before it plays anything and gives up on a wrong answer, so the edges matter.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

LONGEST_HEADER = 256
"""A Range, If-Range or If-None-Match header that is longer is none of a phone's; it is ignored, never parsed at length."""
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Plan:
    """The answer: status, the half-open span of bytes to send, and the value of Content-Range if there is one."""

    status: int
    start: int = 0
    end: int = 0
    content_range: str | None = None


def plan(headers: Mapping[str, str], size: int, etag: str, modified: float) -> Plan:
    """Decide what a GET or HEAD of a file of *size* bytes gets.

    *headers* have lower-case names, *etag* is strong and quoted, *modified* is seconds since 1970.
    """
    if (status := _conditions(headers, etag, modified)) is not None:
        return Plan(status)
    wanted = headers.get("range", "")
    if wanted and len(wanted) <= LONGEST_HEADER and _if_range(headers.get("if-range"), etag, modified):
        return _span(wanted, size)
    return Plan(200, 0, size)


def _conditions(headers: Mapping[str, str], etag: str, modified: float) -> int | None:
    """Return 412 or 304 if a precondition says so, in the order of RFC 9110 section 13.2.2."""
    if (match := headers.get("if-match")) is not None:
        if not _lists(match, etag, weakly=False):
            return 412
    elif (since := _date(headers.get("if-unmodified-since"))) is not None and int(modified) > since:
        return 412
    if (none_match := headers.get("if-none-match")) is not None:
        return 304 if _lists(none_match, etag, weakly=True) else None
    if (since := _date(headers.get("if-modified-since"))) is not None and int(modified) <= since:
        return 304
    return None


def _lists(header: str, etag: str, *, weakly: bool) -> bool:
    """Tell whether a list of entity tags has ours; weak tags count only where RFC 9110 lets them."""
    if header.strip() == "*":
        return True
    if len(header) > LONGEST_HEADER * 8:
        return False
    tags = (tag.strip() for tag in header.split(","))
    return any(tag == etag or (weakly and tag == f"W/{etag}") for tag in tags)


def _if_range(header: str | None, etag: str, modified: float) -> bool:
    """Tell whether a range may be sent: the tag must be strong and ours, a date must be exactly ours."""
    if header is None:
        return True
    header = header.strip()
    if header.startswith(('"', "W/")):
        return header == etag
    return _date(header) == int(modified)


def _span(header: str, size: int) -> Plan:
    """Return the one range that is asked for; several ranges and other units get everything."""
    match = _RANGE.fullmatch(header.strip())
    if match is None or match[1] == match[2] == "":
        return Plan(200, 0, size)
    if match[1] == "":
        start, end = max(size - int(match[2]), 0), size
        unsatisfiable = int(match[2]) == 0 or size == 0
    else:
        start, end = int(match[1]), min(int(match[2]) + 1, size) if match[2] else size
        if match[2] and int(match[2]) < start:
            return Plan(200, 0, size)
        unsatisfiable = start >= size
    if unsatisfiable:
        return Plan(416, content_range=f"bytes */{size}")
    return Plan(206, start, end, f"bytes {start}-{end - 1}/{size}")


def _date(header: str | None) -> int | None:
    """Return an HTTP date as seconds since 1970, or None if it is none."""
    if header is None or len(header) > LONGEST_HEADER:
        return None
    try:
        return int(parsedate_to_datetime(header).timestamp())
    except (ValueError, TypeError, OverflowError):
        return None
