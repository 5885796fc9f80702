"""Problems as people and programs read them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable

from macros.manual.problems import Level, Problem


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
