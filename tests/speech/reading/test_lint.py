"""The lint finds exactly what would be misread."""

import pytest

from audio_guide.kit.letters import is_other_language
from audio_guide.speech.engines import Engines
from audio_guide.speech.reading import Reading, Token, read
from audio_guide.speech.reading.lint import lint


def as_it_stands(text, language):
    """Return a reading that no rule touched."""
    return Reading(text, language, text, (Token(0, len(text), 0, len(text)),))


@pytest.mark.parametrize(
    ("language", "text", "kinds"),
    [
        ("kk", "Жыл 1937", {"digits-left"}),
        ("kk", "Қамыс reed", {"foreign-letters"}),
        ("ru", "озеро Жалаңаш", {"foreign-letters"}),
        ("en", "the lake Жалаңаш", {"foreign-letters"}),
        ("ru", "Cталин", {"mixed-alphabets"}),
        ("en", "a sign in Greek ΑΒΓ", {"foreign-letters"}),
        ("kk", "東京 қаласы", {"foreign-letters"}),
        ("en", "café in Zürich", set()),
        ("en", "a smile 😀", {"symbol-left"}),
        ("en", "20 × 30", {"digits-left", "symbol-left"}),
        ("ru", "знак § тут", {"symbol-left"}),
        ("kk", "Это длинный русский текст без единой нужной буквы", {"wrong-language"}),
        ("ru", "Бұл ұзақ қазақша мәтін, мұнда өз әріптеріміз көп", {"foreign-letters", "wrong-language"}),
        ("en", "Это длинный русский текст без единой латинской буквы", {"foreign-letters", "wrong-language"}),
        ("ru", "слово " * 80, {"too-long"}),
        ("ru", "обычное слово", set()),
    ],
)
def test_kinds(language, text, kinds):
    """Each kind of trouble is named."""
    assert kinds == {finding.kind for finding in lint(as_it_stands(text, language), is_other=is_other_language)}


def test_a_clean_reading_has_no_findings():
    """What the rules have read needs nothing more."""
    assert () == lint(read("1937 жылғы 15 тамызда № 00486 бұйрық шықты, −30 °C еді.", "kk"))


@pytest.mark.parametrize(
    "text",
    [
        "Тұрар Рысқұлов возглавлял СНК ТАССР.",
        "Газета «Егемен Қазақстан» писала о музее.",
        "Фотограф Dmitri Baltermants снимал в 1941 г.",
        "Пишите на info@alzhir.kz или в WhatsApp.",
        "Мұхтар Әуезов родился 28 сентября 1897 года.",
    ],
)
def test_foreign_names_make_no_other_language(text):
    """Names, quotes and addresses of another alphabet do not turn a Russian sentence into another language."""
    assert () == lint(read(text, "ru"))


def test_the_finding_names_its_place():
    """A finding holds the shown words and where they stand."""
    (finding,) = lint(as_it_stands("Жыл 1937", "kk"))

    assert ("digits-left", "Жыл 1937") == (finding.kind, finding.shown)


def test_a_language_switch_is_found_by_phonemes():
    """A word at which the voice itself changes its language is named."""
    espeak = Engines({}).get("espeak")
    reading = Reading("Қамыс reed", "kk", "Қамыс reed", (Token(0, 5, 0, 5), Token(6, 10, 6, 10)))
    found = lint(reading, lambda text: espeak.phonemes(text, "kk"))

    assert [("foreign-letters", "reed"), ("language-switch", "reed")] == [(finding.kind, finding.shown) for finding in found]


def test_numbers_of_a_language_without_rules_are_named():
    """In a language that has no rule file digits are said to be read by the voice alone; its letters are no foreign ones."""
    text = "Жінки різали очерет на озері Жаланаш у 1938 році, їх було багато."

    assert [("no-rules", "1938")] == [(finding.kind, finding.shown) for finding in lint(read(text, "uk"), is_other=is_other_language)]
    assert () == lint(read("Die Frauen schnitten Schilf am See, das ganze Jahr über.", "de"), is_other=is_other_language)
    german = lint(read("Das ist ein langer deutscher Text ohne jeden Sinn.", "uk"), is_other=is_other_language)
    assert ["wrong-language"] == [finding.kind for finding in german if finding.kind == "wrong-language"]
    assert "різали" == read("рiзали", "uk").text
