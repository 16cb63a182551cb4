"""Signs: the QR code of every stop, as it is printed.

The address in the code is short and in capitals, so that the code stays coarse (version 3 at most) and can be read from far and in bad light;
the server takes any letter case and redirects, so a sign outlives every change of addresses.
"""

import io
from dataclasses import dataclass
from html import escape
from urllib.parse import urlsplit

import segno
from PIL import Image, ImageDraw, ImageFont

from audio_guide.kit.errors import BadInputError, mark

QUIET_ZONE = 4
"""Modules of white around the code, as ISO/IEC 18004 asks."""
MODULE_PIXELS = 20
LARGEST_VERSION = 3
WITH_PATH = mark("AUDIO_GUIDE_PUBLIC_URL must not have a path, since the guide answers only at the top of an address of its own: {given}.")
WORDS = ("Тыңдаңыз", "Слушайте", "Listen")
"""A sign says this in all three languages at once, so it is no catalogue's word."""


@dataclass(frozen=True, slots=True)
class Sign:
    """What is printed for a stop."""

    code: str
    number: int
    address: str


def sign(public_url: str, code: str, number: int) -> Sign:
    """Return the sign of a stop; raises BadInputError if the public address is no plain http address, or has a path."""
    parts = urlsplit(public_url)
    if parts.path.strip("/"):
        raise BadInputError(WITH_PATH, given=public_url)
    if parts.scheme not in {"http", "https"} or not parts.netloc or parts.query or parts.fragment:
        raise BadInputError("AUDIO_GUIDE_PUBLIC_URL must be an address such as https://g.museum.kz, not “{given}”.", given=public_url)
    return Sign(code, number, f"{public_url.rstrip('/')}/q/{code}".upper())


def qr(drawn: Sign) -> segno.QRCode:
    """Return the QR code, with as much error correction as fits; raises BadInputError if the address is too long for a coarse code."""
    made = segno.make_qr(drawn.address, error="m", boost_error=True)
    if int(made.version) > LARGEST_VERSION:
        raise BadInputError(
            "The address {address} is too long for a sign that is easy to scan. Use a public address of at most 40 characters.", address=drawn.address
        )
    return made


def svg(drawn: Sign) -> str:
    """Return the plate as SVG: the code, the number in large figures, the address to type and what it is for, in real text."""
    made = qr(drawn)
    side = made.symbol_size(border=QUIET_ZONE)[0]
    out = io.BytesIO()
    made.save(out, kind="svg", border=QUIET_ZONE, xmldecl=False, svgns=False, nl=False, omitsize=True, dark="#000", light="#fff")
    height = side + 16
    words = " · ".join(WORDS)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {height}" width="{side * 2}mm" height="{height * 2}mm" role="img">'
        f"<title>{escape(words)}: {drawn.number}</title>"
        f'<rect width="{side}" height="{height}" fill="#fff"/>'
        f'<svg width="{side}" height="{side}">{out.getvalue().decode()}</svg>'
        f'<g font-family="sans-serif" text-anchor="middle" fill="#000">'
        f'<text x="{side / 2}" y="{side + 7}" font-size="10" font-weight="bold">{drawn.number}</text>'
        f'<text x="{side / 2}" y="{side + 10.5}" font-size="2.6">{escape(words)}</text>'
        f'<text x="{side / 2}" y="{side + 13.8}" font-size="2">{escape(drawn.address.lower())}</text>'
        f"</g></svg>\n"
    )


def png(drawn: Sign) -> bytes:
    """Return the code as PNG with the number and the address beneath, 20 pixels a module."""
    made = qr(drawn)
    out = io.BytesIO()
    made.save(out, kind="png", border=QUIET_ZONE, scale=MODULE_PIXELS)
    code = Image.open(out).convert("L")
    plate = Image.new("L", (code.width, code.height + 200), 255)
    plate.paste(code, (0, 0))
    draw = ImageDraw.Draw(plate)
    middle = code.width / 2
    draw.text((middle, code.height - 40), str(drawn.number), font=ImageFont.load_default(150), fill=0, anchor="mt")
    draw.text((middle, code.height + 130), drawn.address.lower(), font=ImageFont.load_default(28), fill=0, anchor="mt")
    done = io.BytesIO()
    plate.save(done, "PNG", optimize=True)
    return done.getvalue()


def terminal(address: str) -> str:
    """Return a code for a terminal, for trying the guide on one's own phone."""
    out = io.StringIO()
    segno.make_qr(address.upper(), error="l").terminal(out, compact=True, border=2)
    return out.getvalue()
