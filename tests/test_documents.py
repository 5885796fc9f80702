"""What the README and CONTRIBUTING say is true."""

import re
import subprocess

from macros.manual.edition import Edition
from macros.phrases import Phrases
from tests.conftest import PROJECT


def told(name: str) -> str:
    return (PROJECT / name).read_text(encoding="utf-8")


def test_readme_opens_with_the_two_commands():
    assert [line.split("#")[0].strip() for line in told("README.md").splitlines()[2:4]] == ["make site", "make test"]


def test_every_make_target_that_is_named_exists():
    named = set(re.findall(r"`make ([a-z]+)`", told("README.md") + told("CONTRIBUTING.md")))

    assert named <= set(re.findall(r"^([a-z]+):.*## ", told("Makefile"), re.MULTILINE))
    assert {"help", "serve", "check", "lock"} <= named


def test_make_help_lists_every_target_with_a_line():
    shown = subprocess.run(
        ["make", "--no-print-directory", "help"],  # noqa: S607  the make on the PATH is the one people use
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=True,
    )

    for target in re.findall(r"^\.PHONY: (\w+)$", told("Makefile"), re.MULTILINE):
        assert re.search(rf"^make {target} +\S", shown.stdout, re.MULTILINE)


def test_every_macro_is_explained_to_authors():
    edition = Edition.of([], {}, [])

    for name in Phrases(edition, None).macros():
        assert f"`{name}(" in told("CONTRIBUTING.md")


def test_files_that_are_named_exist():
    for name in re.findall(
        r"`((?:docs|macros|scripts|tests|overrides)/[\w/.-]*)`", told("README.md") + told("CONTRIBUTING.md")
    ):
        if name != "docs/samm/c5/c5.4.md":  # the example of a page to write
            assert (PROJECT / name).exists(), name
    assert all((PROJECT / name).exists() for name in re.findall(r"\]\(([\w./-]+)\)", told("README.md")))
