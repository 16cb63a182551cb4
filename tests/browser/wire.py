"""The line between a phone and the guide: it can be cut, slowed, and it knows what was asked over it."""

import contextlib
import re
import socket
import threading
import time

REQUEST = re.compile(rb"^(?:GET|HEAD|POST) (\S+) HTTP/1\.1\r$", re.MULTILINE)
PIECE = 8192


class Wire:
    """Forwards connections from a port of its own to a server's port.

    Where it is cut it still takes up and hangs up at once: nothing gets through, and what a phone tried to ask for is known.
    """

    def __init__(self, port: int, to: int) -> None:
        self.asked: list[str] = []
        self.wait = 0.0
        """Seconds between two pieces of an answer."""
        self._port, self._to = port, to
        self._open: set[socket.socket] = set()
        self._is_cut = False
        self._listening = socket.create_server(("127.0.0.1", self._port), backlog=64)
        threading.Thread(target=self._listen, daemon=True).start()

    def mend(self) -> None:
        """Let connections through."""
        self._is_cut = False

    def cut(self) -> None:
        """End all connections and let no more through, as when there is no network."""
        self._is_cut = True
        for one in list(self._open):
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """End for good."""
        self.cut()
        with contextlib.suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()

    def take(self) -> list[str]:
        """Return what was asked since the last time."""
        asked, self.asked = self.asked, []
        return asked

    def _listen(self) -> None:
        while True:
            try:
                phone, _ = self._listening.accept()
            except OSError:
                return
            if self._is_cut:
                threading.Thread(target=self._hang_up, args=(phone,), daemon=True).start()
                continue
            try:
                guide = socket.create_connection(("127.0.0.1", self._to))
            except OSError:
                phone.close()
                continue
            self._open |= {phone, guide}
            threading.Thread(target=self._pass, args=(phone, guide, True), daemon=True).start()
            threading.Thread(target=self._pass, args=(guide, phone, False), daemon=True).start()

    def _hang_up(self, phone: socket.socket) -> None:
        with contextlib.suppress(OSError), phone:
            phone.settimeout(1)
            self._note(phone.recv(PIECE))

    def _note(self, data: bytes) -> None:
        self.asked += [path.decode() for path in REQUEST.findall(data)]

    def _pass(self, source: socket.socket, target: socket.socket, asking: bool) -> None:  # noqa: FBT001 -- private
        with contextlib.suppress(OSError):
            while data := source.recv(PIECE):
                if asking:
                    self._note(data)
                elif self.wait:
                    time.sleep(self.wait)
                target.sendall(data)
        for one in (source, target):
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            self._open.discard(one)
            one.close()
