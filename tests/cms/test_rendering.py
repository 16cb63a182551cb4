"""How the staff's pages name what has names in several languages."""

import pytest

from audio_guide.cms.rendering import language_of, titled

TITLES = {"ru": "Степь", "en": "Steppe"}


@pytest.mark.parametrize(
    ("titles", "language", "named"),
    [(TITLES, "en", ("en", "Steppe")), (TITLES, "kk", ("ru", "Степь")), ({}, "kk", ("kk", "steppe")), ({"ru": ""}, "kk", ("ru", "steppe"))],
)
def test_a_reader_sees_a_name(titles, language, named):
    """The reader's language comes first, then the first that there is; what has no name at all is called by its address."""
    assert named == (language_of(titles, language), titled(titles, language, "steppe"))
