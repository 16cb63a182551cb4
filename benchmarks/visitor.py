"""A stop on a bad line: ``python -m benchmarks.visitor``; Chromium behind 400 kbit/s and 400 ms, with the set-up of every connection counted."""

import asyncio
import contextlib
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from audio_guide.settings import Settings
from benchmarks.report import Report
from benchmarks.serve import fetch, free_port, ours, prepare, wait_for

WIDTH = 400_000 / 8
ROUND_TRIP = 0.4
ROUNDS = 5
PLAY_SECONDS, SOUND_SECONDS = 2.2, 3.3
STOPS = ("K4R7", "W3T9")
SOUND_BYTES = 32 * 1024
"""About what a browser wants before it plays."""
FLAGS = ["--mute-audio", "--disable-background-networking", "--disable-component-update", "--no-first-run", "--autoplay-policy=no-user-gesture-required"]
PROBE = """
window.times = {};
new MutationObserver(() => {
  const button = document.getElementById("play");
  if (button && !times.play && button.offsetParent) {
    button.click();
    if (document.querySelector("audio")) times.play = Date.now();
  }
}).observe(document, { childList: true, subtree: true });
document.addEventListener("playing", () => { times.sound ??= Date.now(); }, true);
"""


@contextlib.contextmanager
def bad_line(target: int) -> Iterator[int]:
    """Stand a bad line before a server while the block runs; gives its port."""
    port = free_port()
    command = [sys.executable, "-m", "benchmarks.line", str(port), str(target), str(WIDTH), str(ROUND_TRIP)]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)  # a browser that leaves early is no news
    try:
        wait_for(f"http://127.0.0.1:{port}/healthz")
        yield port
    finally:
        process.terminate()
        process.wait()


def visited(browser: Browser, address: str) -> tuple[float, float]:
    """Return how many seconds after the tap on a link Play works, and sound comes when it is pressed at once."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.add_init_script(PROBE)
    begin = time.time()
    page.goto(address, wait_until="commit", timeout=30_000)
    for _ in range(300):
        times = page.evaluate("window.times")
        if times.get("sound"):
            break
        page.wait_for_timeout(50)
    context.close()
    return times["play"] / 1000 - begin, times["sound"] / 1000 - begin


def bare(address: str, sound: str) -> tuple[float, float]:
    """Return how long the same line takes a client that only loads: the page, then the first part of the sound on a connection of its own."""
    begin = time.perf_counter()
    with urllib.request.urlopen(urllib.request.Request(address, headers={"Accept-Encoding": "br"}), timeout=30) as answer:
        answer.read()
    page = time.perf_counter() - begin
    with urllib.request.urlopen(urllib.request.Request(sound, headers={"Range": f"bytes=0-{SOUND_BYTES - 1}"}), timeout=30) as answer:
        answer.read()
    return page, time.perf_counter() - begin


def measure(port: int, report: Report) -> None:
    """Visit each stop a few times, in turns with the bare client."""
    with bad_line(port) as line, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        for code in STOPS:
            path = f"/en/stops/{code}"
            found = re.search(rb"/media/\w+\.mp3", fetch(f"http://127.0.0.1:{port}{path}"))
            sound = f"http://127.0.0.1:{line}{found.group().decode() if found else ''}"
            rows = [(*visited(browser, f"http://127.0.0.1:{line}{path}"), *bare(f"http://127.0.0.1:{line}{path}", sound)) for _ in range(ROUNDS)]
            play, heard, page, loaded = (statistics.median(row[column] for row in rows) for column in range(4))
            print(f"{path}: Play works after {play:.2f} s, sound after {heard:.2f} s; bare client {page:.2f} s and {loaded:.2f} s")
            report.at_most(f"{code}: Play works, against {PLAY_SECONDS} s", play / PLAY_SECONDS, 1)
            report.at_most(f"{code}: sound, against {SOUND_SECONDS} s", heard / SOUND_SECONDS, 1)
            report.at_most(f"{code}: Play works, against the bare page", play / page, 1.5)
            report.at_most(f"{code}: sound, against bare loading", heard / loaded, 1.5)
        browser.close()


def main() -> None:
    """Publish the tour, put a bad line before it and visit."""
    report = Report()
    with tempfile.TemporaryDirectory() as name:
        folder, port = Path(name), free_port()
        settings = Settings(
            database_url=f"sqlite:///{folder / 'guide.sqlite3'}", media_url=str(folder / "media"), data_dir=str(folder / "data"),
            secret_file=str(folder / "secret"), public_url=f"http://127.0.0.1:{port}", port=port, web_processes=1,
        )  # fmt: skip
        asyncio.run(prepare(settings))
        server = ours(settings)
        try:
            wait_for(f"http://127.0.0.1:{port}/healthz")
            for code in STOPS:
                fetch(f"http://127.0.0.1:{port}/en/stops/{code}")
            measure(port, report)
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(30)
    report.end()


if __name__ == "__main__":
    main()
