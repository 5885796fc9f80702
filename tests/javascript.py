"""Calls functions of our scripts in node, without a browser."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from playwright._impl._driver import compute_driver_executable

CALLER = """
const api = require(process.argv[1]);
const calls = JSON.parse(require("fs").readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(calls.map(([name, ...given]) => api[name](...given))));
"""


def calls(script: Path, wanted: Sequence[Sequence[Any]]) -> list[Any]:
    """The answers of ``script`` to calls given as name and arguments, all in one run of node.

    The node is the one that Playwright brings with it, so that no other need be installed.
    """
    node, _ = compute_driver_executable()
    run = subprocess.run(
        [node, "-e", CALLER, str(script)], input=json.dumps(wanted), capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    answers: list[Any] = json.loads(run.stdout)
    return answers
