"""The ALZHIR tour from the command line to bytes on the line."""

import asyncio
import contextlib
import http.client
import io
import json
import urllib.error
import urllib.request

import av
import cv2
import numpy as np
import pytest
from pyzbar import pyzbar
from tests.servers import ran

from audio_guide.house import open_house
from audio_guide.publishing import service as publishing
from audio_guide.publishing import signs
from audio_guide.tours import naming


def get(address, path, **headers):
    """Return status, headers and body of an address, errors too."""
    request = urllib.request.Request(address + path, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers, error.read()


async def test_all_thirty_recordings_exist(alzhir):
    """Ten stops are published in each of the three languages, each with sound in both forms that decodes and is not silent."""
    async with open_house(alzhir) as house, house.database.read() as session:
        shelf = await publishing.load_shelf(session)
        sounds = [stop.tracks[0].sound for edition in shelf.editions.values() for stop in edition.stops]
        files = [file.name for sound in sounds if sound for file in sound.files]
        whole = [house.media.verify(name) for name in files]

    assert (30, 60, {True}) == (len([sound for sound in sounds if sound]), len(files), set(whole))
    assert [] == [(sound.voice.id, sound.duration) for sound in sounds if sound and not 90 <= sound.duration <= 180]


def test_the_demo_may_run_again(alzhir):
    """Loading the tour a second time changes nothing and makes no sound again."""
    done = ran(alzhir, "demo", "--no-serve")

    assert (0, "") == (done.returncode, done.stderr)
    assert "30 recordings are up to date." in done.stdout
    assert 3 == done.stdout.count("unchanged, 10 stops")


def test_doctor_finds_nothing_bad(alzhir):
    """The doctor is content with a fresh guide."""
    done = ran(alzhir, "doctor")

    assert (0, True) == (done.returncode, "BAD" not in done.stdout), done.stdout


def test_signs_are_read_by_two_decoders(alzhir, tmp_path):
    """Every sign's PNG decodes with ZBar and with OpenCV to the stop's short address in capitals."""
    done = ran(alzhir, "signs", "--png", "--out", str(tmp_path))
    lines = dict(line.split("  ") for line in done.stdout.splitlines())
    assert 10 == len(lines)

    for path, wanted in lines.items():
        picture = cv2.imread(path, cv2.IMREAD_GRAYSCALE)
        assert [wanted] == [found.data.decode() for found in pyzbar.decode(picture)]
        assert wanted == cv2.QRCodeDetectorAruco().detectAndDecode(picture)[0]


def test_sign_plates_decode_too(alzhir, tmp_path):
    """Every SVG plate has the code, the number, and words in three languages as real text."""
    ran(alzhir, "signs", "--svg", "--out", str(tmp_path))
    plates = sorted(tmp_path.glob("*.svg"))

    assert 10 == len(plates)
    assert all("Тыңдаңыз · Слушайте · Listen" in plate.read_text() for plate in plates)


@pytest.mark.parametrize("host", ["https://g.museum.kz", "http://127.0.0.1:8000", "https://guide.alzhir-museum.kz"])
def test_codes_stay_coarse(host):
    """A sign's code has version 3 at most and error correction M or better for usual addresses."""
    made = signs.qr(signs.sign(host, "K7QX", 12))

    assert (True, True) == (int(made.version) <= 3, made.error in {"M", "Q", "H"})


def test_a_sign_leads_to_the_stop(alzhir, address, tmp_path):
    """The address of a sign, in capitals, leads to the stop's page in the visitor's language."""
    done = ran(alzhir, "signs", "--png", "--out", str(tmp_path))
    first = done.stdout.splitlines()[0].split("  ")[1]
    path = first.removeprefix(address.upper())
    status, _, body = get(address, path, **{"Accept-Language": "ru-KZ,ru;q=0.9"})

    assert (200, True) == (status, b'lang="ru"' in body)


def test_json_and_page_tell_the_same(address):
    """The JSON of a stop holds the words and times that the page shows."""
    _, _, body = get(address, "/api/v1/stops/by-number/3?lang=en")
    stop = json.loads(body)
    stop = stop.get("stop", stop)
    _, _, page = get(address, f"/en/stops/{stop['code']}")

    for paragraph in stop["tracks"][0]["paragraphs"]:
        for sentence in paragraph["sentences"]:
            shown = paragraph["text"][sentence["text_from"] : sentence["text_to"]]
            assert shown.split()[0].replace("’", "’") in page.decode().replace("&#39;", "'")


def test_sound_travels_in_ranges(address):
    """A phone that asks for two bytes gets two, and the sound decodes to something that is not silence."""
    _, _, body = get(address, "/api/v1/stops/by-number/1?lang=kk")
    stop = json.loads(body)
    stop = stop.get("stop", stop)
    name = stop["tracks"][0]["sound"]["files"][0]["name"]
    status, headers, two = get(address, f"/media/{name}", Range="bytes=0-1")
    _, _, whole = get(address, f"/media/{name}")
    with av.open(io.BytesIO(whole)) as sound:
        samples = np.concatenate([frame.to_ndarray().reshape(-1) for frame in sound.decode(audio=0)])

    assert (206, 2, f"bytes 0-1/{len(whole)}") == (status, len(two), headers["Content-Range"])
    assert np.sqrt(np.mean(samples**2)) > 0.01


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/q/0000", 404),
        ("/kk/stops/0000", 404),
        ("/kk/number?n=99", 404),
        ("/de/", 404),
        ("/media/" + "0" * 40 + ".mp3", 404),
        ("/media/../audio_guide.secret", 404),
        ("/api/v1/stops/0000", 404),
        ("/api/v1/stops/by-number/99", 404),
        ("/api/v1/tours/alzhir?lang=de", 400),
        ("/nothing", 404),
    ],
)
def test_what_is_not_there_is_said(address, path, status):
    """An address that leads nowhere gets the right status and a page or document that says so."""
    found, headers, body = get(address, path)

    assert (status, True) == (found, len(body) > 20)
    assert headers["Content-Type"].startswith("application/problem+json") == path.startswith("/api/")


@pytest.mark.parametrize("header", ["kk;q=x", ";;;,,,", "*", "ru;q=0", "x" * 5000, "kk-Latn-KZ;q=0.5, en;q=0.4", "\xff\xfe"])
def test_a_broken_accept_language_does_no_harm(address, header):
    """Whatever a phone says about its languages, it is led to one that the museum has."""
    with contextlib.closing(http.client.HTTPConnection(address.removeprefix("http://"), timeout=10)) as connection:
        connection.request("GET", "/", headers={"Accept-Language": header})
        with connection.getresponse() as answer:
            assert (302, True) == (answer.status, answer.headers["Location"] in {"/kk/", "/ru/", "/en/"})


async def test_a_new_edition_is_seen_within_a_second(alzhir, address):
    """What is withdrawn or published shows at once, in pages and media, and comes back unchanged."""
    _, _, body = get(address, "/api/v1/stops/by-number/10?lang=en")
    stop = json.loads(body)
    stop = stop.get("stop", stop)
    name = stop["tracks"][0]["sound"]["files"][0]["name"]
    async with open_house(alzhir) as house:
        async with house.database.write() as session:
            await publishing.withdraw(session, await publishing.tour_by_slug(session, "alzhir"), "en")
        await asyncio.sleep(1)
        gone = await asyncio.to_thread(get, address, f"/media/{name}")
        fallback = await asyncio.to_thread(get, address, f"/en/stops/{stop['code']}")
        async with house.database.write() as session:
            await publishing.publish(session, house.voices, await publishing.tour_by_slug(session, "alzhir"), "en", "test")
        await asyncio.sleep(1)
        back = await asyncio.to_thread(get, address, f"/media/{name}")

    assert (404, 200, 200) == (gone[0], fallback[0], back[0])
    assert b'lang="ru"' in fallback[2]


async def test_read_prints_what_is_spoken(alzhir):
    """The command read prints spoken sentences, a line each, and findings on standard error."""
    done = ran(alzhir, "read", "--language", "kk", given="1937 жылғы 15 тамыз. Бұл — бұйрық.")
    odd = ran(alzhir, "read", "--language", "kk", "В лагере жили женщины из разных городов.")
    empty = ran(alzhir, "read", "--language", "kk", given="  ")

    assert ["Мың тоғыз жүз отыз жетінші жылғы он бесінші тамыз.".lower(), "бұл, бұйрық."] == done.stdout.lower().splitlines()
    assert (True, True) == ("wrong-language" in odd.stderr, "nothing to read" in empty.stderr)
    assert 1 == empty.returncode


async def test_tours_service_names_are_in_use(alzhir):
    """The names table of the tour is loaded in all three languages."""
    async with open_house(alzhir) as house, house.database.read() as session:
        spoken = {language: await naming.spoken_forms(session, language) for language in ("kk", "ru", "en")}

    assert all(any(name.written in {"АЛЖИР", "ALZHIR"} for name in names) for names in spoken.values())
