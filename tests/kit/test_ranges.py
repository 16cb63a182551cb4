"""Conditional and partial requests get what RFC 9110 says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audio_guide.kit.ranges import plan

SIZE = 1000
TAG = '"abc"'
MODIFIED = 1_700_000_000.0
DATE = "Tue, 14 Nov 2023 22:13:20 GMT"
LATER = "Tue, 14 Nov 2023 22:13:21 GMT"
EARLIER = "Tue, 14 Nov 2023 22:13:19 GMT"


@pytest.mark.parametrize(
    ("headers", "status", "span"),
    [
        ({}, 200, (0, 1000)),
        ({"range": "bytes=0-1"}, 206, (0, 2)),
        ({"range": "bytes=0-0"}, 206, (0, 1)),
        ({"range": "bytes=0-"}, 206, (0, 1000)),
        ({"range": "bytes=999-"}, 206, (999, 1000)),
        ({"range": "bytes=-100"}, 206, (900, 1000)),
        ({"range": "bytes=-99999999"}, 206, (0, 1000)),
        ({"range": "bytes=320-99999999"}, 206, (320, 1000)),
        ({"range": "bytes=0-1000"}, 206, (0, 1000)),
        ({"range": "bytes=1000-"}, 416, (0, 0)),
        ({"range": "bytes=5000-6000"}, 416, (0, 0)),
        ({"range": "bytes=-0"}, 416, (0, 0)),
        ({"range": "bytes=5-2"}, 200, (0, 1000)),
        ({"range": "bytes=-"}, 200, (0, 1000)),
        ({"range": "bytes=a-b"}, 200, (0, 1000)),
        ({"range": "lines=0-5"}, 200, (0, 1000)),
        ({"range": "bytes=0-1,5-6"}, 200, (0, 1000)),
        ({"range": "bytes=" + "9" * 500 + "-"}, 200, (0, 1000)),
        ({"range": "bytes=0-1", "if-range": TAG}, 206, (0, 2)),
        ({"range": "bytes=0-1", "if-range": '"other"'}, 200, (0, 1000)),
        ({"range": "bytes=0-1", "if-range": f"W/{TAG}"}, 200, (0, 1000)),
        ({"range": "bytes=0-1", "if-range": DATE}, 206, (0, 2)),
        ({"range": "bytes=0-1", "if-range": EARLIER}, 200, (0, 1000)),
        ({"range": "bytes=0-1", "if-range": "nonsense"}, 200, (0, 1000)),
        ({"if-none-match": TAG}, 304, (0, 0)),
        ({"if-none-match": f"W/{TAG}"}, 304, (0, 0)),
        ({"if-none-match": f'"x", {TAG}'}, 304, (0, 0)),
        ({"if-none-match": "*"}, 304, (0, 0)),
        ({"if-none-match": '"x"'}, 200, (0, 1000)),
        ({"if-none-match": '"x"', "if-modified-since": DATE}, 200, (0, 1000)),
        ({"if-none-match": TAG, "range": "bytes=0-1"}, 304, (0, 0)),
        ({"if-modified-since": DATE}, 304, (0, 0)),
        ({"if-modified-since": LATER}, 304, (0, 0)),
        ({"if-modified-since": EARLIER}, 200, (0, 1000)),
        ({"if-modified-since": "yesterday"}, 200, (0, 1000)),
        ({"if-match": TAG}, 200, (0, 1000)),
        ({"if-match": "*"}, 200, (0, 1000)),
        ({"if-match": f"W/{TAG}"}, 412, (0, 0)),
        ({"if-match": '"x"'}, 412, (0, 0)),
        ({"if-unmodified-since": DATE}, 200, (0, 1000)),
        ({"if-unmodified-since": EARLIER}, 412, (0, 0)),
        ({"if-match": '"x"', "if-none-match": TAG}, 412, (0, 0)),
    ],
)
def test_row_of_the_table(headers, status, span):
    """Each row of the tables of RFC 9110 and of Safari's probes gets its answer."""
    found = plan(headers, SIZE, TAG, MODIFIED)

    assert (status, span) == (found.status, (found.start, found.end))


@given(st.text(max_size=60), st.integers(0, 10**7))
def test_any_range_header_gives_a_span_of_the_file(text, size):
    """Whatever stands in a Range header, the answer lies inside the file and its Content-Range tells the truth."""
    for header in (text, f"bytes={text}", f"bytes={size // 2}-{size}"):
        found = plan({"range": header}, size, TAG, MODIFIED)

        assert found.status in {200, 206, 416}
        assert 0 <= found.start <= found.end <= size
        if found.status == 206:
            assert f"bytes {found.start}-{found.end - 1}/{size}" == found.content_range
