"""Large bodies on the real server: what whoever may sends arrives, and what nobody let in is cut while it is being sent."""

import asyncio
import contextlib
import http.client
import os
import re
import socket
from dataclasses import replace
from pathlib import Path

import pytest
from tests.cms.conftest import PASSWORD
from tests.servers import free_port, serving
from tests.tours.corpus import TAKEN

from audio_guide.accounts import passwords
from audio_guide.accounts import service as accounts
from audio_guide.accounts.service import Proven, Standing
from audio_guide.tours import pictures

MOST_UNASKED = 16_000_000
"""What the line's own buffers may take before the refusal arrives."""
MOST_GROWTH_MEGABYTES = 20
KIND = {"Content-Type": "multipart/form-data; boundary=cut", "Sec-Fetch-Site": "same-origin"}


def megabytes(group):
    """Return how much memory the processes of a server have needed at most."""
    most = 0
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if os.getpgid(int(process.name)) == group:
                most += int(re.search(r"VmHWM:\s+(\d+)", (process / "status").read_text()).group(1)) // 1024
        except (OSError, AttributeError):
            continue
    return most


def unasked(port, head, piece, most=60_000_000):
    """Send a body that nobody asked for as long as the line takes it; returns how many bytes went and the first line of the answer."""
    sent, lines = 0, "".join(f"{name}: {value}\r\n" for name, value in KIND.items())
    with socket.create_connection(("127.0.0.1", port), 20) as line:
        line.sendall(f"POST /cms/pictures/new HTTP/1.1\r\nHost: 127.0.0.1\r\n{lines}{head}\r\n\r\n".encode())
        try:
            while sent < most:
                line.sendall(piece)
                sent += len(piece)
        except (BrokenPipeError, ConnectionResetError):
            pass
        try:
            return sent, line.recv(64).split(b"\r\n")[0]
        except ConnectionResetError:
            return sent, b""


@pytest.mark.parametrize(
    ("head", "piece", "answers"),
    [
        ("Transfer-Encoding: chunked", b"10000\r\n" + bytes(65536) + b"\r\n", b"401"),
        ("Content-Length: 60000000", bytes(65536), b"401"),
        ("Content-Length: 990000000", bytes(65536), b"401"),
    ],
)
async def test_a_large_body_from_anybody_is_cut(house, settings, head, piece, answers):
    """However large a body from nobody is, its sender is asked to sign in while it is being sent, and the server pays no memory for it."""
    settings = replace(settings, port=free_port())
    with serving(settings, "--no-worker") as address:
        before = megabytes(address.group)
        results = [await asyncio.to_thread(unasked, settings.port, head, piece) for _ in range(5)]
        after = megabytes(address.group)

    assert (True, True) == (before > 20, after - before < MOST_GROWTH_MEGABYTES), (before, after)
    assert all(sent < MOST_UNASKED for sent, _ in results), results
    assert all(not line or answers in line for _, line in results), results
    assert any(line for _, line in results), results


def large_jpeg():
    """Return a picture of nineteen megabytes: remarks that the format allows make it heavy."""
    remark = b"\xff\xfe\xff\xff" + bytes(65533)
    return TAKEN["jpeg"][:2] + remark * 290 + TAKEN["jpeg"][2:]


async def test_a_picture_of_nineteen_megabytes_arrives(house, settings):
    """Through the server's own interface a large picture is sent, kept and shown to staff."""
    settings = replace(settings, port=free_port(), public_url="http://127.0.0.1")
    async with house.database.write() as session:
        (await accounts.add_person(session, "editor", Standing("Edith", "editor"))).password_hash = await passwords.hashed(PASSWORD)
        person = await accounts.person_to_check(session, "editor")
        token, member = await accounts.begin(session, Proven(person.id, person.password_hash), "", house.seal)
    parts = {"key": member.form_key.encode(), 'file"; filename="reed.jpg"\r\nContent-Type: image/jpeg; of="staff': large_jpeg()}
    body = b"".join(f'--cut\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'.encode() + value + b"\r\n" for name, value in parts.items())
    kind = {**KIND, "Cookie": f"staff={token}"}

    def ask(method, path, body=None):
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", settings.port, timeout=60)) as line:
            line.request(method, path, body, kind)
            answer = line.getresponse()
            return answer.status, answer.getheader("location", ""), answer.read()

    with serving(settings, "--no-worker"):
        status, place, told = await asyncio.to_thread(ask, "POST", "/cms/pictures/new", body + b"--cut--\r\n")
        seen, _, page = await asyncio.to_thread(ask, "GET", place)
    async with house.database.read() as session:
        assert 303 == status, told.partition(b'class="box error"')[2][:400].decode()
        ((row,), _) = await pictures.some_rows(session, 2)

    assert (303, f"/cms/pictures/{row.picture.key}?said=uploaded", 200) == (status, place, seen)
    assert (900, True) == (row.picture.width, str(row.picture.files[-1]["name"]).encode() in page)
