"""A web server on the loopback that misbehaves on demand; the fakes of the voice services are built on it."""

import socket
import ssl
import struct
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, Self


class Handler(BaseHTTPRequestHandler):
    """Answers, and can break off in the ways that networks do."""

    server: "FakeServer"
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  The base class names it so.
        """Say nothing on the terminal."""

    def answer(self, status: int, body: bytes, headers: dict[str, str] | None = None, *, keep: int | None = None) -> None:
        """Send an answer; with *keep*, break the line off after so many bytes of it."""
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body if keep is None else body[:keep])
        if keep is not None:
            self.wfile.flush()
            self.close_connection = True

    def reset(self) -> None:
        """Drop the connection so hard that the other side hears of it."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()
        self.close_connection = True

    def hang(self) -> None:
        """Say nothing until the server is stopped."""
        self.server.stopping.wait(10)
        self.close_connection = True


class FakeServer(ThreadingHTTPServer):
    """Serves in a thread while it is used as a context; with a certificate it speaks TLS."""

    daemon_threads = True

    def __init__(self, handler: type[Handler], certificate: Path | None = None) -> None:
        super().__init__(("127.0.0.1", 0), handler)
        self.stopping = threading.Event()
        self.scheme = "http"
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            self.socket = context.wrap_socket(self.socket, server_side=True)
            self.scheme = "https"

    @property
    def url(self) -> str:
        """The address of this server."""
        return f"{self.scheme}://127.0.0.1:{self.server_port}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing on the terminal when a test breaks a connection."""

    def __enter__(self) -> Self:
        """Start to serve."""
        self.thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.01})
        self.thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Stop, and let go of whoever hangs."""
        self.stopping.set()
        self.shutdown()
        self.thread.join()
        self.server_close()
