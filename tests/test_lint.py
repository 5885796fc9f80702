"""Format, style, types and spelling, as `make lint` checks them."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

COMMANDS = {
    "format": ["ruff", "format", "--check", "--diff"],
    "style": ["ruff", "check"],
    "types": ["mypy"],
    "spelling": ["codespell_lib"],
}


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS.keys())
def test_the_code_is_clean(command: list[str]) -> None:
    result = subprocess.run([sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False)

    if result.returncode:
        print(result.stdout, result.stderr)
        pytest.fail(f"{' '.join(command)} is not content", pytrace=False)
