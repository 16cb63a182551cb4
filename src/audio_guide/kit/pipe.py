"""A body on its way to a slow line: no more of it lies in memory than fits into a pipe.

Granian's own stream of pieces takes all of them at once and keeps what the line has not taken, so that a phone that reads a film slowly would hold the film
in our memory. What it reads from a file it reads as the line takes it, and a pipe is such a file.
"""

import array
import asyncio
import fcntl
import os
import termios

SHORTEST_LOOK, LONGEST_LOOK = 0.001, 0.25
"""Seconds between two looks whether all has been read."""


class Pipe:
    """A pipe that is written here and read by whoever opens *name*."""

    def __init__(self) -> None:
        self._reading, self._writing = os.pipe()
        os.set_blocking(self._writing, False)
        self.name = f"/dev/fd/{self._reading}"
        self._open = {self._reading, self._writing}

    async def put(self, data: bytes) -> None:
        """Write bytes, waiting for room as often as needed."""
        rest = memoryview(data)
        while rest:
            try:
                rest = rest[os.write(self._writing, rest) :]
            except BlockingIOError:
                await self._room()

    async def end(self, data: bytes) -> None:
        """Write the last bytes and wait until all are read: our end for reading has to be there until the reader has opened its own."""
        await self.put(data)
        self._let_go(self._writing)
        look = SHORTEST_LOOK
        while self._unread():
            await asyncio.sleep(look)
            look = min(2 * look, LONGEST_LOOK)

    def close(self) -> None:
        """Close what is open; whoever still reads comes to the end."""
        for end in list(self._open):
            self._let_go(end)

    async def _room(self) -> None:
        """Wait until something can be written."""
        loop = asyncio.get_running_loop()
        there = asyncio.Event()
        loop.add_writer(self._writing, there.set)
        try:
            await there.wait()
        finally:
            loop.remove_writer(self._writing)

    def _unread(self) -> int:
        """Return how many bytes lie in the pipe."""
        count = array.array("i", [0])
        fcntl.ioctl(self._reading, termios.FIONREAD, count)
        return count[0]

    def _let_go(self, end: int) -> None:
        if end in self._open:
            self._open.remove(end)
            os.close(end)
