"""People at a museum whose machine may die at any moment: an editor who saves, and a visitor who reads and listens."""

import asyncio
import contextlib
import hashlib
import http.client
import re
from dataclasses import dataclass, field
from urllib.parse import urlencode

from audio_guide.accounts import service as accounts
from audio_guide.accounts.service import Proven, Standing
from audio_guide.house import House
from audio_guide.tours import service as tours
from audio_guide.tours import writing

GONE = (OSError, http.client.HTTPException)
"""What somebody meets whose server dies, or is not there yet."""
LOOK_SECONDS = 0.05


@dataclass(slots=True)
class Editor:
    """Saves a text again and again through the staff's pages, and remembers what was acknowledged."""

    port: int
    token: str
    key: str
    acknowledged: list[str] = field(default_factory=list)
    _number: int = 0

    async def keep_saving(self, house: House) -> None:
        """Save until cancelled; whatever is answered with a redirect is saved and its sound is wanted."""
        while True:
            try:
                await self._save(house)
                await asyncio.sleep(0.4)
            except GONE:
                await asyncio.sleep(LOOK_SECONDS)

    async def _save(self, house: House) -> None:
        async with house.database.read() as session:
            stop = (await tours.stops(session))[0]
            script = await writing.script_of(session, stop, "en")
        self._number += 1
        words = f"Saved by hand, {self._number} times."
        form = {"key": self.key, "title": "Acknowledged", "body": words, "based_on": script.revision, "note": ""}
        kind = {"Cookie": f"staff={self.token}", "Sec-Fetch-Site": "same-origin", "Content-Type": "application/x-www-form-urlencoded"}
        status, place, _ = await asyncio.to_thread(_ask, self.port, "POST", f"/cms/stops/{stop.code}/en", urlencode(form).encode(), kind)
        assert status in {303, 409, 503}, status  # refused is not acknowledged
        if status == 303:
            assert "said=saved" in place
            self.acknowledged.append(words)


async def editor(house: House, port: int) -> Editor:
    """Let somebody come in who may write."""
    async with house.database.write() as session:
        await accounts.add_person(session, "editor", Standing("Edith", "editor"))
        person = await accounts.person_to_check(session, "editor")
        token, member = await accounts.begin(session, Proven(person.id, person.password_hash), "", house.seal)
    return Editor(port, token, member.form_key)


@dataclass(slots=True)
class Visitor:
    """Opens a stop and hears it, again and again; whatever arrives whole has to be what was published."""

    port: int
    code: str
    title: str
    read: int = 0
    heard: int = 0

    async def keep_visiting(self) -> None:
        """Visit until cancelled."""
        while True:
            with contextlib.suppress(*GONE):
                await self._visit()
            await asyncio.sleep(LOOK_SECONDS * 8)

    async def _visit(self) -> None:
        status, _, page = await asyncio.to_thread(_ask, self.port, "GET", f"/kk/stops/{self.code}")
        assert (200, True, True) == (status, self.title in page.decode(), page.rstrip().endswith(b"</html>"))
        self.read += 1
        name = re.search(rb"/media/([0-9a-f]{40}\.mp3)", page).group(1).decode()
        status, _, sound = await asyncio.to_thread(_ask, self.port, "GET", f"/media/{name}")
        assert (200, name[:40]) == (status, hashlib.sha256(sound).hexdigest()[:40])
        self.heard += 1


@dataclass(slots=True)
class People:
    """All of them at once."""

    editor: Editor
    visitor: Visitor
    _before: tuple[int, int] = (0, 0)
    _busy: tuple[asyncio.Task[None], ...] = ()

    def begin(self, house: House) -> None:
        """Let everybody work until they stop."""
        self._before = len(self.editor.acknowledged), self.visitor.heard
        self._busy = asyncio.create_task(self.editor.keep_saving(house)), asyncio.create_task(self.visitor.keep_visiting())

    async def served(self) -> bool:
        """Tell whether since they began a save was acknowledged and a sound was heard; raises what went wrong with one of them."""
        for task in self._busy:
            if task.done():
                task.result()
        return len(self.editor.acknowledged) > self._before[0] and self.visitor.heard > self._before[1]

    async def stop(self) -> None:
        """Let everybody go; raises what went wrong with one of them."""
        for task in self._busy:
            task.cancel()
        for error in await asyncio.gather(*self._busy, return_exceptions=True):
            if isinstance(error, Exception):
                raise error

    def told(self) -> str:
        """Say how much they did."""
        return f"{len(self.editor.acknowledged)} saves acknowledged, {self.visitor.read} pages read, {self.visitor.heard} sounds heard"


def _ask(port: int, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None) -> tuple[int, str, bytes]:
    """Send a request and read the whole answer; raises one of GONE if it does not come whole."""
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as line:
        line.request(method, path, body, headers or {})
        answer = line.getresponse()
        return answer.status, answer.getheader("location", ""), answer.read()
