"""What was published when: a line for each record, against which a lost or silently changed record is noticed.

The ledger ``docs/data/published.csv`` is written by ``python -m scripts.publish_news``. A digest covers what a record
says without its versions; so a change with a version note is a correction, and one without is an error.
"""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from macros.manual.problems import Problem
from macros.manual.records import Record, Removed, fields

PATH = "data/published.csv"
FIELDS = ("kind", "id", "published", "updated", "versions", "digest")
TOLD = frozenset({"versions", "withdrawn", "release_at", "formerly"})  # what may change without a version


@dataclass(frozen=True, slots=True)
class Published:
    """When a record was first published, when it last changed, how many versions it had, and its digest."""

    kind: str
    id: str
    published: date
    updated: date
    versions: int
    digest: str
    line: int = 0

    @property
    def row(self) -> tuple[str, ...]:
        """The line of the ledger."""
        days = self.published.isoformat(), self.updated.isoformat()
        return (self.kind, self.id, *days, str(self.versions), self.digest)


Ledger = Mapping[tuple[str, str], Published]


def read(text: str) -> tuple[dict[tuple[str, str], Published], list[Problem]]:
    """The ledger of a file's text, and the lines that cannot be read."""
    found: dict[tuple[str, str], Published] = {}
    problems = []
    for number, row in enumerate(csv.DictReader(text.splitlines()), 2):
        try:
            kind, name, first, last, versions, digest = (row[field] for field in FIELDS)
            days = date.fromisoformat(first), date.fromisoformat(last)
            found[kind, name] = Published(kind, name, *days, int(versions), digest, number)
        except (KeyError, ValueError, TypeError, AttributeError):
            said = "The line of the ledger cannot be read"
            problems.append(Problem(PATH, number, "register", said, "Restore the file as the last commit has it."))
    return found, problems


def written(ledger: Ledger) -> str:
    """The text of the ledger's file, in the order of kinds and ids."""
    rows = [",".join(FIELDS), *(",".join(ledger[key].row) for key in sorted(ledger))]
    return "\n".join(rows) + "\n"


def digest(record: Record) -> str:
    """What the record says, in twelve letters."""
    said = {name: value for name, value in fields(record).items() if name not in TOLD}
    return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:12]


def brought(ledger: Ledger, records: Iterable[tuple[str, Record]], gone: Iterable[Removed], today: date) -> Ledger:
    """The ledger with what is new or was changed with a note; what has a tombstone leaves it."""
    kept = dict(ledger)
    for each in gone:
        kept.pop((each.kind, each.id), None)
    for kind, record in records:
        name, count, said = record.key, _count(record), digest(record)
        old = kept.get((kind, name))
        if old is None:
            before = [kept.pop((kind, each)) for each in record.formerly if (kind, each) in kept]
            first = min((each.published for each in before), default=today)  # under another id it was there already
            kept[kind, name] = Published(kind, name, first, today, count, said)
        elif (old.versions, old.digest) != (count, said):
            kept[kind, name] = Published(kind, name, old.published, today, count, said)
    return kept


def disagreements(
    ledger: Ledger,
    records: Iterable[tuple[str, Record]],
    gone: Iterable[Removed],
    *,
    publishing: bool = False,
    whole: bool = True,
) -> Iterator[Problem]:
    """Records that are gone without a tombstone, changed without a note, or not yet in the ledger.

    While ``publishing``, what is new or was corrected is no disagreement: the ledger is about to have it. When the
    records could not be read ``whole``, none is said to be gone.
    """
    buried = {(each.kind, each.id): each for each in gone}
    seen = set()
    for kind, record in records:
        key = (kind, record.key)
        seen |= {key, *((kind, each) for each in record.formerly)}
        path, line = record.file, record.line
        old = ledger.get(key)
        if key in buried:
            said = f"The {kind} {key[1]} has a tombstone and is still there"
            yield Problem("data/removed.yml", buried[key].line, "removed-record", said, "Remove the one or the other.")
        if old is None:
            if not publishing:
                yield Problem(path, line, "not-published", f"The {kind} {key[1]} is not in the ledger")
        elif old.digest != digest(record) and old.versions >= _count(record):
            yield Problem(path, line, "silent-change", f"The {kind} {key[1]} was changed and no version says so")
        elif old.versions != _count(record) and not publishing:
            said = f"The ledger does not have the last version of the {kind} {key[1]}"
            yield Problem(path, line, "not-published", said)
    for key, old in ledger.items():
        if whole and key not in seen and key not in buried:
            yield Problem(PATH, old.line, "removed-record", f"The {key[0]} {key[1]} was published and is gone")


def _count(record: Record) -> int:
    return len(record.versions) + (record.withdrawn is not None)
