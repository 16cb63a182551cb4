"""The command ``bench`` on real voices."""

import re
from dataclasses import replace

from audio_guide.house import open_house
from audio_guide.measuring import measure
from tests.stories import write_tour


async def test_each_language_is_measured_or_says_why_not(settings):
    """A voice that speaks here is measured against the museum's own texts; one that is missing or speaks elsewhere says so."""
    voices = "kk=espeak:kk;ru=gtts:ru;en=piper:en_US-nobody-high"
    async with open_house(replace(settings, voices=voices)) as house:
        await write_tour(house, stops=2)
        processes, kazakh, russian, english = await measure(house)

    assert "2 processes speak at once on this machine." == processes
    assert re.search(r"speaks [1-9]\d* and encoding makes [1-9]\d* seconds of sound in a second; all 2 texts take about \d+\.\d minutes", kazakh)
    assert "speaks elsewhere" in russian
    assert "en_US-nobody-high" in english
