"""Help: one page for every task of the staff, in the reader's language."""

from litestar import Response, get
from litestar.params import FromPath

from audio_guide.cms.doors import ANYBODY, TheDesk
from audio_guide.kit.errors import NotFoundError

TASKS = (
    "signing-in", "tours", "tour-words", "writing", "hard-content", "translating", "files", "interface-words", "names", "listening", "making-sound", "voices",
    "human-voice", "pictures", "films", "ways", "checking", "publishing", "signs", "counts", "languages", "people", "house-settings", "history", "keyboard",
)  # fmt: skip
"""In the order in which somebody new meets them; each has its template and its title in ``help_words.html``."""

ROOMS = {
    "alongside": "writing", "anew": "making-sound",
    "arranging": "tours", "assets": "", "board": "checking", "care": "hard-content", "comparing": "writing", "entrance": "signing-in",
    "films": "films", "hearing": "names", "helping": "", "history": "history", "human": "human-voice", "languages": "languages", "listening": "counts",
    "names": "names", "people": "people", "pictures": "pictures", "preview": "writing", "printing": "signs", "progress": "making-sound",
    "publications": "publishing", "review": "checking",
    "report_files": "checking", "scripts": "writing", "settings": "house-settings", "sound": "listening", "tour_list": "tours",
    "tour_words": "tour-words", "translate": "files", "translators": "interface-words", "voices": "voices", "way": "ways", "way_sound": "ways",
    "wording": "interface-words",
}  # fmt: skip
"""Which page of help explains what a module of the CMS shows; "" where it shows nothing that asks for one."""


@get("/help", opt={"roles": ANYBODY})
async def contents(desk: TheDesk) -> Response[str]:
    """List the tasks."""
    return desk.show("help", tasks=TASKS)


@get("/help/{task:str}", opt={"roles": ANYBODY})
async def page(task: FromPath[str], desk: TheDesk) -> Response[str]:
    """Explain one task."""
    if task not in TASKS:
        raise NotFoundError("There is no such page of help.")
    place = TASKS.index(task)
    return desk.show(f"help/{task}", task=task, next_task=TASKS[place + 1] if place + 1 < len(TASKS) else "")


HANDLERS = [contents, page]
