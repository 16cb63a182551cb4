"""The interface's words, translated in the browser: the same files that Poedit opens, one form for each message."""

import asyncio
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from litestar import Response, get, post
from litestar.params import FromPath

from audio_guide.accounts import service as accounts
from audio_guide.cms.doors import ANYBODY, WRITERS, TheDesk, may_write, written
from audio_guide.cms.rendering import go
from audio_guide.kit import words
from audio_guide.kit.errors import BadInputError, ConflictError
from audio_guide.kit.web import whole_number
from audio_guide.kit.words import Message, Sheet, WordsChangedError
from audio_guide.tours.compare import word_changes

ON_A_PAGE = 20
FILTERS = ("all", "untranslated", "fuzzy", "changed")
LONGEST_SEARCH = 80


@dataclass(frozen=True, slots=True)
class Choice:
    """Which messages somebody wants to see."""

    find: str = ""
    show: str = "all"
    page: int = 1

    @classmethod
    def of(cls, given: Any) -> "Choice":
        """Read it from an address or a form."""
        show = str(given.get("show", "all"))
        return cls(
            str(given.get("find", "")).strip()[:LONGEST_SEARCH],
            show if show in FILTERS else "all",
            max(1, whole_number(str(given.get("page", "")), 1)),
        )

    def address(self, language: str, **more: object) -> str:
        """Return the address of this choice."""
        return f"/cms/words/{language}?{urlencode({'find': self.find, 'show': self.show, 'page': self.page, **more})}"

    def takes(self, message: Message) -> bool:
        """Tell whether a message is among the chosen."""
        if self.show in {"untranslated", "fuzzy"} and message.state != self.show:
            return False
        if self.show == "changed" and not message.previous:
            return False
        plain = self.find.casefold()
        return not plain or any(plain in text.casefold() for text in (message.key[1], message.plural, *message.forms))


async def _shown(desk: TheDesk, language: str, choice: Choice, only: str = "") -> dict[str, Any]:
    """Return what the page shows: the chosen messages, the same in the other languages, and what is wrong with the file."""
    folder = desk.site.catalogues.folder
    sheets: dict[str, Sheet] = {}
    for one in desk.site.languages.written:
        sheets[one] = await asyncio.to_thread(words.sheet, folder, one)
    sheet = sheets[language]
    chosen = [message for message in sheet.messages if (message.id == only if only else choice.takes(message))]
    pages = max(1, -(-len(chosen) // ON_A_PAGE))
    page = min(choice.page, pages)
    here = chosen[(page - 1) * ON_A_PAGE : page * ON_A_PAGE]
    others: dict[str, list[tuple[str, tuple[str, ...]]]] = {
        message.id: [
            (other, found.forms)
            for other in desk.site.languages.written
            if other not in {language, "en"} and (found := _same(sheets[other], message)) is not None and found.state == "done"
        ]
        for message in here
    }
    return {
        "language": language,
        "sheet": sheet,
        "messages": here,
        "others": others,
        "changes": {message.id: word_changes(message.previous, message.key[1]) for message in here if message.previous},
        "found": len(chosen),
        "choice": Choice(choice.find, choice.show, page),
        "pages": pages,
        "filters": FILTERS,
        "file": desk.site.catalogues.file(language),
        "problems": [problem for problem in desk.site.catalogues.problems() if problem.file == desk.site.catalogues.file(language)],
    }


def _same(sheet: Sheet, message: Message) -> Message | None:
    return next((one for one in sheet.messages if one.key == message.key), None)


@get("/words/{language:str}", opt={"roles": ANYBODY})
async def show_words(language: FromPath[str], desk: TheDesk) -> Response[str]:
    """Show the interface's words in one language, with a form for each message."""
    shown = await _shown(desk, written(desk, language), Choice.of(desk.request.query_params))
    return desk.show("wording", error=None, typed={}, theirs=(), **shown)


@post("/words/{language:str}", opt={"roles": WRITERS})
async def save_words(language: FromPath[str], desk: TheDesk) -> Response[str]:
    """Write one message into its file; whoever was slower sees both translations and loses nothing."""
    language = written(desk, language)
    may_write(desk.member, language)
    form = await desk.form()
    choice, message_id = Choice.of(form), str(form.get("id", ""))
    forms = [str(form[name]) for name in (f"form-{number}" for number in range(6)) if name in form]
    folder = desk.site.catalogues.folder
    try:
        saved = await asyncio.to_thread(words.save, folder, language, message_id, str(form.get("seen", "")), forms, desk.member.name)
    except (BadInputError, ConflictError) as error:
        error.at(*(f"form-{number}" for number in range(len(forms))))
        shown = await _shown(desk, language, Choice(), only=message_id)
        theirs = error.theirs if isinstance(error, WordsChangedError) else ()
        return desk.show("wording", status=error.status, error=error, typed={message_id: forms}, theirs=theirs, **shown)
    async with desk.office.database.write() as session:
        await accounts.record(session, desk.member.name, "words-saved", saved.key[1], language)
    return go(choice.address(language, said="saved"))


HANDLERS = [show_words, save_words]
