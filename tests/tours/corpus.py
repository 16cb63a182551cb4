"""Files that people and attackers send where a picture is asked for, made here byte by byte."""

import io
import struct
import zipfile
import zlib

from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo

SECRET = b"GPS 51.0712 71.1275 of the witness"
SCRIPT = b"<script>alert('picture')</script>"


def encoded(image, form, **options):
    """Return a picture's bytes."""
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def scene(width=900, height=600, mode="RGB"):
    """Return a picture whose corners differ: red above left, green above right, blue below left, white below right."""
    image = Image.new("RGB", (width, height), "white")
    image.paste((220, 0, 0), (0, 0, width // 2, height // 2))
    image.paste((0, 160, 0), (width // 2, 0, width, height // 2))
    image.paste((0, 0, 220), (0, height // 2, width // 2, height))
    return image.convert(mode)


def chunk(kind, data):
    """Return a PNG chunk."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width, height, body, *, before=b"", depth=8, colour=2):
    """Return a PNG that says of itself what it is told to."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + before + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def packed(byte, size, block=1_000_000):
    """Return the zlib stream of one byte, *size* times over: of a block that is packed once and repeated, since packing all takes seconds."""
    packer, check = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS), 1
    whole, rest = divmod(size, block)
    once = packer.compress(byte * block) + packer.flush(zlib.Z_FULL_FLUSH)
    for _ in range(whole):
        check = zlib.adler32(byte * block, check)
    return b"\x78\xda" + once * whole + packer.compress(byte * rest) + packer.flush() + struct.pack(">I", zlib.adler32(byte * rest, check))


def flat_png(side):
    """Return a small file that unpacks to a picture of *side* × *side* pixels."""
    return png(side, side, packed(b"\x00", side * (3 * side + 1)))


def jpeg_saying(width, height):
    """Return a JPEG whose header says another size than its data has."""
    data = bytearray(encoded(scene(), "JPEG"))
    place = data.index(b"\xff\xc0") + 5
    data[place : place + 4] = struct.pack(">HH", height, width)
    return bytes(data)


def jpeg_of_many_scans(count):
    """Return a progressive JPEG that keeps a decoder at the same picture for ever."""
    data = encoded(scene(), "JPEG", progressive=True)
    first, last = data.index(b"\xff\xda"), data.rindex(b"\xff\xda")
    return data[:first] + data[first:last] + data[last:-2] * count + data[-2:]


def with_exif(orientation=1):
    """Return a JPEG with a place, a camera, a comment, a small view of itself and words of Adobe's in it."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "Camera of the witness"
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2], gps[29] = "N", (51.0, 4.0, 16.0), SECRET.decode()
    return encoded(scene(), "JPEG", exif=exif, comment=SECRET, xmp=b"<x:xmpmeta>" + SECRET + b"</x:xmpmeta>")


def png_with_words():
    """Return a PNG with texts and EXIF in it."""
    words = PngInfo()
    words.add_text("Author", SECRET.decode())
    words.add_itxt("XML:com.adobe.xmp", SECRET.decode())
    exif = Image.Exif()
    exif[0x010E] = SECRET.decode()
    return encoded(scene(), "PNG", pnginfo=words, exif=exif)


def zipped():
    """Return an archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.html", SCRIPT)
    return out.getvalue()


def refused():
    """Return what is refused: name → (bytes, words of the sentence, whether the header suffices)."""
    still, moving = scene(), [scene(), scene().rotate(180)]
    whole_png, whole_jpeg, whole_webp = encoded(scene(), "PNG"), encoded(scene(), "JPEG"), encoded(scene(), "WEBP")
    text_bomb = chunk(b"zTXt", b"Comment\x00\x00" + packed(b"x", 200_000_000))
    profile_bomb = chunk(b"iCCP", b"icc\x00\x00" + packed(b"\x00", 200_000_000))
    return {
        "nothing": (b"", "No picture was chosen", True),
        "svg": (b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "SVG", True),
        "svg behind a comment": (b"<!-- a drawing --><svg onload='alert(1)'/>", "SVG", True),
        "html": (b"<!DOCTYPE html><html>" + SCRIPT, "HTML", True),
        "html with a picture's magic further on": (b"<html>" + whole_png, "HTML", True),
        "gif": (encoded(still, "GIF"), "GIF", True),
        "gif and script at once": (b"GIF89a/*" + SCRIPT + b"*/=1;", "GIF", True),
        "pdf": (encoded(still, "PDF"), "PDF", True),
        "bmp": (encoded(still, "BMP"), "BMP", True),
        "tiff": (encoded(still, "TIFF"), "TIFF", True),
        "avif": (encoded(still, "AVIF"), "AVIF", True),
        "heic": (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(200), "HEIC", True),
        "zip": (zipped(), "ZIP", True),
        "words": ("Камыш".encode() * 50, "no picture that can be shown", True),
        "playlist": (b"#EXTM3U\nhttp://127.0.0.1:9/x.ts\n", "no picture that can be shown", True),
        "eps": (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 100 100\n", "no picture that can be shown", True),
        "moving png": (encoded(moving[0], "PNG", save_all=True, append_images=moving[1:]), "moves", True),
        "moving webp": (encoded(moving[0], "WEBP", save_all=True, append_images=moving[1:]), "moves", True),
        "no pixels": (png(0, 0, zlib.compress(b"")), "0 × 0 pixels", True),
        "one pixel": (encoded(scene(1, 1), "PNG"), "1 × 1 pixels", True),
        "a strip": (png(40_000, 100, zlib.compress(b"")), "each side may have 64 to 16000", True),
        "huge by its header alone": (png(16_000, 16_000, zlib.compress(b"")), "more than 50 million", True),
        "numbers beyond all sense": (png(2**31 - 1, 2**31 - 1, zlib.compress(b"")), "each side may have", True),
        "jpeg huge by its header": (jpeg_saying(15_000, 15_000), "more than 50 million", True),
        "jpeg without height": (jpeg_saying(900, 0), "900 × 0 pixels", True),
        "bomb of 169 million pixels": (flat_png(13_000), "more than 50 million", True),
        "too many bytes": (whole_jpeg + bytes(20_000_000), "21 megabytes", True),
        "jpeg of many scans": (jpeg_of_many_scans(3000), "damaged", True),
        "only a magic": (b"\x89PNG\r\n\x1a\n", "damaged", True),
        "png of segments without end": (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 99, 99, 8, 2, 0, 0, 0)) + chunk(b"tEXt", b"") * 5000,
                                         "damaged", True),
        "jpeg that ends in its header": (whole_jpeg[:100], "damaged", True),
        "png cut": (whole_png[: len(whole_png) // 2], "damaged", False),
        "jpeg cut": (whole_jpeg[: len(whole_jpeg) // 2], "damaged", False),
        "webp cut": (whole_webp[: len(whole_webp) // 2], "damaged", False),
        "png with less than it says": (png(3000, 3000, zlib.compress(bytes(3000))), "damaged", False),
        "png of noise": (png(900, 600, bytes(range(256)) * 40), "damaged", False),
        "text bomb": (png(900, 600, zlib.compress(bytes(900 * 1801)), before=text_bomb), "damaged", False),
        "profile bomb": (png(100, 100, zlib.compress(bytes(100)), before=profile_bomb), "damaged", False),
        "webp whose parts disagree": (webp_saying(4000, 4000), "damaged", False),
    }  # fmt: skip


def webp_saying(width, height):
    """Return a WebP whose outer header says another size than its picture has."""
    inner = encoded(scene(mode="RGBA"), "WEBP", exif=b"Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x00")
    data = bytearray(inner)
    data[24:27], data[27:30] = (width - 1).to_bytes(3, "little"), (height - 1).to_bytes(3, "little")
    return bytes(data)


def taken():
    """Return what is taken although it is unusual: name → bytes."""
    wide = ImageCms.ImageCmsProfile(ImageCms.createProfile("XYZ")).tobytes()
    return {
        "png": encoded(scene(), "PNG"),
        "jpeg": encoded(scene(), "JPEG"),
        "webp": encoded(scene(), "WEBP"),
        "webp without loss": encoded(scene(), "WEBP", lossless=True),
        "progressive jpeg": encoded(scene(), "JPEG", progressive=True),
        "four colours of print": encoded(scene(mode="CMYK"), "JPEG"),
        "grey": encoded(scene(mode="L"), "JPEG"),
        "black and white": encoded(scene(mode="1"), "PNG"),
        "palette": encoded(scene(mode="P"), "PNG"),
        "palette with a hole": encoded(scene(mode="P"), "PNG", transparency=0),
        "grey with alpha": encoded(scene(mode="LA"), "PNG"),
        "sixteen bits of grey": encoded(scene(mode="I;16"), "PNG"),
        "sixteen bits of colour": png(100, 100, zlib.compress((b"\x00" + b"\xff\xff\x00\x00\x00\x00" * 100) * 100), depth=16),
        "a profile without sense": encoded(scene(), "JPEG", icc_profile=b"no profile" * 30),
        "a profile of another kind": encoded(scene(), "PNG", icc_profile=wide),
        "exif without sense": encoded(scene(), "JPEG", exif=b"Exif\x00\x00MM\x00*\xff\xff\xff\xff" + bytes(50)),
        "with place and camera": with_exif(),
        "png with words": png_with_words(),
        "jpeg and archive at once": encoded(scene(), "JPEG") + zipped(),
        "jpeg and page at once": encoded(scene(), "JPEG", comment=b"*/--><html>" + SCRIPT) + b"<html>" + SCRIPT,
        "png and page at once": encoded(scene(), "PNG") + b"<html>" + SCRIPT,
        "a view of two": encoded(scene(), "MPO", save_all=True, append_images=[scene()]),
    }  # fmt: skip


REFUSED, TAKEN = refused(), taken()
