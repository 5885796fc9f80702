"""The beginning and the end of a build."""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from mkdocs.utils import get_relative_url
from rjsmin import jsmin

from macros.manual import feeds, glossary, graph, news_data, news_pages, review_calendar, shards
from macros.manual.checks import check
from macros.manual.edition import Edition
from macros.manual.leads import leads
from macros.manual.newsroom import FOLDERS
from macros.manual.problems import Level
from macros.manual.reader import read_edition
from macros.manual.resolver import atlas
from macros.manual.shelves import shelves
from macros.phrases import Phrases
from macros.sandbox import SandboxedMacros
from macros.security_policy import seal
from macros.styles import JOINED, join

# What the search's worker runs, in the order in which each needs the ones before.
SEARCH_SCRIPTS = (
    "labels.js",
    *(f"search/{name}.js" for name in ("stemmer", "words", "spelling", "engine", "ranking", "answers")),
)

# What the checker reports and no build stops for: a figure past its review day, in old or unrelated text; a memo after
# the review of a page, which the page says to its readers; and a review after the build's day, which is that of the
# last commit, while the review may be in the next.
LEFT_TO_THE_CHECKER = frozenset({"stale-fact", "memo-after-review", "future-review"})

log = logging.getLogger("mkdocs.macros.manual")  # below "mkdocs", so that --strict counts its warnings


def begin(env: SandboxedMacros) -> None:
    """Read the edition, say what is wrong with it, and hand it to the extension and to the authors' macros."""
    edition = read_edition(Path(env.conf["docs_dir"]))
    for problem in check(edition, build_day()):
        if problem.level is not Level.INFO and problem.rule not in LEFT_TO_THE_CHECKER:
            log.warning(problem.explain())
    env.edition = edition = seen(env, edition)
    env.phrases = phrases = Phrases(edition, env)
    env.authors.update(phrases.macros())
    env.data.update(phrases.data())
    if env.conf["theme"].name == "material" and env.conf["extra_css"]:
        env.styles, env.conf["extra_css"] = tuple(env.conf["extra_css"]), [JOINED]  # written when the pages are there
    configs = env.conf["mdx_configs"]
    configs["macros.extension"] = {**configs.get("macros.extension", {}), "edition": edition}


def seen(env: SandboxedMacros, edition: Edition) -> Edition:
    """The edition without news that is held back, and its pages; what holds such a record is left out as a file too."""
    newsroom = edition.newsroom.as_of(build_time())
    shown = {id(record) for _, record in newsroom.records}
    env.left_out = frozenset(record.file for _, record in edition.newsroom.records if id(record) not in shown)
    env.made = news_pages.pages(newsroom) | {shelf.path: news_pages.shelf_page(shelf) for shelf in shelves(newsroom)}
    sources = {path: source for path, source in edition.sources.items() if path not in env.left_out}
    return replace(edition, newsroom=newsroom, sources=sources)


def finish(env: SandboxedMacros) -> None:
    """Write what is made of the whole edition beside its pages, and the security policy into them."""
    site = Path(env.conf["site_dir"])
    publish_places(env, site)
    publish_data(env, site)
    publish_feeds(env, site)
    publish_search(env, site)
    shrink_scripts(site)
    write_redirects(env, site)
    join(site, env.styles)
    if not env.conf["extra"].get("offline"):  # a folder on a disk has no policy, and its search runs in a frame
        seal(site)


def write_redirects(env: SandboxedMacros, site: Path) -> None:
    """A page at each address that has moved; it leads on without JavaScript, and says where for those who stay."""
    template = env.phrases.templates.get_template("redirect.html")
    for old, to in moved(env.edition) if env.edition else ():
        file = env.files.get_file_from_path(to)
        if file:  # the checks have reported one that leads to nothing
            page = site / old / "index.html"
            page.parent.mkdir(parents=True, exist_ok=True)
            page.write_text(template.render(to=get_relative_url(file.url, old)), encoding="utf-8")


def moved(edition: Edition) -> Iterator[tuple[str, str]]:
    """Each address that has moved, of pages and of records, with the Markdown file of the page that stands for it."""
    for redirect in edition.redirects:
        yield redirect.old, redirect.to
    for kind, record in edition.newsroom.records:
        for old in record.formerly:
            yield f"{FOLDERS[kind]}/{old}/", record.path


def publish_places(env: SandboxedMacros, site: Path) -> None:
    """Write what pages fetch when they are asked: where each number is, and the first words of each number and term."""
    if env.edition is None:
        return

    def address(path: str) -> str | None:
        file = env.files.get_file_from_path(path)
        return file.url if file else None

    index = env.edition.index
    write(site / "assets" / "cite.json", atlas(index, env.edition.tombstones, address))
    for path, page in index.outlines.items():
        url = address(path)
        if url and (found := leads(page)):
            write(site / "assets" / "leads" / f"{url.rstrip('/')}.json", found)
    for path, entries in glossary.leads(env.edition.glossary).items():
        if url := address(path):
            write(site / "assets" / "leads" / f"{url.rstrip('/')}.json", entries)


def write(path: Path, value: object) -> None:
    """Write ``value`` as small JSON, in folders made for it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")


def publish_data(env: SandboxedMacros, site: Path) -> None:
    """Write the open data that is made of the edition, beside the registers that MkDocs copied."""
    if env.edition is None:
        return
    folder = site / "data"
    folder.mkdir(exist_ok=True)
    made = graph.files(env.edition, lambda path: page_address(env, path)) | news_data.files(env.edition.newsroom)
    for name, text in made.items():
        (folder / name).write_text(text, encoding="utf-8", newline="")  # CSV brings its own line ends


def publish_feeds(env: SandboxedMacros, site: Path) -> None:
    """Write the feeds of news and the calendar of review periods."""
    if env.edition is None:
        return
    newsroom, address = env.edition.newsroom, str(env.conf["site_url"] or "/")
    made = dict(feeds.files(feeds.feeds(newsroom, env.edition.index.parts), address))
    made[review_calendar.FILE] = review_calendar.as_calendar(newsroom, address)
    (site / feeds.FOLDER).mkdir(exist_ok=True)
    for name, text in made.items():
        (site / name).write_text(text, encoding="utf-8", newline="")  # the calendar brings its own line ends


def shrink_scripts(site: Path) -> None:
    """Take the comments out of our scripts as readers fetch them; on a slow line they are a third of the search."""
    scripts = site / "assets" / "js"
    for path in scripts.rglob("*.js"):
        path.write_text(str(jsmin(path.read_text(encoding="utf-8"), keep_bang_comments=True)), encoding="utf-8")
    worker = scripts / "search" / "worker.js"
    if worker.exists():  # one file, since a worker fetches its scripts one after the other
        parts = [scripts / name for name in SEARCH_SCRIPTS]
        worker.write_text("\n".join(part.read_text(encoding="utf-8") for part in [*parts, worker]), encoding="utf-8")


def publish_search(env: SandboxedMacros, site: Path) -> None:
    """Write the index of the search, and the small file that the theme asks for before anybody searches."""
    theme = {"config": {"lang": ["en"], "separator": "[\\s\\-]+", "pipeline": [], "fields": {}}, "docs": []}
    write(site / "search" / "search_index.json", theme)
    (site / "search" / "search_index.js").write_text(f"var __index={json.dumps(theme)}\n", encoding="utf-8")
    if env.edition is None:
        return
    for path, text in shards.published(env.edition, lambda page: page_address(env, page)).items():
        file = site / "search" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


def page_address(env: SandboxedMacros, path: str) -> str:
    """Where a page is on the site, relative to its root; '' for a source that is not built."""
    file = env.files.get_file_from_path(path)
    return file.url if file else ""


def build_time() -> datetime:
    """The moment of the build: SOURCE_DATE_EPOCH where it is set, as for every reproducible build, else now."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    return datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)


def build_day() -> date:
    """The day of the build."""
    return build_time().date()
