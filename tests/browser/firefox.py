"""Firefox as a phone of the tests: the third engine, told what to do through a process of Node."""

import contextlib
import json
import subprocess

from selenium.common.exceptions import WebDriverException

from tests.browser.referees import HERE, NODE


class Firefox:
    """Opens pages, runs scripts and taps, as the other engines do."""

    def __init__(self, process):
        self._process = process
        self._answer()

    def _answer(self):
        line = self._process.stdout.readline()
        assert line, "Firefox ended by itself"
        error, found = json.loads(line)
        if error:
            raise WebDriverException(error)
        return found

    def _do(self, deed, argument=None):
        self._process.stdin.write(json.dumps([deed, argument]) + "\n")
        self._process.stdin.flush()
        return self._answer()

    def open(self, address):
        """Open a page and wait until it is loaded."""
        self._do("open", address)

    def run(self, script):
        """Run a function's body in the page and return what it returns."""
        return self._do("run", script)

    def click(self, selector):
        """Tap something; its sound is muted."""
        self._do("click", selector)

    def picture(self, path):
        """Keep a picture of the window."""
        self._do("picture", str(path))

    @property
    def address(self):
        """The address in view."""
        return self._do("address")


@contextlib.contextmanager
def firefox():
    """Open Debian's Firefox without a window."""
    with subprocess.Popen([NODE, HERE / "firefox.mjs"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield Firefox(process)
        finally:
            process.stdin.close()
            process.wait(30)
