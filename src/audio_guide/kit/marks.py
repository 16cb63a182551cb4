"""Words of the interface that stand in for missing ones: they are marked while a page is rendered, and become ``lang`` attributes when it is whole.

A template asks for words in text, in attributes and in titles alike, and cannot know where they will stand; the finished page can.
"""

import re

_BEGIN, _TELL, _END = "\ue0f0", "\ue0f1", "\ue0f2"
"""Letters for private use, which no text of a museum has; one that somebody types is dropped with the marks."""
_MARK = re.compile(f"{_BEGIN}[A-Za-z0-9-]{{2,16}}{_TELL}|[{_BEGIN}{_TELL}{_END}]")
_PIECE = re.compile(
    rf"(?P<plain><(?P<name>title|option|textarea)\b[^>]*>.*?</(?P=name)>)|(?P<tag><[^>]*>)|{_BEGIN}(?P<language>[A-Za-z0-9-]{{2,16}}){_TELL}|(?P<end>{_END})",
    re.DOTALL,
)
_WHOLE = re.compile(rf"<option\b(?P<rest>[^>]*)>\s*{_BEGIN}(?P<language>[A-Za-z0-9-]{{2,16}}){_TELL}(?P<words>[^{_BEGIN}{_END}]*){_END}\s*</option>")
_EMPTY = ("<img", "<input", "<audio", "<video", "<source")
"""Elements without text of their own, so that a language can be said of their attributes alone."""


def marked(words: str, language: str) -> str:
    """Return *words* with the mark of the language in which they are."""
    return f"{_BEGIN}{language}{_TELL}{words}{_END}"


def unmarked(content: str) -> str:
    """Return text without its marks."""
    return _MARK.sub("", content)


def with_languages(page: str) -> str:
    """Return a page in which marked words say their language; a page without marks, as nearly all are, is returned as it is."""
    if _BEGIN not in page:
        return page
    depth = 0

    def put(found: re.Match[str]) -> str:
        nonlocal depth
        if found["plain"]:
            return _plain(found["plain"])
        if found["tag"]:
            return _tag(found["tag"])
        if found["language"]:
            depth += 1
            return f'<span lang="{found["language"]}">'
        depth, closes = max(0, depth - 1), depth > 0
        return "</span>" if closes else ""

    return _MARK.sub("", _PIECE.sub(put, page))


def _plain(element: str) -> str:
    """Return an element that can hold no others; an option says its language itself."""
    whole = _WHOLE.fullmatch(element)
    if whole is None:
        return unmarked(element)
    rest = unmarked(whole["rest"])
    said = "" if " lang=" in rest else f' lang="{whole["language"]}"'
    return f"<option{rest}{said}>{whole['words']}</option>"


def _tag(tag: str) -> str:
    """Return a tag whose attributes hold marked words."""
    first = re.search(f"{_BEGIN}([A-Za-z0-9-]{{2,16}}){_TELL}", tag)
    if first is not None and tag.startswith(_EMPTY) and " lang=" not in tag:
        tag = f'{tag[: tag.index(" ")]} lang="{first.group(1)}"{tag[tag.index(" ") :]}'
    return unmarked(tag)
