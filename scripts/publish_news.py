"""Publish notices, memos and items of news: ``python -m scripts.publish_news COMMAND``.

    new notice|memo|news    make a draft in docs/drafts/ from arguments, or ask for what is missing
    check                   say everything that is wrong, as file:line, and change nothing
    publish [ID …]          move what is due from the drafts to the records, and bring the ledger up to date
    correct ID --note …     change a published record and say why; its page and feeds show the note
    withdraw ID --reason …  keep the page of a record, with a banner that says why it does not stand any more
    import csv|federal-register FILE    make drafts of outside data, and say each row that cannot be taken

Pages, lists, feeds and files of open data are made of the records when the site is built; nothing else needs doing.
With ``--dry-run`` the difference is shown and nothing is written. Either all files are written or none. A draft with a
``release_at`` to come stays a draft; docs/drafts/ is in no build and is not committed.
The exit status is 0 when all is well, 1 when something is wrong with the data, 2 when the command is.
"""

from __future__ import annotations

import argparse
import difflib
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml

from macros.manual import publishing
from macros.manual.intake_register import from_federal_register
from macros.manual.intake_tables import from_csv
from macros.manual.publishing import MODELS, NotPossibleError, Plan
from macros.manual.reader import read_news
from macros.manual.report import as_text
from scripts.writer import WriteError, write_all


def main(argv: Sequence[str] | None = None) -> int:
    """Carry out one command, print what became of it, and return the exit status."""
    options = _options(argv)
    try:
        files = read_news(options.docs)
        if options.command == "check":
            return _check(files, options)
        plan = COMMANDS[options.command](files, options)
        return _done(plan, files, options)
    except (FileNotFoundError, NotPossibleError, WriteError) as error:
        print(error, file=sys.stderr)
        return 2


def _check(files: Mapping[str, str], options: argparse.Namespace) -> int:
    found = publishing.checked(files, options.now)
    print(as_text(found, f"{options.docs.as_posix()}/") if found else "All records are well.")
    return int(bool(found))


def _publish(files: Mapping[str, str], options: argparse.Namespace) -> Plan:
    return publishing.published(files, options.now, options.ids, _progress)


def _correct(files: Mapping[str, str], options: argparse.Namespace) -> Plan:
    values = dict(_value(each) for each in options.set)
    return publishing.corrected(files, options.id, options.note, options.now, values, options.by, options.kind)


def _withdraw(files: Mapping[str, str], options: argparse.Namespace) -> Plan:
    return publishing.withdrawn(files, options.id, options.reason, options.now, options.replaced_by or "", options.kind)


def _new(files: Mapping[str, str], options: argparse.Namespace) -> Plan:
    kind, model = options.kind, MODELS[options.kind]
    values = {}
    for name, info in model.model_fields.items():
        spelled = info.alias or name
        if (given := getattr(options, name, None)) is not None:
            values[spelled] = given
        elif info.is_required():
            values[spelled] = _asked(spelled)
    if "sources" in values and isinstance(values["sources"], str):
        values["sources"] = [values["sources"]]
    key = str(values.get("id") or values.get("number"))
    path = f"{publishing.DRAFTS}{kind}-{key}.yml"
    if path in files:
        raise NotPossibleError(f"{options.docs / path} exists already.")
    text = publishing.draft_text(kind, values)
    room = publishing.newsroom(files)
    _, wrong = publishing.drafts({path: text}, room, options.now)
    return Plan(
        {} if wrong else {path: text}, wrong, [f"Draft written: {options.docs / path}. Fill it in, then publish."]
    )


def _import(files: Mapping[str, str], options: argparse.Namespace) -> Plan:
    try:
        text = options.file.read_text(encoding="utf-8-sig", errors="replace")
    except OSError as error:
        raise NotPossibleError(f"{options.file} cannot be read: {error.strerror}.") from error
    read = from_csv if options.what == "csv" else from_federal_register
    made = read(text, publishing.newsroom(files))
    changes: dict[str, str | None] = {}
    for kind, entries in made.entries.items():
        path = f"{publishing.DRAFTS}{kind}-import-{options.file.stem}.yml"
        if path in files:
            raise NotPossibleError(f"{options.docs / path} exists already. Publish or remove it first.")
        changes[path] = "".join(entries)
    said = [f"{options.file}:{row.line}: {row.name}: {row.reason}" for row in made.refused]
    count = sum(len(entries) for entries in made.entries.values())
    said.append(f"{count} rows became drafts, {len(made.refused)} could not be taken.")
    if not count:
        print("\n".join(said))
        raise NotPossibleError(f"No row of {options.file} could be taken; nothing was written.")
    return Plan(changes, (), said)


COMMANDS = {"publish": _publish, "correct": _correct, "withdraw": _withdraw, "new": _new, "import": _import}


def _done(plan: Plan, files: Mapping[str, str], options: argparse.Namespace) -> int:
    """Say what is wrong, or show the difference, or write it; then the summary."""
    if plan.problems:
        print(as_text(plan.problems, f"{options.docs.as_posix()}/"))
        print(f"{len(plan.problems)} findings; nothing was written.", file=sys.stderr)
        return 1
    if options.dry_run:
        for path, text in sorted(plan.changes.items()):
            sys.stdout.writelines(_difference(path, files.get(path, ""), text or ""))
    else:
        write_all(options.docs, plan.changes)
    print("\n".join(plan.said))
    would = "would be written" if options.dry_run else "written"
    print(f"{len(plan.changes)} files {would}." if plan.changes else "No file changes.")
    return 0


def _difference(path: str, old: str, new: str) -> list[str]:
    lines = difflib.unified_diff(
        old.splitlines(keepends=True), new.splitlines(keepends=True), f"a/{path}", f"b/{path}", n=2
    )
    return [line if line.endswith("\n") else f"{line}\n" for line in lines]


def _progress(done: int, total: int) -> None:
    if total >= 200:  # less is done before it could be read
        print(f"{done} of {total} drafts", file=sys.stderr)


def _asked(name: str) -> Any:
    """What the editor answers, for a field that must be there; an error where nobody can be asked."""
    if not sys.stdin.isatty():
        raise NotPossibleError(f"--{name.replace('_', '-')} is missing.")
    return _parsed(input(f"{name}: "))


def _value(text: str) -> tuple[str, Any]:
    name, equals, value = text.partition("=")
    if not equals:
        raise NotPossibleError(f"--set {text!r} is not field=value.")
    return name, _parsed(value)


def _parsed(text: str) -> Any:
    """The value as YAML would read it in a record: a day, a number, a list, words."""
    try:
        return yaml.safe_load(text)
    except (yaml.YAMLError, ValueError):
        return text


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _options(argv: Sequence[str] | None) -> argparse.Namespace:
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--docs", type=Path, default=Path("docs"), help="the folder with the pages (default: docs)")
    shared.add_argument("--now", type=_moment, default=datetime.now(UTC), help="the moment to go by (default: now)")
    shared.add_argument("--dry-run", action="store_true", help="show the difference and write nothing")
    parser = argparse.ArgumentParser(
        prog="publish_news", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("check", parents=[shared], help="say everything that is wrong")
    publish = commands.add_parser("publish", parents=[shared], help="publish what is due")
    publish.add_argument("ids", nargs="*", metavar="ID", help="only these drafts (default: all that are due)")
    correct = commands.add_parser("correct", parents=[shared], help="change a published record and say why")
    correct.add_argument("--note", required=True, help="what was changed and why")
    correct.add_argument("--set", action="append", default=[], metavar="FIELD=VALUE")
    correct.add_argument("--by", choices=("us", "agency"), default="us", help="who changed it (default: us)")
    withdraw = commands.add_parser("withdraw", parents=[shared], help="keep a record, and say that it does not stand")
    withdraw.add_argument("--reason", required=True)
    withdraw.add_argument("--replaced-by", metavar="ID")
    for command in (correct, withdraw):
        command.add_argument("id", metavar="ID")
        command.add_argument("--kind", choices=MODELS, default="", help="where an id is of two kinds")
    importing = commands.add_parser("import", parents=[shared], help="make drafts of outside data")
    importing.add_argument("what", choices=("csv", "federal-register"))
    importing.add_argument("file", type=Path)
    new = commands.add_parser("new", help="make a draft").add_subparsers(dest="kind", required=True)
    for kind, model in MODELS.items():
        made = new.add_parser(kind, parents=[shared])
        for name, info in model.model_fields.items():
            if name in ("line", "path", "file", "versions", "withdrawn", "formerly"):
                continue
            option = f"--{(info.alias or name).replace('_', '-')}"
            many = "tuple" in str(info.annotation)
            made.add_argument(option, dest=name, type=_parsed, action="append" if many else "store")
    return parser.parse_args(argv)


if __name__ == "__main__":
    sys.exit(main())
