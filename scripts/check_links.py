"""Look after the links to other sites: ``python -m scripts.check_links``.

``--list`` brings the ledger ``docs/data/external_links.csv`` up to date with the pages and registers, without the
network: new addresses are added as unchecked, addresses that nothing links to any more are removed. Without it, each
address is asked for, its state and the day are written, and a summary is printed. Nothing here ever blocks a build:
sites go down, and some refuse programs. A state is one of

    ok           the site answered with the page, or led on to it
    moved        it answered from another address
    dead         404 or 410, or there is no such host: find the page's new place, or say that it is gone
    blocked      403, 429 or a similar refusal: look with a browser
    unreachable  no answer in time, or a fault of the server: ask again another day
    unchecked    never asked
"""

from __future__ import annotations

import argparse
import csv
import io
import socket
import sys
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from macros.manual.published import external
from macros.manual.reader import read_edition

BROWSER = "Mozilla/5.0 (compatible; link check of an independent reader)"  # some sites refuse Python's own name
REFUSED = frozenset({401, 403, 405, 406, 418, 429, 451, 999})
GONE = frozenset({404, 410})


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the ledger: an address, what it answered when it was last asked, when that was, and where it stands."""

    address: str
    state: str
    checked: str
    page: str


Ask = Callable[[str], str]


def main(argv: Sequence[str] | None = None, ask: Ask | None = None) -> int:
    """Bring the ledger up to date and, unless only listing, ask for each address. The exit status is 0 even for dead
    links, which are said; 2 when there is no docs folder."""
    options = _options(argv)
    try:
        pages = external(read_edition(options.docs))
    except FileNotFoundError as error:
        print(error, file=sys.stderr)
        return 2
    ledger = options.docs / "data" / "external_links.csv"
    entries = merged(pages, _read(ledger))
    if not options.list:
        entries = _asked(entries, ask or state, options.today)
    ledger.parent.mkdir(exist_ok=True)
    ledger.write_text(_written(entries), encoding="utf-8")
    for entry in entries if not options.list else ():
        if entry.state in ("dead", "blocked", "moved"):
            print(f"{entry.page}: {entry.address} is {entry.state}")
    counts = Counter(entry.state for entry in entries)
    print(f"{len(entries)} addresses: " + ", ".join(f"{count} {name}" for name, count in sorted(counts.items())))
    return 0


def merged(pages: Mapping[str, Sequence[tuple[str, int]]], ledger: Iterable[Entry]) -> list[Entry]:
    """The ledger for the addresses that ``pages`` link to (address to its places), keeping what is known of them."""
    known = {entry.address: entry for entry in ledger}
    return [
        Entry(address, known[address].state, known[address].checked, places[0][0])
        if address in known
        else Entry(address, "unchecked", "", places[0][0])
        for address, places in sorted(pages.items())
    ]


def state(address: str, timeout: float = 20) -> str:
    """What the address answers now."""
    request = urllib.request.Request(address, headers={"User-Agent": BROWSER})  # noqa: S310  http and https only
    try:
        with urllib.request.urlopen(request, timeout=timeout) as answer:  # noqa: S310
            return "ok" if answer.url.rstrip("/") == address.rstrip("/") else "moved"
    except urllib.error.HTTPError as error:
        return "dead" if error.code in GONE else "blocked" if error.code in REFUSED else "unreachable"
    except urllib.error.URLError as error:
        return "dead" if isinstance(error.reason, socket.gaierror) else "unreachable"
    except (OSError, ValueError):
        return "unreachable"


def _asked(entries: Sequence[Entry], ask: Ask, today: date) -> list[Entry]:
    with ThreadPoolExecutor(8) as pool:  # polite: a handful at a time over dozens of sites
        states = list(pool.map(ask, (entry.address for entry in entries)))
    return [Entry(e.address, found, str(today), e.page) for e, found in zip(entries, states, strict=True)]


def _read(ledger: Path) -> list[Entry]:
    if not ledger.is_file():
        return []
    return [Entry(**row) for row in csv.DictReader(ledger.read_text(encoding="utf-8").splitlines())]


def _written(entries: Iterable[Entry]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, Entry.__slots__, lineterminator="\n")
    writer.writeheader()
    writer.writerows(asdict(entry) for entry in entries)
    return out.getvalue()


def _options(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="check_links", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--docs", type=Path, default=Path("docs"), help="the folder with the pages (default: docs)")
    parser.add_argument("--list", action="store_true", help="only bring the list of addresses up to date")
    parser.add_argument("--today", type=date.fromisoformat, default=date.today(), help=argparse.SUPPRESS)
    return parser.parse_args(argv)


if __name__ == "__main__":
    sys.exit(main())
