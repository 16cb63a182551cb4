"""Help: one page for every task of the staff, in the reader's language."""

from litestar import Response, get
from litestar.params import FromPath

from audio_guide.cms.doors import ANYBODY, TheDesk
from audio_guide.kit.errors import NotFoundError

TASKS = (
    "signing-in", "writing", "translating", "names", "listening", "making-sound", "human-voice", "pictures", "checking", "publishing", "signs", "people",
    "history", "keyboard",
)  # fmt: skip
"""In the order in which somebody new meets them; each has its template and its title in ``help_words.html``."""


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
