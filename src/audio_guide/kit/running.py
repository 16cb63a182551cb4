"""What a worker process is at: the jobs' handlers run on its own event loop, while the job library asks from threads of its own."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import CancelledError
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TypeAlias

Handler: TypeAlias = Callable[[str], Awaitable[float | None]]
"""A job's work: takes the id, returns None when it is done or the seconds after which it wants to try again."""
GivenUp: TypeAlias = Callable[[str], Awaitable[None]]
"""What is done about a job that was tried as often as it may be: takes the id."""
NOTHING: Mapping[str, GivenUp] = MappingProxyType({})


class HandedOnError(BaseException):
    """The worker closes: the job library writes down no outcome, so that the next worker does the job."""


@dataclass(slots=True)
class Running:
    """What the job library's threads need of this process: our event loop and what to do for each kind of job."""

    loop: asyncio.AbstractEventLoop
    handlers: Mapping[str, Handler]
    given_up: Mapping[str, GivenUp]
    jobs: set[str] = field(default_factory=set)
    """The keys of the jobs that our threads are at, also while they wait for another try."""
    tasks: set[asyncio.Future[float | None]] = field(default_factory=set)
    closing: bool = False

    async def work(self, handler: Handler | GivenUp, argument: str) -> float | None:
        """Do one try of a job, unless the worker closes."""
        if self.closing:
            raise asyncio.CancelledError
        task: asyncio.Future[float | None] = asyncio.ensure_future(handler(argument))
        self.tasks.add(task)
        try:
            return await task
        finally:
            self.tasks.discard(task)

    async def close(self) -> None:
        """Begin nothing any more, and give up what runs."""
        self.closing = True
        tasks = list(self.tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def on_our_loop(self, handler: Handler | GivenUp, argument: str) -> float | None:
        """Do one try from a thread of the job library and wait for it; raises HandedOnError if the worker closes meanwhile."""
        try:
            return asyncio.run_coroutine_threadsafe(self.work(handler, argument), self.loop).result()
        except CancelledError:
            raise HandedOnError from None
