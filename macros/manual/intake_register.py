"""Documents of the Federal Register as drafts: notices under 36(b)(1), and reports of upgrades under 36(b)(5)(C)."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from macros.manual.intake import Imported, Refused, RefusedError, day, purchaser, taken
from macros.manual.newsroom import Newsroom
from macros.manual.notices import TRANSMITTAL
from macros.manual.records import amount

SECTION = re.compile(r"^\s*\((?P<number>i{1,3}|iv|v|vi{1,3})\)\s*(?P<title>[^:\n]*(?:\n[^:\n(]*)?):", re.MULTILINE)


def from_federal_register(text: str, newsroom: Newsroom) -> Imported:
    """Documents of the Federal Register as its public API v1 gives them: one, a list, or an answer with ``results``.

    The API gives the text apart (``raw_text_url``); purchaser, amount and day of delivery stand only there, so it must
    be saved into the document as ``raw_text``.
    """
    try:
        data = json.loads(text)
    except ValueError as error:
        return Imported({}, (Refused(getattr(error, "lineno", 1), "the file", f"it is not JSON: {error}"),))
    documents = data.get("results", [data]) if isinstance(data, dict) else data
    if not isinstance(documents, list):
        return Imported({}, (Refused(1, "the file", "it holds no documents of the API"),))
    return taken("notice", ((_place(text, each), each) for each in documents), _document, newsroom)


def _document(document: Any, newsroom: Newsroom) -> dict[str, Any]:
    if not isinstance(document, dict):
        raise RefusedError("it is not a document of the API")
    text = document.get("raw_text")
    if not isinstance(text, str) or not text.strip():
        where = document.get("raw_text_url") or "raw_text_url"
        raise RefusedError(
            f"its text is not in the file, and purchaser and amount stand only there; save {where} as 'raw_text'"
        )
    numbers = sorted(set(re.findall(rf"Transmittal No\.?\s*({TRANSMITTAL.pattern})\b", _head(text))))
    if len(numbers) != 1:
        raise RefusedError(
            f"it names {len(numbers)} transmittal numbers where one is wanted: {', '.join(numbers) or 'none'}"
        )
    values: dict[str, Any] = {"id": numbers[0]}
    upgrade = bool(re.search(r"36\s*\(b\)\s*\(5\)\s*\(C\)", text, re.I))
    if not upgrade and not re.search(r"36\s*\(b\)\s*\(1\)", text, re.I):
        raise RefusedError("it names neither section 36(b)(1) nor 36(b)(5)(C)")
    parts = _sections(text)
    buyer = parts.get("purchaser") or parts.get("prospective purchaser") or ""
    values["purchaser"] = purchaser(re.sub(r"^(the )?(government|kingdom) of (the )?", "", buyer, flags=re.I), newsroom)
    values["item"] = _headline(text)
    values |= _upgraded(parts, numbers[0], text) if upgrade else _valued(parts)
    delivered = next((value for title, value in parts.items() if title.startswith("date report")), "")
    values["delivered"] = _written_day(delivered)
    values["printed"] = day(str(document.get("publication_date") or ""))
    values["citation"] = document.get("citation")
    values["sources"] = [str(document.get("html_url") or "")]
    return values


def _place(text: str, document: Any) -> int:
    """The line of the file on which a document gives its number, 1 where it has none."""
    number = json.dumps(document.get("document_number")) if isinstance(document, dict) else ""
    return text[: max(text.find(number), 0)].count("\n") + 1


def _head(text: str) -> str:
    """The part before the sections, where the document names its own number."""
    found = SECTION.search(text)
    return text[: found.start()] if found else text


def _sections(text: str) -> dict[str, str]:
    """What stands after each numbered title, ``(i) Prospective Purchaser:``, by the title in small letters."""
    body = re.split(r"^\s*POLICY JUSTIFICATION", text, maxsplit=1, flags=re.MULTILINE | re.I)[0]
    found = list(SECTION.finditer(body))
    ends = [match.start() for match in found[1:]] + [len(body)]
    return {
        " ".join(match["title"].split()).lower(): body[match.end() : end].strip()
        for match, end in zip(found, ends, strict=True)
    }


def _valued(parts: Mapping[str, str]) -> dict[str, Any]:
    text = next((value for title, value in parts.items() if title.startswith("total estimated value")), "")
    values: dict[str, Any] = {"statute": "36(b)(1)"}
    named = (("mde", "Major Defense Equipment"), ("other", "Other"), ("total", "TOTAL"))
    for name, title in named:
        found = re.findall(
            rf"^\s*{title}\s*\*?[\s.:]*\$\s*(\.?\d[\d.,]*)\s*(billion|million)?", text, re.MULTILINE | re.I
        )
        if len(found) > 1:
            raise RefusedError(f"it gives {title} {len(found)} times")
        if found:
            value = amount(f"${'0' if found[0][0].startswith('.') else ''}{found[0][0]} {found[0][1]}".strip())
            if value is None:
                raise RefusedError(f"{title} {' '.join(found[0])!r} is no amount")
            values[name] = value or None  # "$0 million" of major defense equipment is none
    if not values.get("total"):
        raise RefusedError("its total estimated value cannot be read")
    if department := next((v for title, v in parts.items() if title.startswith("military department")), ""):
        values["military_department"] = " ".join(department.split())[:300]
    if prior := next((v for title, v in parts.items() if title.startswith("prior related cases")), ""):
        values["prior_cases"] = " ".join(prior.split())[:300]
    return values


def _upgraded(parts: Mapping[str, str], number: str, text: str) -> dict[str, Any]:
    said = next((f"{t}: {v}" for t, v in parts.items() if "transmittal" in t), text)
    earlier = sorted(set(re.findall(TRANSMITTAL.pattern, said.upper())) - {number})
    if len(earlier) != 1:
        raise RefusedError(f"it names {len(earlier)} earlier transmittals where one is wanted")
    return {"statute": "36(b)(5)(C)", "relates_to": earlier}


def _headline(text: str) -> str:
    """The item, from the title of the policy justification: ``Japan--SM-6 Missiles``."""
    after = re.split(r"^\s*POLICY JUSTIFICATION\s*$", text, maxsplit=1, flags=re.MULTILINE | re.I)
    match = (
        re.match(r"\s*(?P<country>[^\n]{2,90}?)\s*(?:--|—|–)\s*(?P<item>[^\n]+(?:\n(?!\s{2})[^\n]+)*)", after[-1])
        if after[1:]
        else None
    )
    if match is None:
        raise RefusedError("its policy justification has no title such as 'Japan--SM-6 Missiles'")
    return " ".join(match["item"].split()).rstrip(".")


def _written_day(text: str) -> date:
    """A day as the Register prints it, ``August 4, 2015``; notes may follow it."""
    words = " ".join(text.split())
    if match := re.match(r"[A-Z][a-z]+ \d{1,2},? \d{4}\b", words):
        try:
            return datetime.strptime(match[0].replace(",", ""), "%B %d %Y").date()
        except ValueError:
            pass
    raise RefusedError(f"its day of delivery to Congress cannot be read: {words[:60]!r}")
