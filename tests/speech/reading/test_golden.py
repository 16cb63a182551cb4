"""Every row of the golden tables is read as a native speaker would say it."""

import re
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audio_guide.speech.reading import SpokenName, read

FOLDER = Path(__file__).parent / "golden"
LANGUAGES = ("kk", "ru", "en")
LEAST_ROWS = 80
SECONDS = 20
"""Linear rules need two or three; one that is quadratic needs a minute."""


def rows(language):
    """Return (shown, spoken) of a language's table."""
    lines = (FOLDER / f"{language}.tsv").read_text(encoding="utf-8").splitlines()
    return [tuple(line.split("\t")[:2]) for line in lines if line and not line.startswith("#")]


@pytest.mark.parametrize(("language", "shown", "spoken"), [(language, *row) for language in LANGUAGES for row in rows(language)])
def test_row_is_read_as_it_is_said(language, shown, spoken):
    """The shown text becomes exactly the words that stand in the table."""
    assert spoken == read(shown, language).text


@pytest.mark.parametrize("language", LANGUAGES)
def test_tables_are_long_enough(language):
    """Each language has at least 80 rows."""
    assert len(rows(language)) >= LEAST_ROWS


@pytest.mark.parametrize("language", LANGUAGES)
@given(number=st.integers(0, 10**12), frame=st.sampled_from(["{}", "{} м", "({})", "№ {}", "{}%", "−{} °C", "{}–{}", "а {}, б", "{}.", "$ {}"]))
@settings(max_examples=300, deadline=None)
def test_no_digit_is_left(language, number, frame):
    """Whatever number stands wherever, no digit reaches a voice."""
    shown = frame.replace("{}", str(number))

    assert not re.search(r"\d", read(shown, language).text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_tokens_lead_back_to_the_shown_text(language):
    """The spans of a reading's tokens are in order, inside the text, and cover every word that is shown."""
    for shown, _ in rows(language):
        reading = read(shown, language)
        spans = [(token.start, token.end) for token in reading.tokens]

        assert sorted(spans) == spans
        assert all(0 <= start < end <= len(shown) for start, end in spans)
        assert [reading.text[token.spoken_start : token.spoken_end] for token in reading.tokens] == [
            said for token in reading.tokens if (said := reading.text[token.spoken_start : token.spoken_end])
        ]


@pytest.mark.parametrize(
    ("language", "shown", "names", "spoken"),
    [
        ("kk", "АЛЖИР-де 1937 жылы", [("АЛЖИР", "ал-жир")], "ал-жирде мың тоғыз жүз отыз жетінші жылы"),
        ("kk", "Тұрар Рысқұловтың үйі", [("Тұрар Рысқұлов", "Тұрар Рыс-құлов")], "Тұрар Рыс-құловтың үйі"),
        ("ru", "Азизе Рыскуловой", [("Рыскулова", "Рыс-кулова")], "Азизе Рыс-куловой"),
        ("ru", "НКВД", [("НКВД", "энкавэдэ")], "энкавэдэ"),
        ("en", "Akmol and Akmolinsk", [("Akmol", "Ak-mole")], "Ak-mole and Akmolinsk"),
        ("en", "No. 17", [("No. 17", "the camp")], "the camp"),
        ("en", "No. 17 and No. 170", [("No. 17", "the camp")], "the camp and number one hundred and seventy"),
        ("en", "17 and 17.5 and 2,017", [("17", "the year")], "the year and seventeen point five and two thousand and seventeen"),
        ("en", "ALZHIR Museum in ALZHIR", [("ALZHIR", "Al-zheer"), ("ALZHIR Museum", "the museum")], "the museum in Al-zheer"),
        ("en", "Astana Akmol Karlag", [("Astana Akmol", "one"), ("Akmol Karlag", "two")], "one Karlag"),
        ("en", "the Akmol-Astana road", [("Akmol", "Ak-mole")], "the Ak-mole-Astana road"),
        ("en", "Ryskul‑Zade", [("Ryskul-Zade", "Rys-kool Zah-deh")], "Rys-kool Zah-deh"),
        ("en", "O’Brien’s", [("O'Brien", "Oh Bryan")], "Oh Bryan’s"),
        ("en", 'the "Arch of Sorrow"', [("“Arch of Sorrow”", "Arch memorial")], "the Arch memorial"),
        ("en", "Lake\u00a0 Zhala\u00adnash", [("Lake Zhalanash", "Lake Zha-la-nash")], "Lake Zha-la-nash"),
        ("ru", "Роза-Роза", [("Роза", "Ро-за")], "Ро-за-Ро-за"),
        ("ru", "Рыскулов-Заде", [("Рыскулов", "Рыс-кулов"), ("Рыскулов-Заде", "Рыс Заде")], "Рыс Заде"),
        ("kk", "Ақмолда, Ақмола, Ақмол-да", [("Ақмол", "Ақ-мол"), ("Ақмола", "Ақ-мо-ла")], "Ақ-молда, Ақ-мо-ла, Ақ-молда"),
        ("kk", "Ақмол", [("Aқмoл", "Ақ-мол")], "Ақ-мол"),
        ("kk", "17-лагерьде", [("17-лагерь", "нүкте")], "нүктеде"),
    ],
)
def test_names_win_over_every_rule(language, shown, names, spoken):
    """A row of the names table is said as the table says, with the ending that is written."""
    said = read(shown, language, [SpokenName(*name) for name in names]).text

    assert spoken == said


@pytest.mark.parametrize("piece", ["1", "1 ", "1-", "1 км ", "пн, ", "рус. и ", "А.", "А", " ", "a.b@", "100 000 ", "«", "г. ", "😀"])
def test_long_russian_text_is_read_in_time(piece):
    """No repetition, however odd, makes a rule look at the whole text at every place."""
    started = time.process_time()
    reading = read(piece * (20_000 // len(piece)), "ru")

    assert time.process_time() - started < SECONDS
    assert not re.search(r"\d", reading.text)


def test_a_language_without_rules_is_spoken_as_it_stands():
    """Ukrainian, until it has rules of its own, is passed on word by word."""
    assert "Це слово, і тиша." == read("«Це слово» — і тиша.", "uk").text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "shown", ["", " ", "…", "«»", "—", "😀", "\u00ad\u0301", "().", "№", "1" * 5000, "123 " * 2000, "а" * 20_000, "A. " * 3000, " " * 20_000]
)
def test_odd_texts_are_read(language, shown):
    """Nothing, marks alone and endless rows are read without harm, and no word is lost at the seams."""
    reading = read(shown, language)

    assert not re.search("[0-9]", reading.text)
    assert all(0 <= token.start < token.end <= len(shown) for token in reading.tokens)


def test_a_long_text_is_read_as_its_sentences_are():
    """A text of 100,000 characters is read in pieces that end where sentences do."""
    sentence = "In 1937 Dr. Smith saw 1,600 women. "
    reading = read(sentence * 3000, "en")

    assert " ".join([read(sentence, "en").text] * 3000) == reading.text
    assert "1,600" in {reading.source[token.start : token.end] for token in reading.tokens[-5:]}
