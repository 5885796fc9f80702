"""Calls functions of our scripts in node, without a browser."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

CALLER = """
const api = require(process.argv[1]);
const calls = JSON.parse(require("fs").readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(calls.map(([name, ...given]) => api[name](...given))));
"""


def calls(script: Path, wanted: Sequence[Sequence[Any]]) -> list[Any]:
    """The answers of ``script`` to calls given as name and arguments, all in one run of node.

    In CI a missing node is a failure, elsewhere the test is skipped.
    """
    node = shutil.which("node")
    if node is None:
        refuse = pytest.fail if os.environ.get("CI") else pytest.skip
        refuse("no node on the PATH, with which the scripts are tested")
    run = subprocess.run(
        [node, "-e", CALLER, str(script)], input=json.dumps(wanted), capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    answers: list[Any] = json.loads(run.stdout)
    return answers
