"""Find the citations in a text: ``python -m scripts.find_citations [FILE]``, with ``-`` or no FILE for standard input.

Prints one line a citation: where it stands (characters from 0, the end exclusive), its kind, what it names, whether
that exists in this edition of the manual ("-" when the edition cannot say), and the words of the text.
With ``--jsonl`` every line of the input is ``{"id": …, "text": …}`` and every line of the output its citations.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from macros.manual.citations import Citation, find_citations
from macros.manual.edition import Edition
from macros.manual.index import Standing
from macros.manual.labels import Label
from macros.manual.loa_notes import find_notes, with_notes
from macros.manual.reader import read_edition

Resolves = Callable[[Label], bool | None]


def main(argv: Sequence[str] | None = None) -> int:
    """Print the citations of the input; exit status 1 when a line of it cannot be read, 2 when there is no input."""
    options = _options(argv)
    try:
        content, edition = _content(options.file), read_edition(options.docs)
    except OSError as error:
        print(error, file=sys.stderr)
        return 2
    resolves, notes = _resolver(edition), edition.notes
    texts, wrong = _texts(content, options.file, jsonl=options.jsonl)
    if wrong:
        print("\n".join(wrong), file=sys.stderr)
        return 1
    for key, text in texts:
        found = with_notes(find_citations(text), find_notes(text, notes))
        if options.jsonl:
            print(json.dumps({"id": key, "citations": _rows(found, resolves)}))
        elif options.format == "json":
            print(json.dumps({"citations": _rows(found, resolves)}, indent=2))
        elif found:
            print("\n".join(_lines(text, found, resolves)))
    return 0


def _content(name: str) -> bytes:
    return sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()


def _resolver(edition: Edition) -> Resolves:
    """Whether a label exists in the edition; None when it lies in a part that is not there yet."""
    index = edition.index
    answers = {Standing.HERE: True, Standing.NOWHERE: False, Standing.ELSEWHERE: None}
    return lambda label: answers[index.standing(label)]


def _texts(content: bytes, name: str, *, jsonl: bool) -> tuple[list[tuple[Any, str]], list[str]]:
    """The texts with their ids, and what is wrong with the input, line by line."""
    name = "<stdin>" if name == "-" else name
    texts: list[tuple[Any, str]] = []
    wrong = []
    for number, line in enumerate(content.removesuffix(b"\n").split(b"\n") if jsonl and content else [content], 1):
        try:
            texts.append(_record(line) if jsonl else (None, line.decode("utf-8-sig")))
        except UnicodeDecodeError as error:
            at = number + line.count(b"\n", 0, error.start)
            wrong.append(f"{name}:{at}: the line is not UTF-8. Save the file as UTF-8.")
        except ValueError as error:
            wrong.append(f"{name}:{number}: {error}")
    return texts, wrong


def _record(line: bytes) -> tuple[Any, str]:
    content = line.decode("utf-8-sig")
    try:
        record = json.loads(content)
    except (ValueError, RecursionError):
        raise ValueError('the line is not JSON. Write one object a line, such as {"id": 1, "text": "See …"}.') from None
    if not isinstance(record, dict) or not isinstance(record.get("text"), str):
        raise ValueError('the line has no text. Give it one, such as {"id": 1, "text": "See Section C5.4.2."}.')
    return record.get("id"), record["text"]


def _rows(found: Iterable[Citation], resolves: Resolves) -> list[dict[str, Any]]:
    return [
        {
            "kind": citation.kind,
            "target": citation.target,
            "start": citation.start,
            "end": citation.end,
            "resolves": resolves(citation.label) if citation.label else None,
        }
        for citation in found
    ]


def _lines(text: str, found: Iterable[Citation], resolves: Resolves) -> list[str]:
    verdicts = {True: "exists", False: "missing", None: "-"}
    return [
        "\t".join(
            (
                f"{citation.start}-{citation.end}",
                citation.kind,
                citation.target,
                verdicts[resolves(citation.label) if citation.label else None],
                " ".join(text[citation.start : citation.end].split()),
            )
        )
        for citation in found
    ]


def _options(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="find_citations", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("file", metavar="FILE", nargs="?", default="-", help="the text (default: standard input)")
    parser.add_argument("--jsonl", action="store_true", help="read and write one JSON object a line")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="how to print (not with --jsonl)")
    parser.add_argument("--docs", type=Path, default=Path("docs"), help="the folder with the pages (default: docs)")
    return parser.parse_args(argv)


if __name__ == "__main__":
    sys.exit(main())
