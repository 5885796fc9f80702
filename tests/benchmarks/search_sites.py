"""The sites that the benchmarks of the search compare: ours at three sizes, and over the same pages two other searches.

A site is built once and kept in a folder that bears the fingerprint of what it was built from. Beside it lie layers
to be served over it: ``stock`` has what Material's own search needs (its index of the same pages, and the page that
the benchmark opens, led back to Material's worker), ``pagefind`` an index that Pagefind made of the same built pages,
with a bare page that asks it.
"""

from __future__ import annotations

import filecmp
import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from material.plugins.search.plugin import SearchPlugin
from mkdocs.commands.build import build
from mkdocs.config import load_config

from macros.manual import shards
from macros.manual.documents import documents
from macros.manual.reader import read_edition
from tests.benchmarks import larger_manual

PROJECT = Path(__file__).parent.parent.parent
CACHE = Path(tempfile.gettempdir()) / "search-benchmarks"
PAGE = "samm/c5/c5.4/"  # the page that is opened: one of the longest
ARTICLE = "article.md-content__inner"  # what Pagefind indexes: the page's own text, not the frame around it
PAGEFIND = ("pagefind==1.5.2", "pagefind-bin==1.5.2")
EPOCH = "1798761600"  # 1 January 2027, later than any record: the clock of every build
SOURCES = ("docs", "overrides", "macros", "mkdocs.yml", "tests/benchmarks/larger_manual.py")
WORKER = "assets/js/search/worker.js"
DOOR = re.compile(r"<script>\s*\(function \(\) \{\s*var Native = .*?</script>", re.DOTALL)  # partials/door.html


@dataclass(frozen=True)
class Size:
    """How much there is to search; no ``paragraphs`` mean the site as it is."""

    name: str
    paragraphs: int = 0
    memos: int = 0
    news: int = 0


SIZES = {
    size.name: size
    for size in (
        Size("real"),
        Size("manual", larger_manual.PARAGRAPHS),
        Size("full", larger_manual.PARAGRAPHS, memos=1600, news=2000),
    )
}


@dataclass(frozen=True)
class Built:
    """A built site: its folder and layers, and what building it took.

    ``page_seconds`` are those of the build without the search; ``same`` says whether the index came out byte for byte
    the same three times: in the build, and twice by itself, with another hash seed each time.
    """

    folder: Path
    pages: int
    documents: int
    page_seconds: float
    index_seconds: float
    same: bool

    @property
    def site(self) -> Path:
        """Our own."""
        return self.folder / "site"

    def layers(self, system: str) -> tuple[Path, ...]:
        """The folders to serve for one of the SYSTEMS, the uppermost first."""
        return (self.site,) if system == "ours" else (self.folder / system, self.site)


def built(size: Size, cache: Path = CACHE) -> Built:
    """The site of that size, built if it is not in ``cache`` yet, in place of an older one. Building takes minutes."""
    folder = cache / f"{size.name}-{fingerprint()}"
    record = folder / "built.json"
    if not record.exists():
        for old in [folder, *(found.parent for found in cache.glob(f"{size.name}-*/built.json"))]:
            shutil.rmtree(old, ignore_errors=True)
        folder.mkdir(parents=True)
        figures = _build(size, folder)
        record.write_text(json.dumps(figures), encoding="utf-8")
    return Built(folder, **json.loads(record.read_text(encoding="utf-8")))


def fingerprint() -> str:
    """A short name for the state of everything that a site is built from."""
    digest = hashlib.sha256()
    for name in SOURCES:
        top = PROJECT / name
        for file in sorted(top.rglob("*")) if top.is_dir() else [top]:
            if file.is_file() and file.suffix != ".pyc":
                digest.update(f"{file.relative_to(PROJECT)}\0".encode() + file.read_bytes())
    return digest.hexdigest()[:10]


def without_pagefind() -> str:
    """What to do where Pagefind is not installed; '' where it is."""
    if importlib.util.find_spec("pagefind") and importlib.util.find_spec("pagefind_bin"):
        return ""
    return f"Pagefind is compared with and is not installed: {sys.executable} -m pip install {' '.join(PAGEFIND)}"


def _build(size: Size, folder: Path) -> Mapping[str, Any]:
    os.environ.update(SOURCE_DATE_EPOCH=EPOCH, NO_MKDOCS_2_WARNING="1")
    project = PROJECT
    if size.paragraphs:
        project = folder / "project"
        larger_manual.make(project, size.paragraphs, size.memos, size.news)
    # Not strict: whether the pages are in order is for the tests to say.
    config = load_config(str(project / "mkdocs.yml"), site_dir=str(folder / "site"), strict=False)
    config.plugins.on_startup(command="build", dirty=False)
    start = time.perf_counter()
    build(config)
    whole = time.perf_counter() - start
    pages = [file.page for file in config.plugins["sandboxed-macros"].files.documentation_pages()]
    _stock(config, pages, folder)
    _pagefind(folder)
    index = [_indexed(project / "docs", folder / "again", seed) for seed in ("1", "2")]
    return {
        "pages": len(pages),
        "documents": index[0]["documents"],
        "page_seconds": whole - min(found["seconds"] for found in index),
        "index_seconds": min(found["seconds"] for found in index),
        "same": all(found["same"] for found in index),
    }


def _stock(config: Any, pages: list[Any], folder: Path) -> None:
    """The layer of Material's own search: what its plugin would have written, and the page that asks its worker."""
    plugin: Any = SearchPlugin()
    plugin.load_config({})
    plugin.on_config(config)
    for page in pages:
        plugin.search_index.add_entry_from_context(page)
    layer, site = folder / "stock", folder / "site"
    (layer / "search").mkdir(parents=True)
    text = plugin.search_index.generate_search_index(None)
    (layer / "search" / "search_index.json").write_text(text, encoding="utf-8")
    (worker,) = site.glob("assets/javascripts/workers/search.*.min.js")
    html = (site / PAGE / "index.html").read_text(encoding="utf-8")
    stock = DOOR.sub("", html.replace(WORKER, worker.relative_to(site).as_posix()))
    if WORKER in stock or stock == html or "searchDoor" in stock:
        raise ValueError("the page does not name our worker as it did; mend search_sites.py")
    (layer / PAGE).mkdir(parents=True)
    (layer / PAGE / "index.html").write_text(stock, encoding="utf-8")


def _pagefind(folder: Path) -> None:
    """The layer of Pagefind: its index of the built pages, and a bare page that asks it (``pagefind.html``)."""
    layer = folder / "pagefind"
    command = [sys.executable, "-m", "pagefind", "--site", str(folder / "site"), "--root-selector", ARTICLE]
    subprocess.run([*command, "--output-path", str(layer / "pagefind"), "--quiet"], check=True)
    shutil.copy(Path(__file__).with_name("pagefind.html"), layer / "pagefind.html")


# ---- The index alone ------------------------------------------------------------------------------------------------


def write_index(docs: Path, folder: Path) -> int:
    """Write the index of the search over ``docs`` as a build does; how many documents it has."""
    edition = read_edition(docs)
    start = time.perf_counter()
    for path, text in shards.published(edition, _address).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    seconds, found = time.perf_counter() - start, sum(1 for _ in documents(edition))
    print(json.dumps({"documents": found, "seconds": seconds}))
    return found


def _address(path: str) -> str:
    """Where MkDocs puts a page, relative to the site's root."""
    return (path.removesuffix("index.md") or "./") if path.endswith("index.md") else path.removesuffix(".md") + "/"


def _indexed(docs: Path, folder: Path, seed: str) -> dict[str, Any]:
    """The index written by a process of its own: its documents and seconds, and whether the build has the same."""
    shutil.rmtree(folder, ignore_errors=True)
    command = [sys.executable, "-m", "tests.benchmarks.search_sites", str(docs), str(folder)]
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    done = subprocess.run(command, env=environment, cwd=PROJECT, check=True, capture_output=True, text=True)
    names = [path.relative_to(folder).as_posix() for path in folder.rglob("*.js")]
    _, other, missing = filecmp.cmpfiles(folder, folder.parent / "site" / "search", names, shallow=False)
    return {**json.loads(done.stdout), "same": not other and not missing}


if __name__ == "__main__":
    write_index(Path(sys.argv[1]), Path(sys.argv[2]))
