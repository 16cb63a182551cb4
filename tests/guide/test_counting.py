"""What the pages count by themselves: scans, languages that were missed, and ways that lead nowhere."""

import brotli
import pytest
from lxml import html

from audio_guide.listening.counter import Counts, Event
from tests.guide import factories


@pytest.fixture
def counts():
    """Return sums that nothing was added to."""
    return Counts()


@pytest.fixture
def opened(counts):
    """Return a function that opens an address and tells what was counted."""
    with factories.client(counts=counts) as client:

        def open_it(path, method="GET", **headers):
            client.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
            return {event: times for (_, event), times in counts.sums.items()}

        yield open_it


@pytest.mark.parametrize(
    ("path", "event"),
    [
        ("/q/k4r7", Event("scan", "K4R7", "kk", "kk")),
        ("/q/M2T9", Event("scan", "M2T9", "kk", "ru")),
        ("/q/z9z9", Event("unpublished", "Z9Z9", "kk")),
        ("/q/ZZZZ", Event("dead", "ZZZZ", "kk")),
        ("/q/<script>", Event("dead", "…", "kk")),
        ("/kk/number?n=77", Event("dead", "№77", "kk")),
        ("/kk/number?n=Айгүл", Event("dead", "…", "kk")),
    ],
)
def test_signs_and_numbers_are_counted(opened, path, event):
    """A scan is counted with the language that was wanted and the one that was got; a code or number that leads nowhere is counted as it is, words never."""
    assert {event: 1} == opened(path, accept_language="kk")


@pytest.mark.parametrize("path", ["/kk/", "/kk/stops/K4R7", "/kk/number?n=1", "/kk/number?n=", "/kk/search?q=secret", "/kk/all"])
def test_reading_is_not_counted(opened, path):
    """Opening pages, finding a number that is there, and whatever is searched for, is counted nowhere."""
    assert {} == opened(path)


def test_looking_ahead_is_not_counted(opened):
    """A browser that fetches ahead and a program that only looks at the head have scanned nothing."""
    opened("/q/K4R7", "HEAD")
    opened("/q/K4R7", sec_purpose="prefetch;prerender")

    assert {} == opened("/q/K4R7", purpose="prefetch")


def test_a_counter_that_is_full_breaks_no_page():
    """When nothing more can be counted, signs still lead to their stops."""
    counts = Counts()
    counts.sums.update({(counts.day(), Event("scan", f"{number}", "kk")): 1 for number in range(60_000)})
    with factories.client(counts=counts) as client:
        answer = client.get("/q/K4R7")

    assert (302, 60_000) == (answer.status_code, len(counts.sums))


def test_the_reporting_script_is_small():
    """What every stop page carries for counting is at most 400 bytes as it travels, and stands in the page."""
    with factories.client() as client:
        scripts = html.document_fromstring(client.get("/kk/stops/K4R7").text).xpath("//script/text()")
    (ours,) = [text for text in scripts if "/api/v1/count" in text]

    assert len(brotli.compress(ours.encode())) <= 400
    assert not any(word in ours for word in ("cookie", "localStorage", "userAgent", "random", "Date"))
