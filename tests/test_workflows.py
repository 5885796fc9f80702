"""The GitHub workflows: well-formed, pinned, and harmless when a stranger's pull request runs them."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parent.parent
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.y*ml"))
BIN = Path(sys.executable).parent

LINTERS = {
    "zizmor": ["zizmor", "--offline", "--pedantic", "--no-progress", "--quiet"],
    "actionlint": ["actionlint", "-shellcheck=", "-pyflakes="],  # found on one machine and not on another
}

PIN = re.compile(
    r"[\w.-]+/[\w./-]+"  # an action
    r"@[0-9a-f]{40}",  # at one commit, which nobody can move
)

READ_ONLY = {"contents": "read"}

# One fault a row; the keyword arguments of `example` below.
FAULTY: dict[str, dict[str, Any]] = {
    "a tag instead of a commit": {"uses": "actions/checkout@v7"},
    "a short commit": {"uses": "actions/checkout@3d3c42e"},
    "the token's default permissions": {"permissions": None},
    "all permissions": {"permissions": "write-all"},
    "one permission to write": {"permissions": {"contents": "read", "pages": "write"}},
    "a job that takes more than the workflow": {"job": {"permissions": {"id-token": "write"}}},
    "a secret": {"job": {"env": {"TOKEN": "${{ secrets.TOKEN }}"}}},
    "a secret in brackets": {"job": {"env": {"TOKEN": "${{ secrets['TOKEN'] }}"}}},
    "inherited secrets": {"job": {"secrets": "inherit"}},
    "an environment, which may hold secrets": {"job": {"environment": "github-pages"}},
    "a pull request with the rights of the target": {"on": {"pull_request_target": None}},
}


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_is_pinned_and_gives_pull_requests_no_power(path: Path) -> None:
    assert list(faults(yaml.safe_load(path.read_text()))) == []


@pytest.mark.parametrize("linter", LINTERS)
def test_the_workflows_are_clean(linter: str) -> None:
    result = lint(linter, WORKFLOWS)

    if result.returncode:
        print(result.stdout, result.stderr)
        pytest.fail(f"{linter} is not content", pytrace=False)


def test_there_are_workflows_to_test() -> None:
    assert {"check.yml", "publish.yml"} <= {path.name for path in WORKFLOWS}


@pytest.mark.parametrize("fault", FAULTY)
def test_a_fault_is_found(fault: str) -> None:
    assert list(faults(example(**FAULTY[fault])))


def test_a_workflow_without_fault_passes() -> None:
    assert list(faults(example())) == []


@pytest.mark.parametrize("linter", LINTERS)
def test_a_linter_sees_a_title_run_as_a_command(linter: str, tmp_path: Path) -> None:
    path = tmp_path / ".github" / "workflows" / "bad.yml"
    path.parent.mkdir(parents=True)
    step = {"run": "echo ${{ github.event.pull_request.title }}"}
    path.write_text(yaml.safe_dump(example(job={"steps": [step]})))

    assert lint(linter, [path]).returncode


def faults(workflow: dict[Any, Any]) -> Iterator[str]:
    """Say what is wrong with one workflow: actions that are not pinned, and power in reach of a pull request."""
    events = workflow["on" if "on" in workflow else True]  # YAML 1.1 reads the key `on` as true
    jobs = workflow["jobs"].items()
    for name, job in jobs:
        for step in [job, *job.get("steps", [])]:
            uses = step.get("uses", "./")
            if not uses.startswith("./") and not PIN.fullmatch(uses):
                yield f"{name}: {uses} is not pinned to a commit"
    if "pull_request_target" in events:
        yield "pull_request_target runs with the rights of the target"
    if "pull_request" in events:
        if re.search(r"\bsecrets\b", yaml.safe_dump(workflow)):
            yield "a pull request can reach a secret"
        for name, job in jobs:
            permissions = job.get("permissions", workflow.get("permissions"))
            if not isinstance(permissions, dict) or "write" in permissions.values():
                yield f"{name}: a pull request may write: {permissions}"
            if "environment" in job:
                yield f"{name}: a pull request enters an environment"


def example(
    on: Any = "pull_request",
    permissions: Any = READ_ONLY,
    uses: str = f"actions/checkout@{'0' * 40}",
    job: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """Make a small workflow, faultless unless an argument says otherwise."""
    return {
        "name": "Made for a test",
        "on": on,
        "permissions": permissions,
        "jobs": {"check": {"runs-on": "ubuntu-latest", "steps": [{"uses": uses}], **(job or {})}},
    }


def lint(linter: str, paths: list[Path]) -> subprocess.CompletedProcess[str]:
    program, *options = LINTERS[linter]
    return subprocess.run([BIN / program, *options, *paths], capture_output=True, text=True, check=False)
