"""The museum's colour and sign: what can be read and drawn is taken, everything else is refused with what to change."""

import re

import pytest
from PIL import Image

from audio_guide.app import site_of
from audio_guide.kit.brand import DARK, LEAST, LIGHT, accent, contrast, logo
from audio_guide.kit.errors import BadInputError
from audio_guide.kit.i18n import Catalogues
from tests.guide import factories


def channels(colour):
    return tuple(int(colour[place : place + 2], 16) for place in (1, 3, 5))


@pytest.mark.parametrize(("one", "other", "expected"), [("#000000", "#ffffff", 21.0), ("#777777", "#ffffff", 4.48), ("#6a2018", "#6a2018", 1.0)])
def test_contrast_is_what_wcag_says(one, other, expected):
    """Black on white is 21, a colour on itself 1, and the well-known grey 4.48."""
    assert expected == pytest.approx(contrast(channels(one), channels(other)), abs=0.005)


@pytest.mark.parametrize("colour", ["#6a2018", "#003366", "#1B4D3E", "#000000"])
def test_a_colour_is_lightened_for_dark_pages(colour):
    """A readable colour stands on light pages as it is and on dark ones in a shade that is readable too."""
    light, dark = re.findall(r"--link:(#[0-9a-fA-F]{6})", accent(colour))

    assert colour == light
    assert all(contrast(channels(shade), channels(ground)) >= LEAST for shade, grounds in ((light, LIGHT), (dark, DARK)) for ground in grounds)


@pytest.mark.parametrize("colour", ["#00afca", "#ffcc00", "#777777"])
def test_an_unreadable_colour_is_refused_with_the_nearest_readable(colour):
    """The sentence tells the measured contrast and a shade that passes."""
    with pytest.raises(BadInputError) as refused:
        accent(colour)
    nearest = str(refused.value.places["nearest"])

    assert nearest in str(refused.value)
    assert f"--link:{nearest}" in accent(nearest)


@pytest.mark.parametrize("colour", ["red", "#fff", "6a2018", "#6a2018;}body{display:none", "#６a2018"])
def test_what_is_no_colour_is_refused(colour):
    """Only six digits can come into a style."""
    with pytest.raises(BadInputError, match="write it as #"):
        accent(colour)


def test_grounds_are_those_of_the_pages():
    """The contrast is measured on the grounds that page.css really has."""
    style = (factories.ROOT / "src/audio_guide/kit/static/page.css").read_text("utf-8")

    assert [LIGHT[0], DARK[0]] == re.findall(r"--ground: (#\w+);", style)
    assert [LIGHT[1], DARK[1]] == re.findall(r"--raised: (#\w+);", style)


def test_a_drawing_and_a_picture_are_taken(tmp_path):
    """Width follows from the file's own shape; the name follows from its bytes."""
    drawn, pictured = tmp_path / "a.svg", tmp_path / "b.png"
    drawn.write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 50"><path d="M0 0h200v50z"/></svg>')
    Image.new("RGB", (120, 60)).save(pictured)

    assert (192, 48, "image/svg+xml") == (logo(str(drawn)).width, logo(str(drawn)).height, logo(str(drawn)).media_type)
    assert (96, "image/png") == (logo(str(pictured)).width, logo(str(pictured)).media_type)
    assert logo(str(drawn)).name != logo(str(pictured)).name


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.gif", b"GIF89a", "not an SVG, PNG or WebP"),
        ("a.png", b"not a picture", "damaged"),
        ("a.svg", b"<svg viewBox='0 0 1 1'><script>alert(1)</script></svg>", "more than a picture"),
        ("a.svg", b"<svg viewBox='0 0 1 1' onload='alert(1)'/>", "more than a picture"),
        ("a.svg", b"<!DOCTYPE a [<!ENTITY b 'c'>]><svg viewBox='0 0 1 1'/>", "more than a picture"),
        ("a.svg", b"<svg/>", "says no size"),
        ("a.svg", b"<svg viewBox='0 0 0 0'/>", "says no size"),
        ("a.svg", b"<svg", "damaged"),
        ("a.webp", b"x" * 40_000, "the most"),
    ],
)
def test_a_bad_sign_is_refused(tmp_path, name, content, reason):
    """Files that are too large, damaged, or more than a drawing do not come onto pages."""
    file = tmp_path / name
    file.write_bytes(content)
    with pytest.raises(BadInputError, match=reason):
        logo(str(file))


def test_a_sign_that_is_not_there(tmp_path):
    """A wrong path is said."""
    with pytest.raises(BadInputError, match="cannot be read"):
        logo(str(tmp_path / "none.svg"))


def test_pages_carry_colour_and_sign(tmp_path):
    """Every page has the colour as a style that its policy allows, and the sign, which may do nothing when it is opened alone."""
    file = tmp_path / "sign.svg"
    file.write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 50"/>')
    at = factories.site(colour="#003366", logo=logo(str(file)))
    with factories.client(at=at) as made:
        for path in ("/kk/", "/ru/stops/K4R7", "/en/nowhere"):
            answer = made.get(path)
            assert f"<style>{at.style.text}</style>" in answer.text
            assert at.style.digest in answer.headers["content-security-policy"]
            assert f'<img src="/logo/{at.logo.name}" width="96" height="48" alt=""' in answer.text
        sign = made.get(f"/logo/{at.logo.name}")

        assert (200, "image/svg+xml", True) == (sign.status_code, sign.headers["content-type"], "immutable" in sign.headers["cache-control"])
        assert "sandbox" in sign.headers["content-security-policy"]
        assert 404 == made.get("/logo/other.svg").status_code


def test_settings_are_refused_before_anybody_visits(settings):
    """A colour that cannot be read stops the start with a sentence."""
    from dataclasses import replace

    with pytest.raises(BadInputError, match="#00afca has a contrast of"):
        site_of(replace(settings, colour="#00afca"), Catalogues(factories.ROOT / "locales"))
    site = site_of(replace(settings, care="kk=Тыныш бөлме;ru=Тихая комната"), Catalogues(factories.ROOT / "locales"))
    assert {"kk": "Тыныш бөлме", "ru": "Тихая комната"} == site.care
