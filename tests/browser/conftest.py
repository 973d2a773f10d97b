"""A real browser on the real site: one server and one Chromium for each module of tests.

Chromium is the system's, else Playwright's own. Without one the tests are skipped with the
remedy; where ``CI=true`` they fail, since a silent skip would promise what nobody looked at.
"""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
REMEDY = "no Chromium: apt-get install chromium, or python -m playwright install chromium"
WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 360, "height": 740}


# ---- the site ----


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Quiet(WSGIRequestHandler):
    def log_message(self, *_):
        pass


@pytest.fixture(scope="session")
def site(static_files) -> Iterator[str]:
    """Address of the site, served from a thread."""
    from django.core.wsgi import get_wsgi_application

    server = make_server("127.0.0.1", 0, get_wsgi_application(), Server, Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


# ---- the browser ----


def _executable(playwright) -> str | None:
    found = next(filter(None, map(shutil.which, NAMES)), None)
    own = playwright.chromium.executable_path
    return found or (own if Path(own).exists() else None)


@pytest.fixture(scope="module")
def chromium():
    """A browser with a fresh profile; closed before tests elsewhere meet its event loop."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = _executable(playwright)
        if path is None:
            (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(REMEDY)
        flags = [*FLAGS, "--no-sandbox"] if os.geteuid() == 0 else list(FLAGS)
        browser = playwright.chromium.launch(executable_path=path, args=flags)
        yield browser
        browser.close()


@dataclass
class Visit:
    """An open page and what went wrong on it."""

    page: object
    site: str
    faults: list[str] = field(default_factory=list)

    def go(self, address: str) -> None:
        """Open ``address`` of the site and wait until all is loaded."""
        self.page.goto(self.site + address, wait_until="load")

    def row_names(self) -> list[str]:
        """First cells of the visible rows of the first table."""
        rows = self.page.locator("table").first.locator("tbody tr:not([hidden]) th[scope=row]")
        return [text.split("\n")[0].strip() for text in rows.all_inner_texts()]

    @property
    def width_over(self) -> int:
        """By how many pixels the document is wider than the window."""
        return self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )


@pytest.fixture(scope="module")
def visiting(chromium, site):
    """``with visiting(width=…, dark=…, scripts=…) as visit``: a context of its own."""

    @contextmanager
    def opened(size=WIDE, *, dark: bool = False, scripts: bool = True) -> Iterator[Visit]:
        context = chromium.new_context(
            viewport=size,
            color_scheme="dark" if dark else "light",
            java_script_enabled=scripts,
            reduced_motion="reduce",
            locale="vi-VN",
        )
        page = context.new_page()
        visit = Visit(page, site)
        _listen(page, visit)
        yield visit
        context.close()

    return opened


def _listen(page, visit: Visit) -> None:
    """Note console errors (violations of the policy among them), failures, other hosts."""

    def said(message) -> None:
        if message.type in ("error", "warning"):
            visit.faults.append(f"console {message.type}: {message.text}")

    def asked(request) -> None:
        if not request.url.startswith(visit.site):
            visit.faults.append(f"another host: {request.url}")

    def answered(response) -> None:
        if response.status >= 400:
            visit.faults.append(f"{response.status}: {response.url}")

    page.on("console", said)
    page.on("pageerror", lambda error: visit.faults.append(f"script: {error}"))
    page.on("request", asked)
    page.on("response", answered)
    page.on("requestfailed", lambda request: visit.faults.append(f"failed: {request.url}"))
