"""A bad line between a browser and our server: every new connection pays its set-up, every byte its way, and all share the width."""

import asyncio
import contextlib
import sys
import time
from dataclasses import dataclass, field

PIECE = 1400
SET_UP = 2
"""Round trips before a request can leave: TCP and TLS 1.3."""


@dataclass(slots=True)
class Line:
    """A line of so many bytes a second, with so many seconds there and back."""

    width: float
    round_trip: float
    free: float = field(default=0.0)

    async def through(self, size: int) -> None:
        """Wait until so many bytes have passed the narrow place, behind all that came before."""
        now = time.monotonic()
        self.free = max(self.free, now) + size / self.width
        await asyncio.sleep(self.free - now)


async def shaped(port: int, target: int, line: Line) -> asyncio.Server:
    """Listen on a port of 127.0.0.1 and pass everything on to another one, as slowly as the line is."""

    async def carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, narrow: bool) -> None:
        late: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()

        async def arrive() -> None:
            with contextlib.suppress(ConnectionError):  # whoever hangs up early wants no more
                while (piece := await late.get())[1]:
                    await asyncio.sleep(max(0.0, piece[0] - time.monotonic()))
                    writer.write(piece[1])
                    await writer.drain()
            writer.close()

        arriving = asyncio.create_task(arrive())
        try:
            while data := await reader.read(PIECE):
                if narrow:
                    await line.through(len(data))
                await late.put((time.monotonic() + line.round_trip / 2, data))
            await late.put((0.0, b""))
            await arriving
        except (ConnectionError, asyncio.CancelledError):
            arriving.cancel()

    async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(SET_UP * line.round_trip)
        onward, back = await asyncio.open_connection("127.0.0.1", target)
        asked, answered = asyncio.create_task(carry(reader, back, narrow=False)), asyncio.create_task(carry(onward, writer, narrow=True))
        await asyncio.wait({asked, answered}, return_when=asyncio.FIRST_COMPLETED)
        asked.cancel()  # whoever has hung up fills the line no more
        answered.cancel()
        back.close()
        writer.close()

    return await asyncio.start_server(accept, "127.0.0.1", port)


async def main(port: int, target: int, width: float, round_trip: float) -> None:
    """Stand there until somebody ends this process."""
    async with await shaped(port, target, Line(width, round_trip)) as server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]), float(sys.argv[4])))
