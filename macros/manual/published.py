"""What was published stays: vanished numbers, addresses that moved, pages that nobody can browse to, links away."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from urllib.parse import urldefrag, urlsplit

import yaml

from macros.manual.edition import Edition
from macros.manual.index import Index
from macros.manual.labels import Label
from macros.manual.links import links
from macros.manual.problems import Problem
from macros.manual.registers import Redirect, Tombstone
from macros.manual.source import Source

# Records are found through their indexes and feeds, not through the site's contents.
NOT_NAVIGATED = re.compile(r"news/.+/|memos/.+/|.*\btests?/")


def vanished(before: Collection[Label], index: Index, tombstones: Iterable[Tombstone]) -> Iterator[Problem]:
    """Labels that an earlier state published and that neither stand now nor have a tombstone."""
    buried = {tombstone.label for tombstone in tombstones}
    for label in sorted(set(before) - set(index.places) - buried):
        near = index.nearest(label)
        message = f"{label.titled} was published and is gone"
        yield Problem(near.path if near else "data/tombstones.yml", near.line if near else 0, "vanished-label", message)


def astray(
    redirects: Iterable[Redirect], tombstones: Iterable[Tombstone], index: Index, files: Collection[str]
) -> Iterator[Problem]:
    """Redirects and tombstones that lead to nothing, or stand for something that is still there."""
    for redirect in redirects:
        if redirect.to not in files:
            said = f"{redirect.old} leads to {redirect.to}, which does not exist"
            yield Problem("data/redirects.yml", redirect.line, "redirect-to-nothing", said)
        if redirect.old.rstrip("/") + ".md" in files or redirect.old.rstrip("/") + "/index.md" in files:
            said = f"{redirect.old} is a page itself"
            yield Problem("data/redirects.yml", redirect.line, "redirect-to-nothing", said, "Remove the redirect.")
    for tombstone in tombstones:
        if tombstone.now and tombstone.now not in index.places:
            said = f"{tombstone.label.printed} is said to be {tombstone.now.printed} now, which does not exist"
            yield Problem("data/tombstones.yml", tombstone.line, "redirect-to-nothing", said)
        if tombstone.label in index.places:
            said = f"{tombstone.label.printed} has a tombstone and is still there"
            yield Problem("data/tombstones.yml", tombstone.line, "redirect-to-nothing", said, "Remove the tombstone.")


def unlisted(sources: Iterable[Source], navigation: str) -> Iterator[Problem]:
    """Pages that the navigation leaves out. ``navigation`` is the text of mkdocs.yml, '' if there is none."""
    listed = navigated(navigation)
    for source in sources:
        if listed and source.path not in listed and not NOT_NAVIGATED.match(source.path):
            yield Problem(source.path, 0, "not-in-nav", "The navigation does not list this page")


def navigated(navigation: str) -> set[str]:
    """The pages that the ``nav`` of an mkdocs.yml names."""
    if not navigation:
        return set()
    found: set[str] = set()
    rest = [yaml.load(navigation, Loader=_AnyTag).get("nav")]  # noqa: S506  a SafeLoader that skips MkDocs' own tags
    while rest:
        match rest.pop():
            case str(path):
                found.add(path)
            case list(items):
                rest += items
            case dict(items):
                rest += items.values()
    return found


def external(edition: Edition) -> dict[str, list[tuple[str, int]]]:
    """The addresses of other sites that pages and registers link to, without their fragments, each with its places."""
    found: dict[str, list[tuple[str, int]]] = {}
    written = ((link.target, source.path, link.line) for source in edition.sources.values() for link in links(source))
    for target, path, line in (*written, *edition.addresses()):
        address = urldefrag(target).url
        if urlsplit(address).scheme in {"http", "https"}:
            found.setdefault(address, []).append((path, line))
    return dict(sorted(found.items()))


def uncited(index: Index) -> Iterator[Problem]:
    """Tables and figures that nothing cites. Most are introduced by the paragraph they stand under."""
    for label, place in index.places.items():
        if label.mark and label not in index.cited_by:
            yield Problem(place.path, place.line, "uncited-table", f"Nothing cites {label.titled}")


def unledgered(edition: Edition) -> Iterator[Problem]:
    """Links to other sites that the ledger does not list yet."""
    for address, places in external(edition).items():
        if address not in edition.ledger:
            path, line = places[0]
            yield Problem(path, line, "link-not-in-ledger", f"The ledger does not list {address}")


class _AnyTag(yaml.SafeLoader):
    """Reads mkdocs.yml, whose ``!ENV`` and ``!!python/name`` mean something to MkDocs only, as plain values."""


_AnyTag.add_multi_constructor("", lambda *_: None)
