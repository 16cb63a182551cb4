"""What the pages know of the house: its names, and the style and script that stand in them."""

import pytest

from audio_guide.guide.rendering import SCRIPT
from audio_guide.kit.i18n import Catalogues, museum_names
from audio_guide.kit.web import STYLE, Site, inline
from tests.guide import factories


@pytest.mark.parametrize(
    ("setting", "names"),
    [
        ("ALZHIR", {"kk": "ALZHIR", "ru": "ALZHIR", "en": "ALZHIR"}),
        ("kk=«АЛЖИР» музейі;ru=Музей «АЛЖИР»", {"kk": "«АЛЖИР» музейі", "ru": "Музей «АЛЖИР»"}),
        (" kk = А ; en = B ;", {"kk": "А", "en": "B"}),
        ("A=B", {"kk": "A=B", "ru": "A=B", "en": "A=B"}),
        ("", {"kk": "", "ru": "", "en": ""}),
    ],
)
def test_names_of_the_museum(setting, names):
    """A museum is named once for all languages or once for each."""
    assert names == museum_names(setting)


def test_a_language_without_a_name_takes_the_first():
    """Where the museum has no name in a language, its first name stands."""
    assert "А" == Site({"kk": "А"}, "", "kk", Catalogues(factories.ROOT / "locales")).name("en")


def test_inline_text_has_no_remarks(tmp_path):
    """Remarks and indents do not travel to every phone, and what stands in the page cannot end its element early."""
    file = tmp_path / "a.css"
    file.write_text("/* why */\na {\n  color: red;\n}\n", "utf-8")

    assert "a{color:red}" == inline(file).text
    assert not any(sign in text for text in (SCRIPT.text, STYLE.text) for sign in ("</", "<!--", "/*", "\n//"))


def test_shown_words_never_change_case():
    """Letters are never changed to capitals, since that harms reading and breaks Kazakh in Latin letters."""
    assert "text-transform" not in STYLE.text
    assert "Intl" not in SCRIPT.text
