"""The whole server with two processes: what visitors' phones report in parallel is in the table, exactly."""

import asyncio
import sqlite3
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace

from tests.servers import free_port, serving
from tests.stories import CODES, approve_all, publish_all, write_tour

from audio_guide.house import open_house
from audio_guide.kit.db import sqlite_path
from audio_guide.narrating import narrate

REPORTS, SCANS = 240, 300


async def publish(settings):
    """Write, speak and publish a small tour."""
    async with open_house(settings) as house:
        await write_tour(house)
        assert 0 == await narrate(house)
        await approve_all(house)
        await publish_all(house)


class Stay(urllib.request.HTTPRedirectHandler):
    """Follows no redirect."""

    def redirect_request(self, *_):
        """Stay where one is."""
        return


def report(address, number):
    """Report a start, or open a sign; returns the status and the cookie that was set."""
    opener = urllib.request.build_opener(Stay)
    if number < REPORTS:
        body = f"/ru/stops/{CODES[number % 2]} standard {('start', 'half', 'end')[number % 3]}".encode()
        asked = urllib.request.Request(f"{address}/api/v1/count", body, {"Sec-Fetch-Site": "same-origin", "Content-Type": "text/plain;charset=UTF-8"})
    else:
        asked = urllib.request.Request(f"{address}/Q/{CODES[0]}", headers={"Accept-Language": "en"})
    try:
        with opener.open(asked, timeout=20) as answer:
            return answer.status, answer.headers.get("set-cookie")
    except urllib.error.HTTPError as error:
        return error.code, error.headers.get("set-cookie")


def test_two_processes_count_everything_once(settings):
    """Hundreds of reports in parallel to two processes: every one is in the sums after a few seconds and after the end, none twice, and no cookie was set."""
    port = free_port()
    settings = replace(settings, port=port, web_processes=2, public_url=f"http://127.0.0.1:{port}")
    asyncio.run(publish(settings))
    with serving(settings, "--no-worker") as address:
        with ThreadPoolExecutor(16) as pool:
            answers = list(pool.map(lambda number: report(address, number), range(REPORTS + SCANS)))
        end = time.monotonic() + 15
        while sum(times(settings).values()) < REPORTS + SCANS and time.monotonic() < end:
            time.sleep(0.2)
        written = times(settings)
        report(address, 0)

    assert {(204, None), (302, None)} == set(answers)
    assert {"start": REPORTS // 3, "half": REPORTS // 3, "end": REPORTS // 3, "scan": SCANS} == written
    assert REPORTS // 3 + 1 == times(settings)["start"]


def times(settings):
    """Return how often what stands in the table."""
    with closing(sqlite3.connect(sqlite_path(settings.database_url))) as connection:
        return dict(connection.execute("select what, sum(times) from daily_count group by what").fetchall())
