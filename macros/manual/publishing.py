"""What an editor does with news: publish, correct, withdraw. From the texts of files to the texts they become.

Nothing is written here. A ``Plan`` holds every file that changes, so that a door can show the difference or write
all of it or none. When anything is wrong the plan has no files at all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from macros.manual import amending, ledger
from macros.manual.ledger import Ledger
from macros.manual.memos import Memo
from macros.manual.news import NewsItem
from macros.manual.newsroom import FOLDERS, PAGE_ONLY, Newsroom, alone, natural, problems
from macros.manual.notices import Notice
from macros.manual.problems import Problem
from macros.manual.records import Record
from macros.manual.rows import Row, rows, validated
from macros.manual.source import Source

MODELS: Mapping[str, type[Record]] = {"notice": Notice, "memo": Memo, "news": NewsItem}
DRAFTS = "drafts/"
Files = Mapping[str, str]
Progress = Callable[[int, int], None]


class NotPossibleError(ValueError):
    """What was asked for cannot be done; the message says why."""


@dataclass(frozen=True)
class Plan:
    """What becomes of files: their new text, or None for a file that goes. ``said`` is the summary for the editor."""

    changes: Mapping[str, str | None] = field(default_factory=dict)
    problems: Sequence[Problem] = ()
    said: Sequence[str] = ()


@dataclass(frozen=True)
class Draft:
    """An entry that waits: the file and row, its kind, its text, and the record it makes (None if it is wrong)."""

    file: str
    kind: str
    row: Row
    text: str
    record: Record | None


def newsroom(files: Files) -> Newsroom:
    """The records that are published, read from the files."""
    registers = {path.removeprefix("data/"): text for path, text in files.items() if path.startswith("data/")}
    pages = (Source.parse(p, text) for p, text in files.items() if p.startswith("news/") and p.endswith(".md"))
    return Newsroom.of(registers, pages)


def checked(files: Files, now: datetime) -> list[Problem]:
    """What is wrong with the published records and with the drafts."""
    published = newsroom(files)
    _, wrong = drafts(files, published, now)
    return sorted({*problems(published, now), *wrong})


def drafts(files: Files, published: Newsroom, now: datetime) -> tuple[list[Draft], list[Problem]]:
    """The drafts, and what is wrong with each on its own and beside what is published."""
    found: list[Draft] = []
    wrong: list[Problem] = []
    for path, text in files.items():
        if path.startswith(DRAFTS):
            made, faults = _drafts_of(path, text)
            found += made
            wrong += faults
    known = {(kind, record.key) for kind, record in published.records}
    for draft in found:
        if draft.record is None:
            continue
        if (draft.kind, draft.record.key) in known:
            said = f"The {draft.kind} {draft.record.key} is published already"
            advice = f"Correct it: 'python -m scripts.publish_news correct {draft.record.key} --note …'."
            wrong.append(Problem(draft.file, draft.row.line, "duplicate-record", said, advice))
        known.add((draft.kind, draft.record.key))
        wrong += alone(draft.kind, draft.record, published.purchasers, now)
    return found, wrong


def published(files: Files, now: datetime, only: Iterable[str] = (), progress: Progress = lambda *_: None) -> Plan:
    """Move what is due from the drafts to the records, and bring the ledger up to date.

    ``only`` names ids; one of them that is held back is an error, while a run over all leaves it where it is.
    """
    before = newsroom(files)
    waiting, wrong = drafts(files, before, now)
    only = set(only)
    for name in sorted(only - {draft.record.key for draft in waiting if draft.record}):
        raise NotPossibleError(f"There is no draft {name!r}.")
    chosen = [draft for draft in waiting if draft.record and (not only or draft.record.key in only)]
    held = [draft for draft in chosen if draft.record and draft.record.held(now)]
    for draft in held if only else ():
        assert draft.record
        said = f"The {draft.kind} {draft.record.key} is held back until {draft.record.release_at}"
        wrong.append(Problem(draft.file, draft.row.line, "embargo", said, "Publish it then."))
    if wrong:
        return Plan(problems=sorted(set(wrong)))
    due = [draft for draft in chosen if draft not in held]
    texts: dict[str, str | None] = dict(files)
    _move(due, texts, progress)
    _clear(texts, due)
    after = newsroom({path: text for path, text in texts.items() if text is not None})
    names = [f"{draft.kind} {draft.record.key}" for draft in due if draft.record]
    kept = [f"held back until {d.record.release_at}: {d.kind} {d.record.key}" for d in held if d.record]
    plan = _finished(files, texts, after, now, [f"published: {name}" for name in names] + kept)
    news = f"{len(names)} published" if names else "Nothing was due"
    summary = f"{news}; {sum(1 for _ in after.records)} records in all."
    return Plan(plan.changes, plan.problems, [*plan.said, summary])


def corrected(
    files: Files, name: str, note: str, now: datetime, values: Mapping[str, Any], by: str = "us", kind: str = ""
) -> Plan:
    """Set fields of a record and add a version that says why. ``values`` may be empty when only a note is added."""
    record = _found(newsroom(files), name, kind)
    text = files[record.file]
    said = [_plain(version) for version in record.versions]
    version = {"date": now.date(), **({"by": by} if by != "us" else {}), "note": note}
    for field_name, value in {**values, "versions": [*said, version]}.items():
        text = _set(record, text, field_name, value)
    return _amended(files, record, text, now, f"corrected: {record.key}, {note}")


def withdrawn(files: Files, name: str, reason: str, now: datetime, replaced_by: str = "", kind: str = "") -> Plan:
    """Say of a record that it does not stand any more. Its page stays, with a banner."""
    record = _found(newsroom(files), name, kind)
    if record.withdrawn:
        raise NotPossibleError(f"{record.key} was withdrawn on {record.withdrawn.day} already.")
    value: dict[str, Any] = {"date": now.date(), "reason": reason}
    if replaced_by:
        value["replaced_by"] = replaced_by
    text = _set(record, files[record.file], "withdrawn", value)
    return _amended(files, record, text, now, f"withdrawn: {record.key}, {reason}")


def draft_text(kind: str, values: Mapping[str, Any]) -> str:
    """The text of a draft: what is given, and below it the fields that may be added."""
    model = MODELS[kind]
    skip = {"line", "path", "file", "versions", "withdrawn", "formerly", *values}
    left = [info.alias or name for name, info in model.model_fields.items() if (info.alias or name) not in skip]
    free = f"# Fields that may be added: {', '.join(left)}.\n# docs/data/index.md explains them.\n"
    return amending.entry_text(values) + free


def shelf(record: Record) -> tuple[str, amending.Order]:
    """The file that a record belongs into, and the order of that file's entries."""
    if isinstance(record, Notice):
        return f"data/notices/{record.shelf}.yml", lambda values: natural(str(values.get("id", "")))
    if isinstance(record, Memo):
        return "data/memos.yml", lambda values: _downwards(_when(values, "date"), str(values.get("number", "")))
    return "data/news.yml", lambda values: _downwards(_when(values, "released", "dated"), str(values.get("id", "")))


def _drafts_of(path: str, text: str) -> tuple[list[Draft], list[Problem]]:
    name = path.removeprefix(DRAFTS)
    if path.endswith(".md"):
        source = Source.parse(path, text)
        kind = str(source.meta.get("kind"))
        read, wrong = rows(path, source.front, 2)
        own = name.removesuffix(".md")
        read = [Row({"id": own, **_record_fields(row.values)}, row.line, row.lines, row.end) for row in read]
    else:
        kind, (read, wrong) = name.partition("-")[0], rows(path, text)
    if kind not in MODELS or (kind == "memo" and path.endswith(".md")):
        said = "It cannot be seen what this draft is"
        advice = (
            "Name it notice-….yml, memo-….yml or news-….yml, or write 'kind: notice' or 'kind: news' into its page."
        )
        return [], [Problem(path, 1, "register", said, advice)]
    lines = text.splitlines(keepends=True)
    found = []
    for number, row in enumerate(read):
        record, faults = validated(path, row, MODELS[kind], file=path)
        wrong += faults
        end = read[number + 1].line - 1 if number + 1 < len(read) else len(lines)
        found.append(Draft(path, kind, row, _entry(lines[row.line - 1 : end], path, text), record))
    return found, wrong


def _entry(lines: Sequence[str], path: str, text: str) -> str:
    """An entry's own lines; the comments of a draft stay behind."""
    if path.endswith(".md"):
        return text
    kept = [line for line in lines if line.strip() and not line.lstrip().startswith("#")]
    return "".join(line if line.endswith("\n") else f"{line}\n" for line in kept)


def _record_fields(values: Mapping[str, Any]) -> Mapping[str, Any]:
    return {name: value for name, value in values.items() if name not in PAGE_ONLY}


def _move(due: Sequence[Draft], texts: dict[str, str | None], progress: Progress) -> None:
    """Put each draft where it belongs: pages as they are, entries into their files, file by file."""
    groups: dict[str, list[Draft]] = {}
    for draft in due:
        assert draft.record
        if draft.file.endswith(".md"):
            texts[f"{FOLDERS[draft.kind]}/{draft.record.key}.md"] = draft.text
        else:
            groups.setdefault(shelf(draft.record)[0], []).append(draft)
    done = len(due) - sum(map(len, groups.values()))
    for path, group in groups.items():
        assert group[0].record
        texts[path] = amending.inserted(
            texts.get(path) or "", [draft.text for draft in group], shelf(group[0].record)[1]
        )
        done += len(group)
        progress(done, len(due))


def _clear(texts: dict[str, str | None], due: Sequence[Draft]) -> None:
    """Take what was published out of the drafts; a draft file with nothing left goes."""
    for path in {draft.file for draft in due}:
        text = texts[path] or ""
        gone = {draft.row.line for draft in due if draft.file == path}
        read = [] if path.endswith(".md") else rows(path, text)[0]
        left = [row for row in read if row.line not in gone]
        if not left:
            texts[path] = None
            continue
        lines = text.splitlines(keepends=True)
        starts = [row.line - 1 for row in read] + [len(lines)]
        keep = [n for n, row in enumerate(read) if row.line not in gone]
        texts[path] = "".join(lines[: starts[0]] + [line for n in keep for line in lines[starts[n] : starts[n + 1]]])


def _finished(files: Files, texts: Mapping[str, str | None], after: Newsroom, now: datetime, said: list[str]) -> Plan:
    """The plan with the ledger; or, when the whole would be wrong, what is wrong and no file."""
    wrong = problems(after, now, publishing=True)
    if wrong:
        return Plan(problems=sorted(set(wrong)))
    new: Ledger = ledger.brought(after.published, after.records, after.removed, now.date())
    ended = {**texts, ledger.PATH: ledger.written(new)}
    changes = {path: text for path, text in ended.items() if files.get(path) != text}
    return Plan(changes, (), said)


def _amended(files: Files, record: Record, text: str, now: datetime, said: str) -> Plan:
    texts: dict[str, str | None] = {**files, record.file: text}
    return _finished(files, texts, newsroom({**files, record.file: text}), now, [said])


def _found(published: Newsroom, name: str, kind: str) -> Record:
    found = [(k, record) for k, record in published.records if record.key == name and kind in ("", k)]
    if not found:
        raise NotPossibleError(f"There is no published record {name!r}.")
    if len(found) > 1:
        kinds = " and ".join(f"a {k}" for k, _ in found)
        raise NotPossibleError(f"{name!r} is {kinds}. Say which with --kind.")
    return found[0][1]


def _set(record: Record, text: str, name: str, value: Any) -> str:
    if not re.fullmatch(r"[a-z_]+", name):
        raise NotPossibleError(f"{name!r} is not the name of a field.")
    if not record.file.endswith(".md"):
        return amending.changed(text, record.line, name, value)
    source = Source.parse(record.file, text)
    front = amending.changed(source.front, 2, name, value, first_line=2)
    return text.replace(source.front, front, 1)


def _plain(version: Any) -> Mapping[str, Any]:
    said = version.model_dump(by_alias=True, exclude_defaults=True)
    return {name: value for name, value in said.items() if value is not None}


def _when(values: Mapping[str, Any], *names: str) -> str:
    found = next((values[name] for name in names if values.get(name)), "")
    return found.isoformat() if isinstance(found, date) else str(found)


def _downwards(*parts: str) -> list[int]:
    """Sorts newest first: each letter counted from the end, a shorter text after a longer one."""
    return [-ord(letter) for part in parts for letter in f"{part}\x01"] + [1]
