"""Turn records of a manual's text into a tree of pages: ``python -m scripts.import_manual FILE.jsonl --out DIR``.

Each line of the input is one record: ``{"number": "C5.4.2.", "kind": "section" | "para", "title": …, "text": …}`` with
the text as printed, run-in title included; ``figures`` may list captions as ``{"number", "title"}``. ``--tables`` names
a second file of ``{"number", "title", "under_paragraph", "rows": [[{"text": …}]]}``. The pages are for checking and for
comparison (``python -m scripts.check_references --docs DIR``), not for publication: the sentences are the source's.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from macros.manual.labels import Label, LabelError


@dataclass(frozen=True)
class Row:
    """One line of an input file that could be read as a JSON object."""

    file: str
    line: int
    values: Mapping[str, Any]


def main(argv: Sequence[str] | None = None) -> int:
    """Write the pages and say how many; exit status 1 when a record cannot be read, 2 when a file cannot."""
    options = _options(argv)
    try:
        rows, wrong = _rows(options.records)
        tables, wrong_tables = _rows(options.tables) if options.tables else ([], [])
    except OSError as error:
        print(error, file=sys.stderr)
        return 2
    if options.out.exists() and any(options.out.iterdir()):
        print(f"{options.out} is not empty. Name a folder that does not exist yet.", file=sys.stderr)
        return 2
    pages, wrong_numbers = _pages(rows, tables)
    wrong += wrong_tables + wrong_numbers
    if wrong or not pages:
        print("\n".join(wrong or [f"{options.records}: no record of a paragraph was found"]), file=sys.stderr)
        return 1
    for path, text in pages.items():
        target = options.out / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    if options.structure.is_file():
        (options.out / "data").mkdir()
        shutil.copyfile(options.structure, options.out / "data" / "structure.yml")
    print(
        f"{len(pages)} pages with {sum(row.values.get('kind') == 'para' for row in rows)} paragraphs in {options.out}"
    )
    return 0


def _rows(path: Path) -> tuple[list[Row], list[str]]:
    rows: list[Row] = []
    wrong: list[str] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            values = json.loads(line)
        except ValueError:
            values = None
        if isinstance(values, dict):
            rows.append(Row(str(path), number, values))
        elif line.strip():
            wrong.append(f"{path}:{number}: the line is not a JSON object. Write one record a line.")
    return rows, wrong


def _pages(rows: Iterable[Row], tables: Iterable[Row]) -> tuple[dict[str, str], list[str]]:
    """The text of each section's page by its path, and what is wrong with the records."""
    under: dict[str, list[Row]] = defaultdict(list)
    for table in tables:
        under[str(table.values.get("under_paragraph"))].append(table)
    pages: dict[str, list[str]] = {}
    wrong: list[str] = []
    current: list[str] | None = None
    for row in rows:
        kind = row.values.get("kind")
        if kind not in ("section", "para"):
            continue
        try:
            label = Label.parse(str(row.values.get("number")))
        except LabelError as error:
            wrong.append(f"{row.file}:{row.line}: {error}.")
            continue
        if kind == "section":
            current = pages.setdefault(f"samm/{label.part}/{label}.md".lower(), [])
            current.append(f"# {label.printed} {row.values.get('title') or label.printed}")
            current += [_prose(row.values.get("text", ""))]
        elif current is None:
            wrong.append(f"{row.file}:{row.line}: the paragraph {label.printed} stands before any section.")
        else:
            current.append(_paragraph(label, row.values))
        if current is not None:
            current += _figures(row.values.get("figures") or [])
            current += _tables(under.pop(str(row.values.get("number")), []))  # once, if a number is used twice
    return {path: "\n\n".join(filter(None, blocks)) + "\n" for path, blocks in pages.items()}, wrong


def _paragraph(label: Label, values: Mapping[str, Any]) -> str:
    title, text = str(values.get("title") or ""), str(values.get("text") or "")
    rest = text.removeprefix(title).strip() if title else text
    return " ".join(filter(None, (label.printed, f"**{title}**" if title else "", _prose(rest))))


def _prose(text: str) -> str:
    """The text as one line of Markdown that means nothing but itself."""
    return " ".join(text.split()).replace("<", "&lt;").replace("*", "\\*").replace("`", "'")


def _figures(figures: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    for figure in figures:
        yield f"Figure {figure['number']} {_title(figure)}"
        yield "The official manual shows it on a page of its own."


def _tables(tables: Iterable[Row]) -> Iterator[str]:
    for table in tables:
        if table.values.get("number"):
            yield f"Table {table.values['number']} {_title(table.values)}"
        rows = table.values.get("rows") or []
        if not rows:
            yield "The official manual shows it on a page of its own."
            continue
        width = max(map(len, rows))
        lines = ["| " + " | ".join(_cells(row, width)) + " |" for row in rows]
        yield "\n".join([lines[0], "|---" * width + "|", *lines[1:]])


def _title(values: Mapping[str, Any]) -> str:
    return _prose(str(values.get("title") or "Untitled")).rstrip(".")


def _cells(row: Sequence[Mapping[str, Any]], width: int) -> list[str]:
    cells = [_prose(str(cell.get("text", ""))).replace("|", "\\|") for cell in row]
    return cells + [""] * (width - len(cells))


def _options(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="import_manual", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("records", type=Path, help="the paragraphs, one JSON object a line")
    parser.add_argument("--tables", type=Path, help="the tables, one JSON object a line")
    parser.add_argument("--out", type=Path, required=True, help="the folder to write; it must not hold anything yet")
    parser.add_argument(
        "--structure",
        type=Path,
        default=Path("docs/data/structure.yml"),
        help="the list of chapters and sections that exist (default: this edition's)",
    )
    return parser.parse_args(argv)


if __name__ == "__main__":
    sys.exit(main())
