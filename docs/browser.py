"""A headless Chromium, driven with nothing but Python's standard library.

It speaks the Chrome DevTools Protocol of ``--remote-debugging-pipe``: JSON with a null byte
behind each message, here through one socket in place of two pipes. The browser finds no host
but this machine. This is one tab for looking at pages; tests of what an application does need
Playwright or Selenium.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

PROGRAMS = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"]
FLAGS = [
    "--headless",
    "--remote-debugging-pipe",
    "--no-sandbox",  # containers have none, and only our own pages are opened
    "--disable-gpu",
    "--disable-dev-shm-usage",  # too small in containers
    "--hide-scrollbars",
    "--no-first-run",
    "--no-proxy-server",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]


def find_browser() -> str | None:
    """Return ``$CHROMIUM``, or the first Chromium or Chrome on ``PATH``, or None.

    Raises
    ------
    FileNotFoundError
        If ``$CHROMIUM`` is no program.
    """
    named = os.environ.get("CHROMIUM")
    if named and not shutil.which(named):
        raise FileNotFoundError(f"$CHROMIUM is no program that can be run: {named}")
    programs = [named] if named else PROGRAMS
    return next((found for program in programs if (found := shutil.which(program))), None)


class Browser:
    """A browser with one tab; a context manager that ends it.

    Parameters
    ----------
    program : str
        Chromium or Chrome.
    patience : float, default=30
        Seconds that anything may take; TimeoutError after that.

    Attributes
    ----------
    events : list of dict
        What has happened in the tab since the last page was asked for.
    """

    def __init__(self, program: str, patience: float = 30.0) -> None:
        self.events: list[dict[str, Any]] = []
        self.patience = patience
        self._last_id, self._unread = 0, b""
        self._session: dict[str, str] = {}  # of the tab, once there is one
        self._profile = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        self._socket, theirs = socket.socketpair()
        # The browser reads from the file descriptor 3 and writes to 4.
        shell = ["sh", "-c", 'exec "$@" 3<&0 4>&0 0</dev/null', "sh"]
        command = [*shell, program, *FLAGS, f"--user-data-dir={self._profile.name}"]
        with theirs, self._said.open("wb") as said:
            self._process = subprocess.Popen(
                command, stdin=theirs, stdout=subprocess.DEVNULL, stderr=said
            )

    @property
    def _said(self) -> Path:
        return Path(self._profile.name, "stderr")

    def __enter__(self) -> Browser:
        try:
            tab = self._call("Target.createTarget", url="about:blank")["targetId"]
            session = self._call("Target.attachToTarget", targetId=tab, flatten=True)
            self._session = {"sessionId": session["sessionId"]}
            for domain in ["Page", "Runtime", "Log"]:
                self._call(f"{domain}.enable")
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()  # the browser ends when nobody listens
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._profile.cleanup()

    def open(self, address: str, width: int) -> None:
        """Open a page in a window of this width in pixels, and wait until it has loaded."""
        size = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": False}
        self._call("Emulation.setDeviceMetricsOverride", **size)
        self.events.clear()
        self._call("Page.navigate", url=address)
        try:
            self.wait_for_page()
        except TimeoutError as error:
            error.add_note(f"while it loaded {address}")
            raise

    def wait_for_page(self) -> None:
        """Wait until the page that was asked for has loaded."""

        def is_loaded(message: dict[str, Any]) -> bool:
            return message.get("method") == "Page.loadEventFired"

        if not any(map(is_loaded, self.events)):
            self._read_until(is_loaded)

    def evaluate(self, expression: str) -> Any:
        """Return the value of an expression, or of the promise that it gives, as JSON has it."""
        reply = self._call(
            "Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True
        )
        if "exceptionDetails" in reply:
            raise RuntimeError(f"{describe(reply['exceptionDetails'])} in {expression}")
        return reply["result"].get("value")

    def errors(self) -> list[str]:
        """List what has gone wrong on the page: uncaught exceptions, errors on the console."""
        found = []
        for event in self.events:
            match event["method"], event["params"]:
                case "Runtime.exceptionThrown", {"exceptionDetails": details}:
                    found.append(f"uncaught exception: {describe(details)}")
                case "Runtime.consoleAPICalled", {"type": "error" | "assert", "args": args}:
                    texts = [str(arg.get("value", arg.get("description"))) for arg in args]
                    found.append(f"error on the console: {' '.join(texts)}")
                case "Log.entryAdded", {"entry": {"level": "error"} as entry}:
                    found.append(f"{entry['text']} {entry.get('url', '')}".strip())
        return found

    def _call(self, method: str, **params: object) -> dict[str, Any]:
        self._last_id += 1
        message = {"id": self._last_id, "method": method, "params": params, **self._session}
        with contextlib.suppress(ConnectionError):  # reading says what has become of the browser
            self._socket.sendall(json.dumps(message).encode() + b"\0")
        reply = self._read_until(lambda message: message.get("id") == self._last_id)
        if "error" in reply:
            raise RuntimeError(f"{method}: {reply['error']['message']}")
        return reply["result"]

    def _read_until(self, is_wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """Read messages up to the one that is wanted; events on the way are kept."""
        deadline = time.monotonic() + self.patience
        while True:
            text, end, rest = self._unread.partition(b"\0")
            if not end:
                self._receive(deadline - time.monotonic())
                continue
            self._unread = rest
            message = json.loads(text)
            if "method" in message:
                self.events.append(message)
            if is_wanted(message):
                return message

    def _receive(self, seconds: float) -> None:
        self._socket.settimeout(max(seconds, 0.001))
        try:
            received = self._socket.recv(1 << 20)
        except TimeoutError:
            message = f"The browser has not answered within {self.patience:g} s."
            raise TimeoutError(message) from None
        except ConnectionError:
            received = b""
        if not received:
            said = self._said.read_text(errors="replace").strip()
            raise RuntimeError(f"The browser has ended. It said: {said[-1000:]}")
        self._unread += received


def describe(details: dict[str, Any]) -> str:
    """Describe an exception of a page, with the place that it was thrown at."""
    text = details.get("exception", {}).get("description") or details["text"]
    return f"{text.splitlines()[0]} ({details.get('url', '')}:{details['lineNumber'] + 1})"
