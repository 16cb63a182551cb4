"""The shapes of ASGI as its specification has them: plain dicts, for the few places that stand before the framework."""

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from typing import Any, TypeAlias

Scope: TypeAlias = dict[str, Any]
Message: TypeAlias = dict[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Message]]
Send: TypeAlias = Callable[[Message], Awaitable[None]]
App: TypeAlias = Callable[[Scope, Receive, Send], Awaitable[None]]


async def live(opened: Callable[[], AbstractAsyncContextManager[None]], receive: Receive, send: Send) -> None:
    """Speak ASGI's lifespan: what *opened* gives is there from start to end; what goes wrong is raised, which the specification takes for a failed start."""
    await receive()
    async with opened():
        await send({"type": "lifespan.startup.complete"})
        await receive()
    await send({"type": "lifespan.shutdown.complete"})
