"""What pages report of their sound: counted without a trace of anybody, and worth nothing to whoever would abuse it."""

import json

import pytest
from litestar import Litestar
from litestar.di import Provide
from litestar.testing import TestClient
from tests.guide import factories

from audio_guide.api.count import ROUTES
from audio_guide.listening.counter import Counts, Event, Gate

OWN = {"Sec-Fetch-Site": "same-origin"}
PATH = "/api/v1/count"


@pytest.fixture
def counts():
    """Return sums that nothing was added to."""
    return Counts()


@pytest.fixture
def client(counts):
    """Return a client of the address that takes reports."""
    shelf = factories.shelf()
    given = {"shelf": Provide(lambda: shelf, sync_to_thread=False), "counts": Provide(lambda: counts, sync_to_thread=False)}
    with TestClient(Litestar(ROUTES, dependencies=given, openapi_config=None)) as made:
        yield made


def told(counts):
    """Return what was counted."""
    return {event: times for (_, event), times in counts.sums.items()}


def test_a_report_is_counted(client, counts):
    """Start, middle and end of a stop are counted by stop, language, track; what was wanted and what was got are both known."""
    answers = [client.post(PATH, content=f"/kk/stops/M2T9 standard {what}", headers=OWN) for what in ("start", "half", "end", "failed", "start")]

    assert [(204, b"", "no-store")] * 5 == [(answer.status_code, answer.content, answer.headers["cache-control"]) for answer in answers]
    assert {Event(what, "M2T9", "kk", "ru", "standard"): times for what, times in (("start", 2), ("half", 1), ("end", 1), ("failed", 1))} == told(counts)


def test_nothing_is_known_of_who_reports(client, counts):
    """No cookie is set, and neither address, browser, cookie nor referrer of the visitor is anywhere in what is counted."""
    secret = {"User-Agent": "secret-browser", "Referer": "https://secret/", "X-Forwarded-For": "203.0.113.77", "Cookie": "choice=ru; id=secret-id"}
    answer = client.post(PATH, content="/ru/stops/K4R7 standard start", headers={**OWN, **secret})
    kept = repr(counts.sums)

    assert "set-cookie" not in answer.headers
    assert not any(word in kept for word in ("secret", "203.0.113.77", "testclient"))
    assert {Event("start", "K4R7", "ru", "ru", "standard"): 1} == told(counts)


@pytest.mark.parametrize("header", [{"Sec-GPC": "1"}, {"DNT": "1"}])
def test_who_asks_not_to_be_followed_is_not_counted(client, counts, header):
    """A browser that says so is answered as any other, and not counted."""
    answer = client.post(PATH, content="/kk/stops/K4R7 standard start", headers={**OWN, **header})

    assert (204, {}) == (answer.status_code, told(counts))


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "https://evil.example"}, {}])
def test_other_sites_are_refused(client, counts, headers):
    """A page of another site, or a program that says nothing of itself, counts nothing."""
    assert (403, {}) == (client.post(PATH, content="/kk/stops/K4R7 standard start", headers=headers).status_code, told(counts))


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"\x00" * 40, 400),
        (b"\xff\xfe /kk/stops/K4R7 standard start", 400),
        (b"/kk/stops/ZZZZ standard start", 400),
        (b"/de/stops/K4R7 standard start", 400),
        (b"/kk/stops/K4R7 described start", 400),
        (b"/kk/stops/K4R7 standard scan", 400),
        (b"/kk/stops/K4R7 standard dead", 400),
        (b"/kk/stops/K4R7 standard start\n/kk/stops/K4R7 standard start", 400),
        (b"/kk/stops/K4R7 standard start'; drop table daily_count; --", 400),
        (json.dumps({"stop": "K4R7"}).encode(), 400),
        (b"/kk/stops/K4R7 standard start" + b" " * 100, 413),
        (b"x" * 60_000, 413),
    ],
)
def test_hostile_reports_count_nothing(client, counts, body, status):
    """What no page of ours sends is refused with a status of the client's fault, and counts nothing."""
    assert (status, {}) == (client.post(PATH, content=body, headers=OWN).status_code, told(counts))


def test_a_flood_is_bounded(client, counts):
    """More reports than all visitors of a museum send are refused, whoever sends them; a second later there is room again."""
    now = [0.0]
    counts.gate = Gate(a_second=5, stock=20, left=20, clock=lambda: now[0])
    statuses = [client.post(PATH, content="/kk/stops/K4R7 standard start", headers=OWN).status_code for _ in range(50)]
    now[0] = 1.0
    again = client.post(PATH, content="/kk/stops/K4R7 standard start", headers=OWN).status_code

    assert ([204] * 20 + [429] * 30, 204) == (statuses, again)
    assert [21] == list(told(counts).values())


def test_it_only_takes_reports(client):
    """There is nothing to be read."""
    assert 405 == client.get(PATH).status_code
