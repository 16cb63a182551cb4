"""Serving against nginx and bare Litestar: ``python -m benchmarks.serve``; all traffic stays on 127.0.0.1, a few seconds a run."""

import asyncio
import os
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from audio_guide.demo import load
from audio_guide.house import open_house
from audio_guide.migrating import migrate
from audio_guide.narrating import narrate
from audio_guide.publishing import service as publishing
from audio_guide.settings import Settings
from audio_guide.tours import service as tours
from benchmarks.report import Report

SECONDS = 3
ROUNDS = 3
CONNECTIONS = 16
RANGE = "bytes=0-262143"
LIMIT_MB = 200
BARE = """
from litestar import Litestar, Response, get
BODY = open({page!r}, "rb").read()

@get("/page")
async def page() -> Response[bytes]:
    return Response(BODY, media_type="text/html; charset=utf-8")

app = Litestar([page], openapi_config=None)
"""


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def fetch(url: str) -> bytes:
    """Return the bytes of an address of ours."""
    with urllib.request.urlopen(url, timeout=10) as answer:
        return bytes(answer.read())


def wait_for(url: str) -> None:
    """Wait until a server that we started answers."""
    for _ in range(150):
        try:
            fetch(url)
        except OSError:
            time.sleep(0.2)
        else:
            return
    message = f"{url} does not answer"
    raise RuntimeError(message)


def rate(url: str, *headers: str) -> float:
    """Return requests per second of a short run of wrk."""
    wrk = shutil.which("wrk") or "wrk"
    extra = [part for header in headers for part in ("-H", header)]
    done = subprocess.run([wrk, "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", *extra, url], capture_output=True, text=True, check=True)
    if "Non-2xx" in done.stdout:
        raise RuntimeError(done.stdout)
    found = re.search(r"Requests/sec:\s+([\d.]+)", done.stdout)
    if found is None:
        raise RuntimeError(done.stdout)
    return float(found.group(1))


async def prepare(settings: Settings) -> None:
    """Publish the ALZHIR tour in English with the bundled voice."""
    migrate(settings)
    async with open_house(settings) as house:
        async with house.database.write() as session:
            await load.load(session, house.media)
        await narrate(house, language="en")
        async with house.database.write() as session:
            for script in await tours.scripts(session, language="en"):
                await publishing.approve(session, house.voices, script, "bench")
            await publishing.publish(session, house.voices, (await publishing.all_tours(session))[0], "en", "bench")


def nginx(folder: Path, port: int) -> subprocess.Popen[bytes]:
    """Start nginx on the same bytes with two processes."""
    (folder / "nginx.conf").write_text(
        f"worker_processes 2; daemon off; user root; pid {folder}/pid; error_log {folder}/error.log;\n"
        "events { worker_connections 1024; }\n"
        f"http {{ access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000; types {{ text/html html; application/json json; audio/mpeg mp3; }}\n"
        f"  client_body_temp_path {folder}/b; proxy_temp_path {folder}/p; fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u;\n"
        f"  scgi_temp_path {folder}/s;\n"
        f"  server {{ listen 127.0.0.1:{port}; root {folder}/www; }} }}\n"
    )
    return subprocess.Popen([shutil.which("nginx") or "/usr/sbin/nginx", "-p", str(folder), "-c", str(folder / "nginx.conf")])


def ours(settings: Settings) -> subprocess.Popen[bytes]:
    """Start the guide with two web processes."""
    names = ("database_url", "media_url", "data_dir", "locales_dir", "public_url", "port", "web_processes")
    environment = {**os.environ, **{f"AUDIO_GUIDE_{name.upper()}": str(getattr(settings, name)) for name in names}}
    return subprocess.Popen([sys.executable, "-m", "audio_guide", "serve", "--no-worker"], env=environment)


def bare(folder: Path, port: int) -> subprocess.Popen[bytes]:
    """Start bare Litestar that answers the page's bytes, with two processes."""
    (folder / "bare.py").write_text(BARE.format(page=str(folder / "www" / "page.html")))
    granian = Path(sys.executable).with_name("granian")
    options = ["--interface", "asgi", "--host", "127.0.0.1", "--port", str(port), "--workers", "2", "--loop", "uvloop", "--no-ws", "--http", "1"]
    return subprocess.Popen([granian, *options, "--log-level", "warning", "bare:app"], cwd=folder)


def peak_mb(root: int) -> float:
    """Return the largest peak memory of a server's processes."""
    peaks = [0.0]
    for entry in Path("/proc").glob("[0-9]*/status"):
        fields = dict(line.split(":", 1) for line in entry.read_text().splitlines() if ":" in line)
        if root in {int(fields["Pid"]), int(fields["PPid"])} and "VmHWM" in fields:
            peaks.append(int(fields["VmHWM"].split()[0]) / 1024)
    return max(peaks)


def compare(what: str, mine: str, other: str, *headers: str) -> float:
    """Return our rate over the other's, in turns so that noise hits both."""
    ratios: list[float] = []
    for _ in range(ROUNDS):
        theirs, own = rate(other, *headers), rate(mine, *headers)
        ratios.append(own / theirs)
        print(f"{what}: {own:.0f} against {theirs:.0f} a second")
    return statistics.median(ratios)


def measure(folder: Path, settings: Settings, root: int) -> Report:
    """Compare everything that is on the list."""
    report = Report()
    guide, plain, bare_port = f"http://127.0.0.1:{settings.port}", f"http://127.0.0.1:{free_port()}", free_port()
    wait_for(f"{guide}/healthz")
    code, sound = _published(settings)
    page, document = f"{guide}/en/stops/{code}", f"{guide}/api/v1/stops/{code}?lang=en"
    www = folder / "www"
    www.mkdir()
    (www / "page.html").write_bytes(fetch(page))
    (www / "stop.json").write_bytes(fetch(document))
    (www / "sound.mp3").write_bytes(fetch(f"{guide}/media/{sound}"))
    started = [nginx(folder, int(plain.rpartition(":")[2])), bare(folder, bare_port)]
    try:
        wait_for(f"{plain}/page.html")
        wait_for(f"http://127.0.0.1:{bare_port}/page")
        report.at_least("stop page / nginx", compare("stop page", page, f"{plain}/page.html"), 0.45)
        report.at_least("stop JSON / nginx", compare("stop JSON", document, f"{plain}/stop.json"), 0.45)
        report.at_least("256 KB ranges / nginx", compare("range", f"{guide}/media/{sound}", f"{plain}/sound.mp3", f"Range: {RANGE}"), 0.4)
        report.at_least("stop page / bare Litestar", compare("stop page", page, f"http://127.0.0.1:{bare_port}/page"), 1.0)
        report.at_most("peak memory of the server / 200 MB", peak_mb(root) / LIMIT_MB, 1.0)
    finally:
        for process in started:
            process.send_signal(signal.SIGTERM)
            process.wait()
    return report


def _published(settings: Settings) -> tuple[str, str]:
    """Return a published stop's code and the name of its MP3."""

    async def look() -> tuple[str, str]:
        async with open_house(settings) as house, house.database.read() as session:
            shelf = await publishing.load_shelf(session)
        stop = next(iter(shelf.editions.values())).stops[2]
        sound = stop.tracks[0].sound
        if sound is None:
            message = "the stop has no sound"
            raise RuntimeError(message)
        return stop.code, sound.files[0].name

    return asyncio.run(look())


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        settings = Settings(
            database_url=f"sqlite:///{folder / 'guide.sqlite3'}",
            media_url=str(folder / "media"),
            secret_file=str(folder / "secret"),
            data_dir=str(folder / "data"),
            locales_dir=str(Path("locales").absolute()),
            port=free_port(),
            web_processes=2,
        )
        asyncio.run(prepare(settings))
        server = ours(settings)
        try:
            report = measure(folder, settings, server.pid)
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait()
    report.end()


if __name__ == "__main__":
    main()
