"""A hand-made shelf in three languages, and a small app that serves it as the real one would."""

import base64
import hashlib
import io
import wave
from pathlib import Path

import msgspec
from litestar import Litestar, Request, Response, get
from litestar.di import Provide
from litestar.params import FromPath
from litestar.testing import TestClient
from PIL import Image

from audio_guide.guide import ROUTES
from audio_guide.kit.brand import Logo
from audio_guide.kit.i18n import Catalogues
from audio_guide.kit.inside import Inside
from audio_guide.kit.web import Site, error_handlers, seen_by
from audio_guide.listening.counter import Counts
from audio_guide.publishing.edition import (
    Edition,
    MediaFile,
    Paragraph,
    Passage,
    Picture,
    Place,
    Sentence,
    SignVideo,
    Sound,
    Stop,
    Theme,
    Track,
    VoiceCredit,
    Way,
    Word,
)
from audio_guide.publishing.shelf import Shelf

ROOT = Path(__file__).parents[2]
PUBLIC_URL = "https://g.museum.kz"
SECONDS = 3.0
TOURS = {
    "kk": ("«АЛЖИР» мемориалы", "Астана маңындағы әйелдер лагерінің орнымен жүретін төрт аялдама."),
    "ru": ("Мемориал «АЛЖИР»", "Четыре остановки на месте женского лагеря под Астаной."),
    "en": ("The ALZHIR memorial", "Four stops on the site of a women’s camp near Astana."),
}
TITLES = {
    "kk": ("Қош келдіңіз", "Бұйрық", "Тұтқындау", "Жұмыс"),
    "ru": ("Добро пожаловать", "Приказ", "Арест", "Работа"),
    "en": ("Welcome", "The order", "The arrest", "Work"),
}
NOTES = {
    "kk": "Бұл аялдамада анасы мен баласының айырылысқаны сөзбен айтылады.",
    "ru": "На этой остановке словами рассказано о разлуке матери и ребёнка.",
    "en": "This stop tells in words how a mother and her child were parted.",
}
TEXTS = {
    "kk": (
        ("Астана маңындағы «АЛЖИР» мемориалына қош келдіңіз.", "Бұл жерде әйелдер лагері болған.", "Тұтқындардың алғашқы тобы 1938 жылғы 6 қаңтарда жетті."),
        ("Олар — айып тағылған ер адамдардың жұбайлары, аналары, қыздары.", "Туыстық байланысы үшін бостандығынан айырылды."),
        ("Жазбаны кез келген жерде тоқтатып, кері қайтарып, қайта тыңдауға болады.", "Асықпай тыңдаңыз."),
    ),
    "ru": (
        ("Вы находитесь у мемориала «АЛЖИР» под Астаной.", "Здесь был лагерь для женщин.", "Первый этап прибыл сюда 6 января 1938 года."),
        ("Это были жёны, матери и дочери.", "За родство с обвинёнными женщин лишили свободы."),
        ("Запись можно остановить в любом месте, вернуться назад и послушать ещё раз.", "Слушайте не торопясь."),
    ),
    "en": (
        ("Welcome to the ALZHIR memorial near Astana.", "A camp for women stood here.", "The first convoy arrived on 6 January 1938."),
        ("They were wives, mothers and daughters.", "Because of that tie, the women lost their freedom."),
        ("You can pause the recording anywhere, go back, and listen again.", "Take as much time as you need."),
    ),
}
CODES = ("K4R7", "M2T9", "C8Y5", "W3H6")
NOTED, SILENT, NOT_IN_KAZAKH, WITHDRAWN = "C8Y5", "W3H6", "M2T9", "Z9Z9"
DIGESTS = {"sound": "5d" * 32, "large": "1a" * 32, "small": "2b" * 32, "film": "3c" * 32}
EASY = {
    "kk": (("Бұл – мемориал.", "Мұнда әйелдер лагері болды."), ("Әйелдер кінәсіз еді.",)),
    "ru": (("Это мемориал.", "Здесь был лагерь для женщин."), ("Женщины не были виноваты.",)),
    "en": (("This is a memorial.", "There was a camp for women here."), ("The women had done nothing wrong.",)),
}


def paragraph(name, role, sentences, clock):
    """Return a paragraph whose sentences follow each other; *clock* is a list that holds the time so far."""
    text, cues = "", []
    for sentence in sentences:
        start = len(text) + (1 if text else 0)
        text = f"{text} {sentence}" if text else sentence
        words = tuple(word(clock[0], start, sentence, number) for number in range(len(sentence.split())))
        cues.append(Sentence(id=f"s{len(cues) + 1}", start=clock[0], end=clock[0] + SECONDS - 0.2, text_from=start, text_to=len(text), words=words))
        clock[0] += SECONDS
    return Paragraph(id=name, role=role, text=text, sentences=tuple(cues))


def word(clock, start, sentence, number):
    """Return a sentence's word, said a quarter of a second after the one before."""
    place = start + len(" ".join(sentence.split()[:number])) + (number > 0)
    return Word(start=clock + number * 0.25, text_from=place, text_to=place + len(sentence.split()[number]))


def film():
    """Return the film of a stop told in a sign language."""
    files = [MediaFile(name=f"{DIGESTS[name]}.{kind}", media_type=media_type, bytes=4_200_000) for name, kind, media_type in FILMED]
    return SignVideo(file=files[0], poster=files[1], language="rsl", signer="Айгүл", same_as_text=True, duration=75.0, width=720, height=480)


FILMED = (("film", "mp4", "video/mp4"), ("large", "webp", "image/webp"))


def sound(seconds, quality="draft"):
    """Return a recording as the edition names it."""
    voice = VoiceCredit(id="espeak:kk", name="Айгүл", engine="espeak", quality=quality, licence="GPL-3.0", attribution="", leaves_house=False)
    file = MediaFile(name=f"{DIGESTS['sound']}.wav", media_type="audio/wav", bytes=1_240_000)
    return Sound(files=(file,), duration=seconds, voice=voice, wanted_digest="w", approved_by="a", approved_at="2026-11-20T08:00:00Z")


def picture(language):
    """Return a picture in two sizes."""
    alt = {"kk": "Тас жол мен екі ағаштың суреті", "ru": "Рисунок: каменная дорога и два дерева", "en": "A drawing of a stone road and two trees"}
    names = (f"{DIGESTS['large']}.webp", f"{DIGESTS['small']}.webp")
    files = tuple(MediaFile(name=name, media_type="image/webp", bytes=9000) for name in names)
    credit = {"kk": "Суретті жоба салған", "ru": "Рисунок проекта", "en": "Drawn by the project"}
    return Picture(id="road", files=files, widths=(900, 450), width=900, height=600, alt=alt[language], credit=credit[language])


def stop(language, number, title=None, texts=None, note=None):
    """Return a stop with text, cues and sound; the noted one has a note, the silent one no sound."""
    code, clock = CODES[number - 1], [0.0]
    title = title or TITLES[language][number - 1]
    note = note or (NOTES[language] if code == NOTED else "")
    parts = [paragraph("title", "title", (title,), clock)]
    if note:
        parts.append(paragraph("note", "note", (note,), clock))
    parts.extend(paragraph(f"p{place}", "text", words, clock) for place, words in enumerate(texts or TEXTS[language], 1))
    if code == SILENT:
        parts = [Paragraph(id=part.id, role=part.role, text=part.text) for part in parts]
    tracks = [Track(track="standard", paragraphs=tuple(parts), sound=None if code == SILENT else sound(clock[0]), revision=1)]
    if number == 1:
        tracks.append(easy(title, EASY[language]))
    pictures = (picture(language),) if number in (1, 3) else ()
    signed = film() if number == 2 else None
    return Stop(
        code=code, number=number, title=title, content_note=note, tracks=tuple(tracks), pictures=pictures, sign_video=signed, languages=("kk", "ru", "en")
    )


def easy(title, texts):
    """Return a stop's words in easy language."""
    clock = [0.0]
    parts = [paragraph("title", "title", (title,), clock), *(paragraph(f"p{place}", "text", words, clock) for place, words in enumerate(texts, 1))]
    return Track(track="easy", paragraphs=tuple(parts), sound=sound(clock[0]), revision=1)


def edition(language, stops=None, **words):
    """Return the tour in one language; Kazakh has no second stop."""
    numbers = (1, 3, 4) if language == "kk" else (1, 2, 3, 4)
    stops = stops or tuple(stop(language, number) for number in numbers)
    title, summary = TOURS[language]
    said = {"title": title, "summary": summary, "about": f"{summary}\n\n{summary}", "published_by": "Айгүл", **words}
    return Edition(schema_version=1, tour="alzhir", language=language, published_at="2026-11-23T09:00:00Z", stops=stops, **said)


def shelf(*editions, revision="r1"):
    """Return a shelf with the editions given, or all three."""
    editions = editions or tuple(edition(language) for language in ("kk", "ru", "en"))
    return Shelf({(one.tour, one.language): one for one in editions}, withdrawn=frozenset({WITHDRAWN}), revision=revision)


def walked():
    """Return a shelf whose stops have places and ways; the Kazakh stops have no words for the way."""
    editions = []
    for language in ("kk", "ru", "en"):
        made = edition(language)
        words = {"kk": None, "ru": Way(text="Прямо 40 шагов."), "en": Way(text="Straight on, 40 steps.", step_free="Round the house, on asphalt.")}
        stops = [msgspec.structs.replace(one, place=Place(x=200 * one.number, y=900 - 200 * one.number), way=words[language]) for one in made.stops]
        editions.append(msgspec.structs.replace(made, stops=tuple(stops)))
    return shelf(*editions)


def hard(stop, language):
    """Return a stop with all that a hard one can have: its themes, the passage that its note is about, and its words in easy language and described."""
    themes = (Theme(theme="separation", forms=("told",)), Theme(theme="death-of-children", forms=("told", "pictured")))
    (told,) = stop.tracks
    described = msgspec.structs.replace(told, track="described")
    tracks = (told, easy(stop.title, EASY[language]), described)
    return msgspec.structs.replace(stop, themes=themes, passage=Passage(first="p1", last="p2"), tracks=tracks)


def whole():
    """Return the shelf of the browser's tests: places, ways, and a hard stop with all that one can have."""
    editions = []
    for made in walked().editions.values():
        stops = tuple(hard(one, made.language) if one.code == NOTED else one for one in made.stops)
        editions.append(msgspec.structs.replace(made, stops=stops))
    return shelf(*editions)


def two_tours():
    """Return a shelf with a second tour in one language, whose stops are not those of the first."""
    other = edition("kk", (msgspec.structs.replace(stop("kk", 1), code="X7X7", number=7),), title="Екінші серуен")
    return shelf(*(edition(language) for language in ("kk", "ru", "en")), msgspec.structs.replace(other, tour="second"))


SIGN = Logo("sign.svg", "image/svg+xml", b'<svg xmlns="http://www.w3.org/2000/svg" width="96" height="48"><path d="M0 0h96v48H0z"/></svg>', 96)


def site(public_url=PUBLIC_URL, **looks):
    """Return a site with the words of the repository."""
    names = {"kk": "«АЛЖИР» музейі", "ru": "Музей «АЛЖИР»", "en": "ALZHIR museum"}
    return Site(names, public_url, "kk", Catalogues(ROOT / "locales"), **looks)


def tone(seconds=30):
    """Return quiet sound as a WAV file."""
    file = io.BytesIO()
    with wave.open(file, "wb") as written:
        written.setparams((1, 1, 8000, 0, "NONE", "NONE"))
        written.writeframes(b"\x80" * 8000 * seconds)
    return file.getvalue()


def drawing(width):
    """Return a plain picture as a WebP file."""
    file = io.BytesIO()
    Image.linear_gradient("L").resize((width, width * 2 // 3)).convert("RGB").save(file, "webp", quality=30)
    return file.getvalue()


@get("/media/{name:str}", sync_to_thread=False)
def media(name: FromPath[str], request: Request) -> Response[bytes]:
    """Serve the sound, in parts where the player asks for them, and the pictures of this factory."""
    if name.endswith(".wav"):
        whole = tone()
        start = int((request.headers.get("range") or "bytes=0-").removeprefix("bytes=").partition("-")[0])
        headers = {"Accept-Ranges": "bytes", "Content-Range": f"bytes {start}-{len(whole) - 1}/{len(whole)}"}
        return Response(whole[start:], media_type="audio/wav", status_code=206, headers=headers)
    return Response(drawing(900 if name.startswith(DIGESTS["large"]) else 450), media_type="image/webp")


@get("/broken", sync_to_thread=False)
def broken() -> None:
    """Fail as a mistake in the code would."""
    message = "a secret of the driver"
    raise RuntimeError(message)


def app(shown=None, at=None, counts=None):
    """Return an app with the guide's pages."""
    shown, at, counts = shown or shelf(), at or site(), counts or Counts()

    def seen(request: Request) -> Site:
        return seen_by(at, request)

    made = Litestar(
        [*ROUTES, media, broken],
        dependencies={
            "shelf": Provide(lambda: shown, sync_to_thread=False),
            "site": Provide(seen, sync_to_thread=False),
            "counts": Provide(lambda: counts, sync_to_thread=False),
            "pages": Provide(lambda: Inside(made, lambda: shown.revision), sync_to_thread=False),
        },
        exception_handlers=error_handlers(lambda: at),
        openapi_config=None,
        debug=False,
    )
    return made


def plain_app():
    """Return the app at an address without TLS, for browsers in tests."""
    return app(whole(), at=site("http://127.0.0.1", logo=SIGN))


def many_app():
    """Return the app at an address without TLS with the numbers 2, 23, 24 and 30, one of which begins others."""
    numbers = dict(zip((1, 2, 3, 4), (2, 23, 24, 30), strict=True))
    found = whole()
    editions = [
        msgspec.structs.replace(one, stops=tuple(msgspec.structs.replace(stop, number=numbers[stop.number]) for stop in one.stops))
        for one in found.editions.values()
    ]
    return app(shelf(*editions), at=site("http://127.0.0.1"))


def client(shown=None, at=None, counts=None):
    """Return a client of the app with a shelf of one's own; it follows no redirect."""
    made = TestClient(app(shown, at, counts))
    made.follow_redirects = False
    return made


def digest(text):
    """Return the digest of a text as a Content-Security-Policy writes it."""
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
