"""Asks the search in node, without a browser: see search_in_node.cjs for what can be called."""

from __future__ import annotations

import functools
import json
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from playwright._impl._driver import compute_driver_executable

from macros.manual.documents import Document, documents
from tests.conftest import PROJECT, real_edition

SCRIPT = PROJECT / "tests" / "search_in_node.cjs"


@functools.cache
def real_documents() -> list[Document]:
    """What the search of the project's own edition finds, made once in each process."""
    return list(documents(real_edition()))


def asked(calls: Sequence[Sequence[Any]], site: Path | None = None, documents: Sequence[Document] = ()) -> list[Any]:
    """The answers to calls given as name and arguments, in one run of node.

    ``site`` is a built site, whose index is searched; ``documents`` are those of which lunr makes an index of its own.
    """
    fields = [{"title": d.title, "context": d.context, "text": d.text} for d in documents] or None
    given = {"site": str(site) if site else None, "documents": fields, "calls": calls}
    node, _ = compute_driver_executable()
    run = subprocess.run([node, SCRIPT], input=json.dumps(given), capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    answers: list[Any] = json.loads(run.stdout)
    return answers
