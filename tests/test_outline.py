from pathlib import Path

import pytest
import yaml

from macros.manual.labels import Label
from macros.manual.outline import outline
from macros.manual.source import Source

CASES = [
    case
    for path in sorted(Path(__file__).parent.glob("golden/outline/*.yml"))
    for case in yaml.safe_load(path.read_text())
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_outline(case):
    stands_for = {Label.parse(a): Label.parse(b) for a, b in case.get("stands_for", {}).items()}

    page = outline(Source.parse("page.md", case["text"]), stands_for)

    assert str(page.root) == case["tree"].rstrip()
    assert [[problem.line, problem.rule] for problem in page.problems] == case.get("problems", [])


def test_text_of_a_paragraph_is_its_own_only():
    page = outline(Source.parse("p.md", "# C5.4. T\n\nC5.4.1. **Own.** One.\n\n- two\n\nC5.4.1.1. Three.\n"))

    assert [paragraph.text for paragraph in page.numbered] == ["", "One.\n\n- two", "Three."]


def test_lines_are_those_of_the_file_front_matter_included():
    source = Source.parse("p.md", "---\na: 1\n---\n\n# C5.4. T\n\nC5.4.1. One.\n")

    assert [paragraph.line for paragraph in outline(source).numbered] == [5, 7]
