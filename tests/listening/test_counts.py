"""Counting: sums add up over any number of processes, nothing in them is about anybody, and no flood grows them."""

import asyncio
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import inspect, select, text

from audio_guide.kit.db import Database
from audio_guide.listening import service
from audio_guide.listening.counter import FLUSH_SECONDS, MOST_DEAD, OTHERS, Counts, Event, Gate
from audio_guide.listening.models import DailyCount
from audio_guide.listening.service import Asked

MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)
START = Event("start", "A1B2", "kk", "kk", "standard")
WHOLE = Asked(date(2000, 1, 1), date(2100, 1, 1))


async def table(house):
    """Return what stands in the table."""
    async with house.database.read() as session:
        return await service.rows(session, WHOLE)


async def test_sums_of_two_processes_add_up(house, settings):
    """Two processes that count the same things at once, and write often, lose nothing and count nothing twice."""
    other = Database(settings.database_url)
    counters = [(Counts(day=lambda: MONDAY), house.database), (Counts(day=lambda: MONDAY), other)]

    async def count(counts, database):
        for number in range(600):
            counts.add(START)
            counts.add(Event("scan", f"S{number % 7}", "ru", "kk"))
            if number % 20 == 0:
                await counts.flush(database)
        await counts.flush(database)

    await asyncio.gather(*(count(*one) for one in counters))
    await other.close()
    rows = await table(house)

    assert (MONDAY, "start", "A1B2", "kk", "kk", "standard", 1200) in rows
    assert 1200 == sum(row[-1] for row in rows if row[1] == "scan")
    assert 8 == len(rows)


async def test_days_are_apart_and_nothing_is_finer_than_a_day(house):
    """Each day has its own sums; no column of the table holds a moment, an address, an identifier or anything else about a visitor."""
    day = [MONDAY]
    counts = Counts(day=lambda: day[0])
    counts.add(START)
    day[0] = TUESDAY
    counts.add(START)
    counts.add(START)
    await counts.flush(house.database)
    rows = await table(house)

    assert [(MONDAY, 1), (TUESDAY, 2)] == [(row[0], row[-1]) for row in rows]
    assert ["day", "what", "about", "wanted", "got", "track", "times"] == [column.name for column in inspect(DailyCount).columns]
    async with house.database.read() as session:
        assert "2026-11-23" == (await session.execute(text("select day from daily_count order by day"))).scalars().first()


async def test_what_the_database_does_not_take_is_kept(house, monkeypatch, caplog):
    """While the database is away pages count on; when it is back everything is written once."""
    counts = Counts(day=lambda: MONDAY)
    counts.add(START)
    with monkeypatch.context() as broken:
        broken.setattr(service, "add_up", _locked)
        for _ in range(3):
            await counts.flush(house.database)
            counts.add(START)
    await counts.flush(house.database)

    assert [4] == [row[-1] for row in await table(house)]
    assert 1 == caplog.text.count("the counts could not be written")


async def _locked(_session, _sums):
    await asyncio.sleep(0)
    message = "database is locked"
    raise service_error(message)


def service_error(message):
    """Return what a locked database raises."""
    from sqlalchemy.exc import OperationalError

    return OperationalError("insert", {}, Exception(message))


async def test_the_last_sums_are_written_at_the_end(house):
    """When the process ends, what was counted in its last seconds is written, once."""
    counts = Counts(day=lambda: MONDAY)
    async with counts.counting(house.database):
        counts.add(START)
        assert [] == await table(house)

    assert [1] == [row[-1] for row in await table(house)]
    assert FLUSH_SECONDS < 10


def test_made_up_codes_fill_nothing():
    """Some two hundred dead codes of a day are known by name, the rest and what is no code at all are counted together."""
    counts = Counts(day=lambda: MONDAY)
    for number in range(5000):
        counts.add_dead(f"{number:04X}", "kk")
    counts.add_dead("a sentence about somebody", "kk")
    counts.add_dead("№77", "kk")

    assert MOST_DEAD + 1 == len(counts.sums)
    assert {OTHERS: 5002 - MOST_DEAD} == {event.about: n for (_, event), n in counts.sums.items() if n > 1}
    assert "a sentence about somebody".upper() not in {event.about for _, event in counts.sums}


@given(st.lists(st.tuples(st.floats(0, 10), st.booleans()), max_size=200))
def test_the_gate_never_lets_through_more_than_it_says(steps):
    """Over any run of time no more pass than were in stock plus so many a second."""
    now = [0.0]
    gate = Gate(a_second=5, stock=10, left=10, clock=lambda: now[0])
    passed = 0
    for wait, _ in steps:
        now[0] += wait
        passed += gate.open()

    assert passed <= 10 + 5 * now[0] + 1e-6


async def test_a_report_tells_stops_days_languages_and_dead_codes(house):
    """The report sums by stop and by day, names who wanted one language and got another, and what led nowhere."""
    counts = Counts(day=lambda: MONDAY)
    for event, times in (
        (START, 5),
        (Event("end", "A1B2", "kk", "kk", "standard"), 2),
        (Event("scan", "C3D4", "kk", "ru"), 3),
        (Event("scan", "C3D4", "ru", "ru"), 4),
    ):
        for _ in range(times):
            counts.add(event)
    counts.add_dead("zz99", "en")
    counts.add(Event("unpublished", "G7H8", "en"))
    await counts.flush(house.database)
    async with house.database.read() as session:
        whole = await service.report(session, WHOLE)
        kazakh = await service.report(session, Asked(MONDAY, MONDAY, "kk"))
        later = await service.report(session, Asked(TUESDAY, TUESDAY))

    assert {"A1B2": {"start": 5, "end": 2}, "C3D4": {"scan": 7}} == whole.stops
    assert {MONDAY: {"start": 5, "end": 2, "scan": 7, "dead": 1, "unpublished": 1}} == whole.days
    assert [("C3D4", "kk", "ru", 3)] == whole.fallbacks
    assert ([("ZZ99", 1)], [("G7H8", 1)]) == (whole.dead, whole.unpublished)
    assert {"scan": 3} == kazakh.stops["C3D4"]
    assert {} == later.stops


@pytest.mark.postgres
async def test_sums_add_up_on_postgresql(tmp_path, settings):
    """On PostgreSQL, where writers do not wait for each other, the sums of two processes add up as well."""
    from dataclasses import replace

    from tests.servers import postgres

    from audio_guide.kit import migrations

    with postgres(tmp_path / "pg") as url:
        migrations.upgrade(replace(settings, database_url=url).database_url)
        databases = [Database(url), Database(url)]
        counters = [Counts(day=lambda: MONDAY) for _ in databases]
        for _ in range(10):
            for counts in counters:
                for number in range(50):
                    counts.add(Event("scan", f"S{number}", "kk", "kk"))
            await asyncio.gather(*(counts.flush(database) for counts, database in zip(counters, databases, strict=True)))
        async with databases[0].read() as session:
            rows = (await session.scalars(select(DailyCount.times))).all()
        for database in databases:
            await database.close()

    assert [20] * 50 == list(rows)
