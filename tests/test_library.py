"""Citations of other books get a name that people read, an address where one is sure, and the places that cite them."""

import re

import pytest
import yaml

from macros.manual import library
from macros.manual.authorities import READERS
from macros.manual.citations import find_citations
from macros.manual.index import Index
from macros.manual.source import Source
from tests.conftest import PROJECT

GOLDEN = PROJECT / "tests/golden"
CASES = yaml.safe_load((GOLDEN / "library/names.yml").read_text(encoding="utf-8"))


def golden_targets() -> set[str]:
    """Every target of another book that the cases of the citation finder name."""
    cases = yaml.safe_load((GOLDEN / "citations/authorities.yml").read_text(encoding="utf-8"))
    texts = [case["text"] for case in (cases.values() if isinstance(cases, dict) else cases)]
    return {found.target for text in texts for found in find_citations(text) if found.label is None}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["target"])
def test_target_has_a_name_and_an_address(case):
    assert (library.name(case["target"]), library.address(case["target"])) == (case["name"], case["address"])


@pytest.mark.parametrize("target", sorted(golden_targets()))
def test_whatever_the_finder_finds_has_a_name_without_marks_of_the_machine(target):
    name, address = library.name(target), library.address(target)

    assert not re.search(r"[:/#]", name)
    assert address == "" or address.startswith("https://")


def test_every_kind_that_the_finder_knows_is_among_the_cases():
    assert len(READERS) > 10
    assert {case["target"].partition(":")[0] for case in CASES if ":" in case["target"]} == set(library.BOOKS) - {""}


def shelves(**pages: str) -> dict[str, list[tuple[str, list[str]]]]:
    sources = [Source.parse(f"{name}.md", text) for name, text in pages.items()]
    return {
        shelf.title: [
            (authority.name, [str(citing.label or citing.path) for citing in authority.cited])
            for authority in shelf.authorities
        ]
        for shelf in library.shelves(Index.build(sources))
    }


def test_each_place_is_named_once_in_reading_order():
    manual = "# C5.1. Requests\n\nC5.1.1. See EO 13637 and EO 13637.\n\nC5.1.2. See EO 13637.\n"

    assert shelves(a="# Guide\n\nSee EO 13637.\n", z=manual) == {
        "Executive orders": [("Executive Order 13637", ["C5.1.1", "C5.1.2", "a.md"])]
    }


def test_authorities_stand_on_shelves_in_the_order_of_their_numbers():
    found = shelves(a="# A\n\nSee 22 U.S.C. 2761, 10 U.S.C. 2557, 10 U.S.C. 333 and ITAR 126.6 and DFARS 225.7303.\n")

    assert [name for name, _ in found["U.S. Code"]] == ["10 U.S.C. 333", "10 U.S.C. 2557", "22 U.S.C. 2761"]
    assert [name for name, _ in found["Regulations"]] == ["22 CFR 126.6 (ITAR)", "DFARS 225.7303"]


def test_one_thing_in_two_spellings_is_one_entry():
    found = shelves(a="# A\n\nSee ITAR 126.6 here.\n", b="# B\n\nSee 22 CFR 126.6 here.\n")

    assert found == {"Regulations": [("22 CFR 126.6 (ITAR)", ["a.md", "b.md"])]}


def test_the_manuals_own_numbers_are_on_no_shelf():
    assert shelves(a="# A\n\nSee Section C5.1.2. and Chapter 9.\n") == {}


def test_two_authorities_never_share_an_anchor():
    manual = Index.build([Source.parse("a.md", "# A\n\nSee FAA section 502B and FAA section 502(b).\n")])
    anchors = [authority.anchor for shelf in library.shelves(manual) for authority in shelf.authorities]

    assert sorted(anchors) == ["faa-502-b", "faa-502b"]
