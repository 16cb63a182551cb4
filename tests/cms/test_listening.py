"""The counts as staff see them: a table, a plot that says the same, what leads nowhere, and a sheet that no spreadsheet computes."""

import csv
import io
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.stories import CODES

from audio_guide.cms.listening import HEIGHT, bars, day_of, written
from audio_guide.listening.counter import Counts, Event, today
from audio_guide.listening.service import Asked, Report


@pytest.fixture
async def counted(museum):
    """Count some weeks of listening."""
    day = [today()]
    counts = Counts(day=lambda: day[0])
    for ago, starts in ((0, 4), (1, 8), (40, 100)):
        day[0] = today() - timedelta(days=ago)
        for _ in range(starts):
            counts.add(Event("start", CODES[0], "kk", "kk", "standard"))
        counts.add(Event("end", CODES[0], "kk", "kk", "standard"))
        counts.add(Event("scan", CODES[1], "kk", "ru"))
        counts.add(Event("start", "GONE", "ru", "ru", "standard"))
        counts.add_dead("ZZ99", "en")
    await counts.flush(museum.database)
    return museum


def cells(page):
    """Return the rows of the first table as words."""
    return [[" ".join(cell.text_content().split()) for cell in row] for row in page.xpath("(//table)[1]//tbody/tr | (//table)[1]//tfoot/tr")]


async def test_the_table_says_what_was_counted(browser, counted):
    """Each stop stands with its sums of the last month, also one that is gone, and with how many heard it to the end."""
    await browser.sign_in("translator")
    await browser.open("/cms/listening")

    assert [
        ["1 Reed 1", "0", "12", "0", "2", "0", "17 %"],
        ["2 Reed 2", "2", "0", "0", "0", "0", "–"],
        ["– GONE", "0", "2", "0", "0", "0", "0 %"],
        ["All stops", "2", "14", "0", "2", "0", "14 %"],
    ] == cells(browser.page)
    assert f"{CODES[1]}: Қазақша → Русский, 2 times" in browser.said
    assert "ZZ99: 2 times" in browser.said


async def test_days_and_language_are_chosen(browser, counted):
    """The dates and the language of the form limit everything on the page; what is no date is the last month."""
    await browser.sign_in("admin")
    month = today() - timedelta(days=45)
    await browser.open(f"/cms/listening?since={month}&until={today()}&language=kk")
    whole = cells(browser.page)[-1]
    await browser.open("/cms/listening?since=2026-99-99&until=xx&language=xx")
    odd = cells(browser.page)[-1]

    assert (["112", "3"], ["14", "2"]) == (whole[2:5:2], odd[2:5:2])


async def test_the_plot_and_its_table_agree(browser, counted):
    """Each bar has a row in the table, the tallest is as high as the plot, and the drawing has words."""
    await browser.sign_in("admin")
    await browser.open("/cms/listening")
    heights = [int(bar.get("height")) for bar in browser.page.xpath("//svg[@role='img'][@aria-label]/*[name()='rect']")]
    starts = [int(cell.text_content()) for cell in browser.page.xpath("//details//tbody//td")]

    assert 30 == len(heights) == len(starts)
    assert [round(one * HEIGHT / 9) for one in starts] == heights
    assert [9, 5] == starts[-2:]


async def test_the_sheet_holds_the_table_as_it_is(browser, counted):
    """The CSV has a row for every sum, in UTF-8 with the mark that spreadsheets want, and is kept by nobody."""
    await browser.sign_in("editor")
    answer = await browser.client.get("/cms/listening.csv")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))

    assert ("no-store", True) == (answer.headers["cache-control"], "attachment" in answer.headers["content-disposition"])
    assert ["day", "what", "about", "wanted", "got", "track", "times"] == rows[0]
    assert [str(today()), "start", CODES[0], "kk", "kk", "standard", "4"] in rows
    assert 10 == len(rows) - 1


@given(
    st.lists(
        st.lists(st.text(max_size=12) | st.integers() | st.sampled_from(["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "=cmd|' /C calc'!A0"]), max_size=4),
        max_size=4,
    )
)
def test_no_cell_begins_a_formula(rows):
    """Whatever is in a cell, no spreadsheet takes it for a formula."""
    cells = [cell for row in csv.reader(io.StringIO(written(rows).removeprefix("\ufeff"), newline="")) for cell in row]

    assert [] == [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 730), st.lists(st.tuples(st.integers(0, 730), st.integers(1, 1000)), max_size=20))
def test_bars_hold_every_day_once(since, length, counted):
    """Over any run of days the bars are at most sixty, touch each day once, and together are all that was counted."""
    asked = Asked(since, since + timedelta(days=length))
    days = {since + timedelta(days=day): {"start": times} for day, times in counted if day <= length}
    found = bars(Report(days=days), asked)

    assert len(found) <= 60
    assert sum(counts["start"] for counts in days.values()) == sum(bar.starts for bar in found)
    assert [since, asked.until] == [found[0].since, found[-1].until]
    assert all(after.since - before.until == timedelta(days=1) for before, after in pairwise(found))
    assert all(0 <= bar.height <= HEIGHT for bar in found)


@given(st.text(max_size=12))
def test_any_words_for_a_day_are_answered(text):
    """What is no day is no error."""
    assert day_of(text) is None or 2000 <= day_of(text).year <= 2999
