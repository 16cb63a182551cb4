"""Google Translate's voices against a stand-in that speaks its protocol and fails in its ways."""

import datetime as dt
import ipaddress
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from fake_gtts import FakeGtts, speech
from fake_time import FakeTime

from audio_guide.speech.engines import EngineError, Utterance
from audio_guide.speech.engines.gtts import GttsEngine

TEXT = "Она ждала письма."
LONG = (
    "В тридцать восьмом году женщин привезли сюда, в голую степь, где стояли бараки из самана; они строили дома, "
    "сажали сады, шили одежду для фронта — и ждали писем от детей."
)
Server = Callable[..., FakeGtts]


@pytest.fixture
def serve() -> Iterator[Server]:
    """Return a function that starts a fake service with the modes of its coming answers."""
    running: list[FakeGtts] = []

    def start(*script: str, certificate: Path | None = None) -> FakeGtts:
        server = FakeGtts(*script, certificate=certificate)
        running.append(server.__enter__())
        return server

    yield start
    for server in running:
        server.__exit__(None, None, None)


def _engine(server: FakeGtts, time: FakeTime, **options: str) -> GttsEngine:
    if "hang" in server.script:
        # The sound is made beforehand, so that only the server's silence can outlast so little patience.
        speech(TEXT, "ru")
        time.patience = 0.4
    return GttsEngine({"gtts_url": server.url, **options}, timing=time.timing)


def _speak(engine: GttsEngine, text: str = TEXT) -> Utterance:
    return engine.synth(text, engine.voices()[0], "ru")


def _failure(engine: GttsEngine, text: str = TEXT) -> EngineError:
    with pytest.raises(EngineError, match=r"^[A-Z].+\.$") as failure:
        _speak(engine, text)
    return failure.value


def test_a_sentence_is_one_call_of_the_protocol(serve: Server, fake_time: FakeTime) -> None:
    """A sentence within 100 characters is one request, with the words as they are, dressed as the library dresses it."""
    server = serve("ok")
    spoken = _speak(_engine(server, fake_time), "Дата — 15.08, «она» ждала.")
    assert [("Дата — 15.08, «она» ждала.", "ru")] == [(asked.text, asked.language) for asked in server.asked]
    assert server.asked[0].path == "/_/TranslateWebserverUi/data/batchexecute"
    assert "Mozilla" in server.asked[0].user_agent
    assert spoken.rate == 24_000


def test_a_long_sentence_is_several_requests_a_second_apart(serve: Server, fake_time: FakeTime) -> None:
    """A long sentence is sent clause by clause, with at least a second between requests, and comes back as one sound."""
    server = serve("ok")
    engine = _engine(server, fake_time)
    spoken = _speak(engine, LONG)
    assert LONG.split() == " ".join(asked.text for asked in server.asked).split()
    assert all(len(asked.text) <= 100 for asked in server.asked)
    assert [1.25] * (len(server.asked) - 1) == [pytest.approx(slept) for slept in fake_time.slept]
    assert spoken.samples.size / spoken.rate > len(LONG) / 30


def test_the_next_sentence_waits_too(serve: Server, fake_time: FakeTime) -> None:
    """Two sentences in a row are a second apart; a sentence after a pause does not wait."""
    engine = _engine(serve("ok"), fake_time)
    _speak(engine)
    _speak(engine)
    fake_time.time += 60
    _speak(engine)
    assert [pytest.approx(1.25)] == fake_time.slept


def test_kazakh_is_refused_with_the_voices_that_speak_it(serve: Server, fake_time: FakeTime) -> None:
    """Kazakh is refused without a request, naming the Piper voice, its install command and the draft voice."""
    server = serve("ok")
    engine = _engine(server, fake_time)
    with pytest.raises(EngineError, match=r"audio-guide voices install kk_KZ-issai-high.+espeak:kk") as refusal:
        engine.synth("Ол хат күтті.", engine.voices()[0], "kk")
    assert refusal.value.kind == "unsupported_language"
    assert [] == server.asked


def test_too_many_requests_stop_all_requests(serve: Server, fake_time: FakeTime) -> None:
    """After a 429 nothing is sent for a quarter of an hour: the next sentence is refused at once, without a request."""
    server = serve("429", "ok")
    engine = _engine(server, fake_time)
    assert ("rate_limited", 900) == (_failure(engine).kind, engine.blocked_until and round(engine.blocked_until - fake_time.time))
    fake_time.time += 600
    second = _failure(engine)
    assert ("rate_limited", 300) == (second.kind, round(second.retry_after or 0))
    assert len(server.asked) == 1
    fake_time.time += 301
    assert _speak(engine).samples.size > 0
    assert engine.blocked_until is None


def test_a_longer_wait_that_the_service_asks_for_is_kept(serve: Server, fake_time: FakeTime) -> None:
    """A Retry-After of an hour is an hour; one of a month is a day, lest a slip of the service silences the museum."""
    server = serve("429")
    server.retry_after = "3600"
    assert _failure(_engine(server, fake_time)).retry_after == pytest.approx(3600)
    server.retry_after = "2592000"
    assert _failure(_engine(server, fake_time)).retry_after == pytest.approx(86_400)


def test_a_refusal_outlives_the_process(serve: Server, fake_time: FakeTime, tmp_path: Path) -> None:
    """For a quarter of an hour after a refusal nothing is sent by a process that is started again, nor by one that runs beside."""
    server = serve("429", "ok")
    beside = _engine(server, fake_time, data_dir=str(tmp_path / "data"))
    _failure(_engine(server, fake_time, data_dir=str(tmp_path / "data")))
    fake_time.time += 600
    started_again = _engine(server, fake_time, data_dir=str(tmp_path / "data"))
    assert ["rate_limited"] * 2 == [_failure(started_again).kind, _failure(beside).kind]
    assert len(server.asked) == 1
    fake_time.time += 301
    assert _speak(started_again).samples.size > 0
    (tmp_path / "data" / "gtts-blocked-until").write_text("nonsense")
    assert _engine(server, fake_time, data_dir=str(tmp_path / "data")).blocked_until is None


def test_a_way_to_the_captcha_page_counts_as_too_many(serve: Server, fake_time: FakeTime) -> None:
    """Being sent to the captcha page opens the circuit like a 429, and the page is not fetched."""
    server = serve("sorry")
    assert _failure(_engine(server, fake_time)).kind == "rate_limited"
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    ("kind", "retry_after", "mode", "words"),
    [
        ("auth", None, "403", "refuses"),
        ("network", None, "404", "404"),
        ("network", 900, "html200", "captcha"),
        ("empty_audio", None, "noaudio", "without sound"),
        ("empty_audio", None, "notmp3", "not sound"),
    ],
)
def test_a_bad_answer_is_an_error_and_not_asked_for_again(
    serve: Server, fake_time: FakeTime, kind: str, retry_after: float | None, mode: str, words: str
) -> None:
    """A refusal, a page instead of sound, or an answer without sound is an error after one request, not a success with no bytes."""
    server = serve(mode)
    failure = _failure(_engine(server, fake_time))
    assert (kind, retry_after) == (failure.kind, failure.retry_after)
    assert words in str(failure)
    assert len(server.asked) == 1


@pytest.mark.parametrize("mode", ["500", "reset", "cut", "hang"])
def test_a_service_that_keeps_failing_is_asked_three_times(serve: Server, fake_time: FakeTime, mode: str) -> None:
    """Server errors, broken lines and silence are tried three times with growing pauses, then reported as network."""
    server = serve(mode)
    failure = _failure(_engine(server, fake_time))
    assert ("network", 60) == (failure.kind, failure.retry_after)
    assert len(server.asked) == 3
    assert [pytest.approx(2.25), pytest.approx(4.25)] == fake_time.slept


@pytest.mark.parametrize("mode", ["500", "503", "reset", "cut", "hang"])
def test_a_service_that_recovers_is_not_an_error(serve: Server, fake_time: FakeTime, mode: str) -> None:
    """One failure before a good answer is not noticed outside."""
    server = serve(mode, "ok")
    assert np.abs(_speak(_engine(server, fake_time)).samples).max() > 0.05
    assert len(server.asked) == 2


def test_no_network_is_said_in_a_sentence(fake_time: FakeTime) -> None:
    """A port where nobody listens is a network error that names no library and no trace."""
    with FakeGtts() as server:
        url = server.url
    failure = _failure(GttsEngine({"gtts_url": url}, timing=fake_time.timing))
    assert ("network", "Google's voice service failed 3 times in a row: no answer (ConnectionError).") == (failure.kind, str(failure))


def test_proxies_of_the_environment_are_used(serve: Server, fake_time: FakeTime, monkeypatch: pytest.MonkeyPatch) -> None:
    """A museum behind a proxy reaches the service through it."""
    proxy = serve("ok")
    monkeypatch.setenv("http_proxy", proxy.url)
    engine = GttsEngine({"gtts_url": "http://voices.invalid"}, timing=fake_time.timing)
    assert _speak(engine).samples.size > 0
    assert proxy.asked[0].path.startswith("http://voices.invalid/_/")


def test_another_epoch_is_another_fingerprint(fake_time: FakeTime) -> None:
    """A museum can declare old recordings out of date by naming a new epoch."""
    old, new = GttsEngine({}, timing=fake_time.timing), GttsEngine({"gtts_epoch": "2027-01"}, timing=fake_time.timing)
    assert old.voices()[0].fingerprint != new.voices()[0].fingerprint


def test_a_certificate_that_nobody_vouches_for_is_refused(serve: Server, fake_time: FakeTime, certificate: Path) -> None:
    """Over TLS a self-signed certificate is refused before any word is sent, and not tried again."""
    server = serve("ok", certificate=certificate)
    failure = _failure(_engine(server, fake_time))
    assert failure.kind == "network"
    assert "certificate could not be verified" in str(failure)
    assert ([], []) == (server.asked, fake_time.slept)


def test_a_certificate_that_the_museum_trusts_is_accepted(serve: Server, fake_time: FakeTime, certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With REQUESTS_CA_BUNDLE naming the certificate (a house proxy's), the same service is used."""
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate))
    server = serve("ok", certificate=certificate)
    assert _speak(_engine(server, fake_time)).samples.size > 0
    assert len(server.asked) == 1


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a file with a key and a self-signed certificate for 127.0.0.1."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "loopback")])
    now = dt.datetime.now(dt.UTC)
    signed = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now - dt.timedelta(days=1), now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "loopback.pem"
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path.write_bytes(private + signed.public_bytes(serialization.Encoding.PEM))
    return path
