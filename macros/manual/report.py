"""Problems as people and programs read them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable

from macros.manual.problems import RULES, Level, Problem

SARIF = "https://json.schemastore.org/sarif-2.1.0.json"


def as_text(problems: Iterable[Problem], prefix: str = "") -> str:
    """One line a problem, ``file:line: what is wrong, what to do``; ``prefix`` is the docs folder as it was named."""
    return "\n".join(prefix + problem.explain() for problem in problems)


def as_json(problems: Iterable[Problem], prefix: str = "") -> str:
    """A JSON object: ``problems`` (file, line, rule, level, message, remedy) and ``counts`` by level."""
    rows = [
        {
            "file": prefix + problem.path,
            "line": problem.line,
            "rule": problem.rule,
            "level": problem.level,
            "message": problem.message,
            "remedy": problem.advice,
        }
        for problem in problems
    ]
    counts = Counter(row["level"] for row in rows)
    return json.dumps(
        {"problems": rows, "counts": {level: counts[level] for level in Level}}, indent=1, ensure_ascii=False
    )


def as_github(problems: Iterable[Problem], prefix: str = "") -> str:
    """GitHub annotations: each problem appears beside its line in a pull request."""
    levels = {Level.ERROR: "error", Level.WARNING: "warning", Level.INFO: "notice"}
    return "\n".join(
        f"::{levels[problem.level]} file={prefix}{problem.path},line={max(problem.line, 1)},title={problem.rule}"
        f"::{problem.message.rstrip('.')}. {problem.advice.rstrip('.')}.".replace("%", "%25")
        for problem in problems
    )


def as_sarif(problems: Iterable[Problem], prefix: str = "") -> str:
    """SARIF 2.1.0, which code scanning services read."""
    levels = {Level.ERROR: "error", Level.WARNING: "warning", Level.INFO: "note"}
    rules = [
        {
            "id": rule.name,
            "shortDescription": {"text": rule.explanation},
            "help": {"text": rule.remedy},
            "defaultConfiguration": {"level": levels[rule.level]},
        }
        for rule in RULES.values()
    ]
    results = [
        {
            "ruleId": problem.rule,
            "level": levels[problem.level],
            "message": {"text": f"{problem.message.rstrip('.')}. {problem.advice}"},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": prefix + problem.path},
                        "region": {"startLine": max(problem.line, 1)},
                    }
                }
            ],
        }
        for problem in problems
    ]
    run = {"tool": {"driver": {"name": "check_references", "rules": rules}}, "results": results}
    return json.dumps({"version": "2.1.0", "$schema": SARIF, "runs": [run]}, indent=1, ensure_ascii=False)


FORMATS = {"text": as_text, "json": as_json, "github": as_github, "sarif": as_sarif}
