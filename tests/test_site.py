"""The real site: what is read is what is built, every link lands, and two builds are the same."""

import filecmp
import os
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

from macros.manual.labels import Label
from tests.conftest import PROJECT, real_edition


class Page(HTMLParser):
    """The ids, links and other addresses of a built page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.addresses: list[str] = []
        self.styled: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Collect what the tests ask about."""
        for name, value in attrs:
            if name == "id" and value:
                self.ids.append(value)
            if name in {"href", "src", "srcset", "action", "poster"} and value and (tag, name) != ("a", "href"):
                self.addresses.append(value)
            if name == "style":
                self.styled.append(f"<{tag} style={value!r}>")


@pytest.fixture(scope="module")
def pages(built_site):
    return {path.relative_to(built_site).as_posix(): Page(path.read_text()) for path in built_site.rglob("*.html")}


@pytest.fixture(scope="module")
def edition():
    return real_edition()


def test_every_label_that_is_read_is_an_anchor_of_its_page_and_dotted_too(edition, pages):
    built = {path: set(page.ids) for path, page in pages.items()}

    for label, place in edition.index.places.items():
        page = built[place.path.removesuffix("index.md").removesuffix(".md").rstrip("/") + "/index.html"]
        assert label.anchor in page
        assert label.printed in page


def test_every_numbered_anchor_that_is_built_was_read(edition, pages):
    from macros.manual.labels import LabelError

    for path, page in pages.items():
        for anchor in page.ids:
            try:
                label = Label.parse(anchor)
            except LabelError:
                continue
            if label.kind not in ("program", "appendix", "chapter"):
                assert label in edition.index.places, f"{path} has {anchor}, which no source has"


def test_no_page_uses_an_id_twice(pages):
    twice = {path: {i for i in page.ids if page.ids.count(i) > 1} for path, page in pages.items()}

    assert {path: ids for path, ids in twice.items() if ids} == {}


def test_pages_load_nothing_from_elsewhere(pages):
    away = {
        (path, a) for path, page in pages.items() for a in page.addresses if a.startswith(("http:", "https:", "//"))
    }

    # the address of the page itself, and the pages before and after it, are said to search engines in full
    assert {a for _, a in away if not a.startswith("https://security-cooperation-reader.example/")} == set()


def test_pages_have_no_inline_style(pages):
    assert {path: page.styled for path, page in pages.items() if page.styled} == {}


def test_links_inside_the_site_land_with_their_anchors(built_site):
    lychee = Path(sys.executable).parent / "lychee"
    run = subprocess.run(
        [
            lychee,
            "--offline",
            "--include-fragments",
            "--index-files",
            "index.html",
            "--root-dir",
            built_site,
            built_site,
        ],
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.returncode == 0, run.stdout + run.stderr
    total = next(line for line in run.stdout.splitlines() if "Total" in line)
    assert int("".join(filter(str.isdigit, total))) > 1000  # it did read the pages


def test_two_builds_are_the_same_byte_for_byte(built_site, tmp_path):
    again = tmp_path / "again"
    elsewhere = {**os.environ, "TZ": "Asia/Tokyo", "PYTHONHASHSEED": "1"}

    subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(again)],
        cwd=PROJECT,
        env=elsewhere,
        check=True,
    )

    names = sorted(path.relative_to(built_site).as_posix() for path in built_site.rglob("*") if path.is_file())
    assert names == sorted(path.relative_to(again).as_posix() for path in again.rglob("*") if path.is_file())
    assert filecmp.cmpfiles(built_site, again, names, shallow=False) == (names, [], [])


def test_robots_and_sitemap_name_the_same_site(built_site):
    robots = (built_site / "robots.txt").read_text()
    sitemap = (built_site / "sitemap.xml").read_text()

    assert "Sitemap: https://security-cooperation-reader.example/sitemap.xml" in robots
    assert "<loc>https://security-cooperation-reader.example/samm/c1/c1.1/</loc>" in sitemap


def test_pages_and_headers_file_carry_the_same_policy(built_site):
    headers = (built_site / "_headers").read_text()
    policy = (built_site / "index.html").read_text().partition('http-equiv="Content-Security-Policy" content="')[2]

    assert policy.partition('"')[0] in headers
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy.partition('"')[0]


def test_no_banner_claims_to_be_official(built_site):
    for path in built_site.rglob("*.html"):
        assert "official website" not in path.read_text().lower()
