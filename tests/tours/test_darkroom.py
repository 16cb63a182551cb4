"""The darkroom: what is refused at once and what it costs, and what a picture has lost and kept when it comes out."""

import asyncio
import io
import json
import subprocess
import sys
import time

import pytest
from PIL import Image, ImageCms

from audio_guide.kit.errors import BadInputError
from audio_guide.tours import darkroom, intake
from audio_guide.tours.darkroom import Darkroom, develop
from tests.tours import corpus
from tests.tours.broken_decoders import crash, fill, hang
from tests.tours.corpus import REFUSED, TAKEN

MOST_SECONDS = 2.0
MOST_MEGABYTES = 160
"""A child that has loaded Pillow has some 50; the largest refused file has 20 by itself."""
CORNERS = {"red": (220, 0, 0), "green": (0, 160, 0), "blue": (0, 0, 220), "white": (255, 255, 255)}
MEASURE = """
import json, re, sys, time
from audio_guide.tours import darkroom
darkroom.limit()
data = sys.stdin.buffer.read()
began = time.process_time()
try:
    darkroom.develop(data)
    said = ""
except Exception as error:
    said = f"{type(error).__name__}: {error}"
most = int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read()).group(1)) / 1024
print(json.dumps([said, time.process_time() - began, most]))
"""


def shown(one):
    """Return a size of a developed picture, decoded."""
    return Image.open(io.BytesIO(one.data))


def corners(image):
    """Return which colour stands above left, above right, below left and below right."""
    image, (width, height) = image.convert("RGB"), image.size
    places = [(x, y) for y in (height // 4, 3 * height // 4) for x in (width // 4, 3 * width // 4)]
    return [min(CORNERS, key=lambda name: sum(abs(a - b) for a, b in zip(CORNERS[name], image.getpixel(place), strict=True))) for place in places]


@pytest.mark.parametrize("name", [name for name, (_, _, header) in REFUSED.items() if header])
def test_what_is_no_picture_is_refused_before_anything_decodes_it(name):
    """The header suffices to refuse these files with a sentence, in a moment."""
    data, words, _ = REFUSED[name]
    began = time.process_time()
    with pytest.raises(BadInputError, match=words):
        intake.looked_at(data)

    assert time.process_time() - began < 0.5


@pytest.mark.parametrize("name", [name for name, (_, _, header) in REFUSED.items() if not header])
def test_what_only_a_decoder_finds_costs_the_child_little(name):
    """Files that lie behind their header are refused in the child within two seconds and with little memory."""
    data, words, _ = REFUSED[name]
    done = subprocess.run([sys.executable, "-c", MEASURE], input=data, capture_output=True, check=True)
    said, seconds, megabytes = json.loads(done.stdout)

    assert words in said
    assert (True, True) == (seconds < MOST_SECONDS, megabytes < MOST_MEGABYTES), (seconds, megabytes)


@pytest.mark.parametrize(
    ("file_name", "media_type"),
    [("reed.png", "image/png"), ("reed.jpg", "image/png"), ("reed.webp", ""), ("reed.html", "image/jpeg"), ("reed.jpg", "text/html"), ("reed.jpg.svg", "")],
)
def test_a_file_that_is_called_otherwise_is_refused(file_name, media_type):
    """A name or type that does not fit the bytes is refused, and the sentence says how the name should end."""
    with pytest.raises(BadInputError, match=r"in truth a JPEG picture. Let its name end in .jpg"):
        intake.looked_at(TAKEN["jpeg"], file_name, media_type)


@pytest.mark.parametrize(
    ("file_name", "media_type"), [("reed.JPG", "image/jpeg"), ("reed.jpeg", ""), ("", "application/octet-stream"), ("reed", "image/pjpeg")]
)
def test_a_file_with_its_own_name_or_none_is_taken(file_name, media_type):
    """Capitals, the longer ending and telephones that give no name are no lies."""
    assert ("JPEG", 900, 600) == (found := intake.looked_at(TAKEN["jpeg"], file_name, media_type), (found.form, found.width, found.height))[1]


@pytest.mark.parametrize("name", TAKEN)
def test_every_honest_picture_comes_out_clean(name):
    """Whatever its colours and whatever hangs on it, a picture comes out in newer and old forms, without anything that was written into it."""
    developed = develop(TAKEN[name])
    forms = [one.suffix for one in developed.prints]

    assert {"avif", "webp"} | ({"png"} if "png" in forms else {"jpg"}) == set(forms)
    for one in developed.prints:
        image = shown(one)
        image.load()
        kept = {key for key in image.info if key in {"exif", "xmp", "icc_profile", "comment", "XML:com.adobe.xmp", "Author", "photoshop"}}
        assert set() == kept
        assert not any(secret in one.data for secret in (corpus.SECRET, corpus.SCRIPT, b"<html", b"GPS", b"Camera of", b"PK\x03\x04"))
        assert image.width == one.width


@pytest.mark.parametrize("name", ["png", "jpeg", "webp", "four colours of print", "palette", "a profile without sense", "exif without sense", "a view of two"])
def test_colours_stay_what_they_were(name):
    """In every form and size the corners have the colours that they had."""
    for one in develop(TAKEN[name]).prints:
        assert ["red", "green", "blue", "white"] == corners(shown(one)), one.suffix


def test_sixteen_bits_become_eight():
    """A grey of forty thousand in sixteen bits is a grey of 156 in eight."""
    image = Image.new("I;16", (100, 100), 40_000)
    one = develop(corpus.encoded(image, "PNG")).prints[-1]

    assert abs(shown(one).convert("L").getpixel((50, 50)) - 156) <= 2


def test_wide_colours_become_those_of_every_screen():
    """A colour profile is applied and then left away: what was a strong green in a profile with exchanged channels is another number in sRGB."""
    linear = ImageCms.createProfile("sRGB")
    plain = Image.new("RGB", (100, 100), (200, 120, 40))
    same = develop(corpus.encoded(plain, "PNG", icc_profile=ImageCms.ImageCmsProfile(linear).tobytes()))
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    odd = develop(corpus.encoded(plain, "PNG", icc_profile=lab))

    for developed in (same, odd):
        got = shown(developed.prints[-1]).convert("RGB").getpixel((50, 50))
        assert all(abs(a - b) <= 6 for a, b in zip((200, 120, 40), got, strict=True)), got


@pytest.mark.parametrize(
    ("orientation", "expected"),
    [
        (1, ["red", "green", "blue", "white"]),
        (2, ["green", "red", "white", "blue"]),
        (3, ["white", "blue", "green", "red"]),
        (4, ["blue", "white", "red", "green"]),
        (5, ["red", "blue", "green", "white"]),
        (6, ["blue", "red", "white", "green"]),
        (7, ["white", "green", "blue", "red"]),
        (8, ["green", "white", "red", "blue"]),
    ],
)
def test_a_camera_held_otherwise_gives_an_upright_picture(orientation, expected):
    """All eight orientations of EXIF are applied before EXIF is removed, and width and height change places where they must."""
    developed = develop(corpus.with_exif(orientation))
    size = (600, 900) if orientation >= 5 else (900, 600)

    assert size == (developed.width, developed.height)
    assert expected == corners(shown(developed.prints[0]))


@pytest.mark.parametrize(
    ("size", "widths"),
    [((4000, 3000), [1600, 960, 480]), ((1600, 1000), [1600, 960, 480]), ((1200, 800), [1200, 960, 480]), ((1000, 700), [1000, 480]), ((500, 400), [500]),
     ((300, 3000), [240]), ((3000, 70), [1600, 960, 480])],
)  # fmt: skip
def test_sizes_are_made_for_telephones_and_never_larger_than_the_picture(size, widths):
    """There are at most three widths, the first is the picture's own if that is smaller, and the old form stands last."""
    developed = develop(corpus.encoded(Image.new("RGB", size, (90, 90, 90)), "JPEG"))
    made = list(dict.fromkeys(one.width for one in developed.prints))

    assert (widths, widths[0]) == (made, developed.width)
    assert "jpg" == developed.prints[-1].suffix
    assert abs(developed.height / developed.width - size[1] / size[0]) < 0.02 * size[1] / size[0] + 1 / developed.width


def test_a_hole_stays_a_hole():
    """What can be seen through stays so, in PNG as the old form; a layer that hides nothing is left away."""
    hole, full = scene_with_alpha(100), scene_with_alpha(255)
    open_ones, closed = develop(corpus.encoded(hole, "PNG")), develop(corpus.encoded(full, "PNG"))

    assert {"avif", "webp", "png"} == {one.suffix for one in open_ones.prints}
    assert {"avif", "webp", "jpg"} == {one.suffix for one in closed.prints}
    assert [100] * len(open_ones.prints) == [shown(one).convert("RGBA").getpixel((5, 5))[3] for one in open_ones.prints]


def scene_with_alpha(alpha):
    """Return the scene behind a veil."""
    image = corpus.scene(mode="RGBA")
    image.putalpha(alpha)
    return image


async def test_the_largest_picture_fits_into_the_child():
    """Fifty million pixels with alpha are developed within the child's limits."""
    data = corpus.encoded(Image.new("RGBA", (8000, 6250), (10, 20, 30, 128)), "PNG", compress_level=1)
    developed = await Darkroom().develop(lambda: data, "large.png", "image/png")

    assert (1600, 1250) == (developed.width, developed.height)


@pytest.mark.parametrize(("work", "seconds"), [(crash, 10), (hang, 10), (fill, 10)])
async def test_a_child_that_crashes_hangs_or_eats_takes_nobody_along(work, seconds, monkeypatch):
    """Whatever happens in the child, the answer is a sentence, and the next picture is developed."""
    monkeypatch.setattr(darkroom, "WALL_SECONDS", 3)
    began = time.monotonic()
    with pytest.raises(BadInputError, match="too much work"):
        await darkroom.apart(work, b"")
    took = time.monotonic() - began
    monkeypatch.undo()
    developed = await Darkroom().develop(lambda: TAKEN["jpeg"])

    assert (True, 900) == (took < seconds, developed.width)


async def test_pictures_wait_for_each_other():
    """Three pictures at once use one child after the other, so that memory stays bounded, and all come out."""
    room, running, most = Darkroom(), 0, 0
    real = darkroom.apart

    async def watched(work, data):
        nonlocal running, most
        running += 1
        most = max(most, running)
        try:
            return await real(work, data)
        finally:
            running -= 1

    darkroom.apart = watched
    try:
        made = await asyncio.gather(*(room.develop(lambda: TAKEN["webp"]) for _ in range(3)))
    finally:
        darkroom.apart = real

    assert (1, 3, 1) == (most, len(made), len({one.source_digest for one in made}))
