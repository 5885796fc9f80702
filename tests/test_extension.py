import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
import yaml
from markdown import Markdown

CASES = [
    case
    for path in sorted(Path(__file__).parent.glob("golden/extension/*.yml"))
    for case in yaml.safe_load(path.read_text())
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_page(case, tiny_site):
    html = squeezed((tiny_site(case["files"]) / case["page"]).read_text())

    for wanted in case.get("has", []):
        assert squeezed(wanted) in html
    for unwanted in case.get("lacks", []):
        assert squeezed(unwanted) not in html


def squeezed(html: str) -> str:
    """Without the white space between tags, which does not show."""
    return re.sub(r">\s+<", "><", " ".join(html.split()))


def parsed(text: str) -> ElementTree.Element:
    """What the extension makes of ``text`` where there is no edition."""
    html = Markdown(extensions=["macros.extension"]).convert(text)
    return ElementTree.fromstring(f"<body>{html}</body>")  # noqa: S314  our own output


def test_sections_nest_as_the_numbers_do_and_lists_belong_to_the_number_above():
    text = "# C5.1. T\n\nC5.1.1. One.\n\n- a\n\nC5.1.1.1. Below.\n\nC5.1.2. Two.\n"

    root = parsed(text)

    def drawn(element):
        return {child[0].get("id"): drawn(child) for child in element.findall("section")}

    assert drawn(root.find("div")) == {"C5.1.1": {"C5.1.1.1": {}}, "C5.1.2": {}}
    assert root.find(".//section[1]/ul/li").text == "a"


def test_alone_it_makes_sections_and_links_nothing():
    root = parsed("# C5.1. T\n\nC5.1.1. See Section C5.1.1.")

    assert [section.find("h2").get("id") for section in root.iter("section")] == ["C5.1.1"]
    assert root.find(".//a[@class='sc-cite']") is None


def test_an_address_that_moved_leads_on_without_javascript(tiny_site):
    moved = {
        "data/redirects.yml": "- {old: programs/lor/, to: programs/letter.md}\n",
        "programs/letter.md": "# Letter\n",
    }

    page = (tiny_site(moved) / "programs/lor/index.html").read_text()

    assert '<meta http-equiv="refresh" content="0; url=../letter/">' in page
    assert '<a href="../letter/">' in page
    assert "Content-Security-Policy" in page
