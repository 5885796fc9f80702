"""Tables of notices, memos and news as drafts: each is known by its columns."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote

from macros.manual.intake import Imported, Refused, RefusedError, day, purchaser, taken
from macros.manual.newsroom import Newsroom
from macros.manual.records import SAFE

BASIS = {  # what the column date_basis says, and the field that means it
    "release/notice date": "noticed",
    "release date": "released",
    "delivered to congress": "delivered",
    "date reported by news source": "reported",
    "federal register print date (notice earlier)": "printed",
    "congressional record print date (notice a few days earlier)": "recorded",
}


def from_csv(text: str, newsroom: Newsroom) -> Imported:
    """The rows of a table, which is known by its columns: of notices, of memos, or of news."""
    reader = csv.DictReader(text.splitlines())
    columns = set(reader.fieldnames or ())
    kind = next((kind for kind, wanted in COLUMNS.items() if wanted <= columns), "")
    if not kind:
        wanted = "; or ".join(f"{', '.join(sorted(names))} ({kind})" for kind, names in COLUMNS.items())
        return Imported({}, (Refused(1, "the table", f"its columns are not known; wanted are {wanted}"),))
    csv.field_size_limit(10**7)
    return taken(kind, ((reader.line_num, row) for row in reader), TURNS[kind], newsroom)


def _notice(row: Mapping[str, str], newsroom: Newsroom) -> dict[str, Any]:
    if not row.get("transmittal_no"):
        raise RefusedError("it has no transmittal number; give it an id of its own with 'new notice'")
    buyer = purchaser(row["country"] or "", newsroom)
    title = (row["title"] or "").strip()
    country, dash, item = title.partition(" – ")
    if dash and newsroom.purchasers.get(country) not in (None, newsroom.purchasers.get(buyer)):
        raise RefusedError(f"its country is {buyer} and its title says {country}")
    values: dict[str, Any] = {"id": row["transmittal_no"], "purchaser": buyer, "item": item if dash else title}
    values["description"] = row.get("items_summary")
    values["total"] = _dollars(row.get("estimated_cost_usd") or "")
    values |= _dated(row.get("date") or "", row.get("date_basis") or "")
    values["contractors"] = [c.strip() for c in (row.get("principal_contractors") or "").split(";") if c.strip()]
    values["sources"] = [quote(row.get("source_url") or "", safe=SAFE)]
    return values


def _memo(row: Mapping[str, str], _: Newsroom) -> dict[str, Any]:
    values: dict[str, Any] = {"number": row["number"], "date": day(row["date"]) if row["date"] else None}
    values["title"], values["e_change"] = row["title"], _whole(row["e_change"]) if row["e_change"] else None
    by = [each.strip() for each in (row["superseded_by"] or "").split(";") if each.strip()]
    partly = [each.removesuffix(" (partial)") for each in by if each.endswith(" (partial)")]
    whole = [each for each in by if not each.endswith(" (partial)")]
    status = row["status"]
    if whole and status not in ("Superseded", "Rescinded"):
        raise RefusedError(f"it is said to be {status or 'of no status'} and ended by {', '.join(whole)}")
    values["status"] = None if whole else status
    values["rescinded_by" if status == "Rescinded" else "superseded_by"] = whole
    values["partly_superseded_by"] = partly
    values["paragraphs"] = [p.strip().rstrip(".") for p in (row["paragraphs_changed"] or "").split(";") if p.strip()]
    values["source"], values["note"] = row["source_url"], row.get("notes")
    return values


def _news(row: Mapping[str, str], _: Newsroom) -> dict[str, Any]:
    when = row["date"] or ""
    words = re.sub(r"[^a-z0-9]+", "-", row["title"].lower()).strip("-").split("-")[:6]
    values: dict[str, Any] = {"id": "-".join(filter(None, (when, *words))), "sort": row["kind"], "item": row["title"]}
    values |= {"publisher": row["publisher"], "url": quote(row["source_url"], safe=SAFE), "description": row["summary"]}
    values["released" if len(when) > 7 else "dated"] = day(when) if len(when) > 7 else when
    return values


COLUMNS = {
    "notice": {"transmittal_no", "country", "title", "estimated_cost_usd", "date", "date_basis", "source_url"},
    "memo": {"number", "date", "title", "e_change", "status", "superseded_by", "paragraphs_changed", "source_url"},
    "news": {"date", "kind", "title", "publisher", "source_url", "summary"},
}
TURNS: Mapping[str, Callable[[Any, Newsroom], dict[str, Any]]] = {"notice": _notice, "memo": _memo, "news": _news}


def _dated(when: str, basis: str) -> dict[str, Any]:
    if not when:
        return {}
    name = BASIS.get(basis.strip().lower())
    if name is None:
        raise RefusedError(f"it is not said what kind of day {when} is (date_basis {basis!r})")
    return {name: day(when)}


def _dollars(text: str) -> int | None:
    if not text:
        return None
    if not re.fullmatch(r"\d+", text):
        raise RefusedError(f"the amount {text!r} is not whole dollars in digits")
    return int(text)


def _whole(text: str) -> int:
    if not re.fullmatch(r"\d+", text):
        raise RefusedError(f"{text!r} is not a whole number")
    return int(text)
