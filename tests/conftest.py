"""What several tests share: a tiny site made from a dict, the real site built once, and a browser."""

from __future__ import annotations

import functools
import http.server
import os
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from filelock import FileLock
from hypothesis import settings
from mkdocs.commands.build import build
from mkdocs.config import load_config

from macros.manual.edition import Edition
from macros.manual.reader import read_edition

PROJECT = Path(__file__).parent.parent
SiteMaker = Callable[[Mapping[str, str]], Path]

# A slow machine is no failure: performance is shown in tests/benchmarks, never in a test.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

# Sealed machines refuse Chromium's own background traffic, hence all the switches.
CHROMIUM_SWITCHES = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session", autouse=True)
def reproducible() -> None:
    """Builds take their clock from the last commit, as `make site` does."""
    if "SOURCE_DATE_EPOCH" not in os.environ:
        git = ["git", "-C", str(PROJECT), "log", "-1", "--format=%ct"]  # absent in an unpacked archive
        told = subprocess.run(git, capture_output=True, text=True, check=False).stdout.strip()
        os.environ["SOURCE_DATE_EPOCH"] = told or "1763769600"


@functools.cache
def real_edition() -> Edition:
    """The project's own edition, read once in each process."""
    return read_edition(PROJECT / "docs")


@pytest.fixture
def docs(tmp_path: Path) -> Callable[[Mapping[str, str]], Path]:
    """Writes files, given as path below docs to text, and returns the docs folder."""

    def write(files: Mapping[str, str]) -> Path:
        folder = tmp_path / "docs"
        for name, text in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return folder

    return write


@pytest.fixture
def tiny_site(tmp_path: Path, docs: Callable[[Mapping[str, str]], Path]) -> SiteMaker:
    """Builds a site from a dict in this process, strictly, and returns its folder."""

    def make(files: Mapping[str, str]) -> Path:
        configuration = {
            "site_name": "Tiny",
            "docs_dir": str(docs({"index.md": "# Home\n", "about/figures.md": "# Figures\n", **files})),
            "strict": True,
            "theme": {"name": "mkdocs"},
            "plugins": [{"sandboxed-macros": {"modules": ["macros"], "render_by_default": False}}],
            "markdown_extensions": ["admonition", "attr_list", "footnotes", "tables", "toc", "macros.extension"],
            "validation": {"links": {"anchors": "warn", "not_found": "warn"}},
        }
        (tmp_path / "mkdocs.yml").write_text(yaml.safe_dump(configuration), encoding="utf-8")
        config = load_config(str(tmp_path / "mkdocs.yml"))
        config.plugins.on_startup(command="build", dirty=False)
        build(config)
        return tmp_path / "site"

    return make


@pytest.fixture(scope="session")
def built_site(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The real site, built once for all tests and workers."""
    shared = tmp_path_factory.getbasetemp()
    folder = (shared if worker_id == "master" else shared.parent) / "built-site"
    return _built_once(folder)


def _built_once(folder: Path) -> Path:
    with FileLock(f"{folder}.lock"):
        if not folder.exists():
            build_real_site(folder)
    return folder


def build_real_site(folder: Path) -> None:
    """Build the project's own site into ``folder``, strictly, with the clock of SOURCE_DATE_EPOCH."""
    config = load_config(str(PROJECT / "mkdocs.yml"), site_dir=str(folder), strict=True)
    config.plugins.on_startup(command="build", dirty=False)
    build(config)


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves a folder as a static host does, the 404 page included, and says nothing."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Send the site's own page for an address that does not exist."""
        page = Path(self.directory) / "404.html"
        if code != 404 or not page.exists():
            super().send_error(code, message, explain)
            return
        body = page.read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture(scope="session")
def address(built_site: Path) -> Iterator[str]:
    """The address at which the real site is served for the browser, with a final slash."""
    handler = functools.partial(Quiet, directory=str(built_site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def chromium() -> str | None:
    """The browser for tests: $CHROMIUM, else one on the PATH; None for Playwright's own.

    Chromium's headless shell comes first: it draws the same pages at a third of the cost.
    """
    shell = ("chromium-headless-shell", "chrome-headless-shell")
    names = (
        os.environ.get("CHROMIUM"),
        *shell,
        "chromium",
        "chromium-browser",
        "google-chrome",
        "google-chrome-stable",
    )
    return next((path for name in names if name and (path := shutil.which(name))), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[object]:
    """A headless Chromium. In CI a missing browser is a failure, elsewhere the tests are skipped."""
    from playwright.sync_api import Error, sync_playwright

    with sync_playwright() as playwright:
        try:
            started = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_SWITCHES)
        except Error as error:
            if os.environ.get("CI"):
                pytest.fail(f"no Chromium to test with: {error}")
            pytest.skip("no Chromium to test with; `make test` installs one where it can")
        yield started
        started.close()


@pytest.fixture
def visit(browser: Any, address: str) -> Iterator[Any]:
    """Opens a page of the real site and returns the Visit; all are closed when the test is done."""
    from tests.browsing import Visit

    visits: list[Visit] = []

    def open_page(path: str, **settings: Any) -> Visit:
        visits.append(Visit(browser, address, **settings))
        visits[-1].to(path)
        return visits[-1]

    yield open_page
    for each in visits:
        each.context.close()
