"""Diagrams: refused where they are wrong, drawn within their sheet, the same in words, and legible in a browser."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from axe_playwright_python.sync_playwright import Axe

from macros.manual.diagrams import read
from macros.manual.drawing import MEASURED, SHEETS
from macros.manual.edition import Edition
from macros.manual.lettering import lines, width
from macros.manual.source import Source
from macros.pictures import drawn
from tests.browsing import RULES, SCHEMES, WIDTHS
from tests.conftest import real_edition

PROJECT = Path(__file__).parent.parent
FILES = sorted(PROJECT.glob("docs/assets/diagrams/*.yml"))
PATH = "assets/diagrams/way.yml"
SOUND = "about: The way of a request.\ntrack:\n  - {step: Sent, by: you, cite: C5.1.1.}\n"
PAGE = "# C5.1. Requests\n\nC5.1.1. One.\n\n{}\n\nC5.1.2. Two.\n"
STRUCTURE = "parts:\n- {label: C5, title: T, verified: true, sections: [{label: C5.1, title: R, verified: true}]}\n"
SHOWN = "![The way](../../assets/diagrams/way.yml)"

# All that a drawing may consist of: nothing that runs, and no address but that of a citation.
ELEMENTS = {"svg", "title", "desc", "path", "rect", "circle", "text", "tspan", "a"}
PLACE = {"x", "y", "cx", "cy", "r", "rx", "d", "width", "height", "viewBox"}
ATTRIBUTES = PLACE | {"class", "role", "focusable", "data-search-exclude", "href", "rel"}


def told(text, page=SHOWN):
    """What is wrong with a small manual that shows the diagram ``text``, as place and message."""
    source = Source.parse("samm/c5/c5.1.md", PAGE.format(page))
    edition = Edition.of([source], {"structure.yml": STRUCTURE}, [PATH, source.path], drawings={PATH: text})
    return [(problem.place, problem.message) for problem in edition.misread]


WRONG = {
    "not YAML": ("about: [", 1, "not YAML"),
    "no names": ("- a\n", 1, "no names and values"),
    "no description": ("track:\n  - {step: Sent}\n", 1, "about: Field required"),
    "a style": (SOUND + "style: 'x'\n", 4, "style: Extra inputs"),
    "a script in a step": ("about: A.\ntrack:\n  - step: Sent\n    script: x\n", 4, "track.1.script: Extra inputs"),
    "a link of its own": ("about: A.\ntrack:\n  - step: Sent\n    href: //x\n", 4, "track.1.href: Extra inputs"),
    "no such mover": ("about: A.\ntrack:\n  - {step: Sent, by: me}\n", 3, "track.1.by"),
    "not a number": ("about: A.\ntrack:\n  - step: Sent\n    cite: C5..1.\n", 4, "track.1.cite"),
    "a number that does not exist": (SOUND.replace("C5.1.1.", "C5.1.9."), 3, "Section C5.1.9. does not exist"),
    "a way to no step": ("about: A.\ntrack:\n  - step: Sent\n    ways: [{if: Late, to: 2}]\n", 1, "leads to step 2"),
    "two kinds": (SOUND + "rows: [{name: A}]\n", 1, "either a track or rows"),
    "no such station": ("about: A.\nstations: [B]\nrows: [{name: A, full: [C]}]\n", 1, "none of the stations"),
    "off the scale": ("about: A.\nscale: {0: 0, 9: 9}\nrows: [{name: A, full: [10]}]\n", 1, "not on the scale"),
    "too long a word": (SOUND.replace("Sent", "S" * 40), 3, "too long for a phone"),
}


@pytest.mark.parametrize(("text", "line", "message"), WRONG.values(), ids=WRONG.keys())
def test_wrong_diagram_is_refused_with_its_file_and_line(text, line, message):
    found = told(text)

    assert any(place == f"{PATH}:{line}" and message in said for place, said in found), found


def test_sound_diagram_has_nothing_to_report():
    assert told(SOUND) == []


@pytest.mark.parametrize("page", [f"See {SHOWN} there.", f"Text\n{SHOWN}", f"- {SHOWN}"])
def test_diagram_that_is_not_in_a_paragraph_of_its_own_is_refused(page):
    assert [place for place, _ in told(SOUND, page)] == [f"samm/c5/c5.1.md:{6 if page[0] == 'T' else 5}"]


def test_diagram_that_no_page_shows_is_reported():
    assert told(SOUND, "No picture.") == [(f"{PATH}:1", "No page shows this diagram")]


@pytest.fixture(scope="module")
def diagrams():
    return real_edition().diagrams


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
class TestOurDiagrams:
    def svg(self, file, sheet):
        diagram, problems = read(f"assets/diagrams/{file.name}", file.read_text(encoding="utf-8"))
        assert not problems
        return drawn(diagram, "Caption", sheet, lambda label: {"class": "sc-cite", "href": f"#{label.anchor}"})

    def test_hold_nothing_but_shapes_and_words(self, file, sheet):
        for element in self.svg(file, sheet).iter():
            assert element.tag in ELEMENTS
            assert set(element.attrib) <= ATTRIBUTES

    def test_begin_with_their_title_and_description(self, file, sheet):
        svg = self.svg(file, sheet)

        assert [element.tag for element in svg[:2]] == ["title", "desc"]
        assert all(element.text for element in svg[:2])

    def test_keep_every_word_on_the_sheet(self, file, sheet):
        for text in self.svg(file, sheet).iter("text"):
            face = re.match(r"t-(\w+)", text.get("class"))[1]
            face = {"title": "title", "text": "text", "cite": "text", "key": "text"}.get(
                face, MEASURED.get(face, "strong")
            )
            for part in text.findall("tspan") or [text]:
                wide = width(part.text.strip(), face, sheet.sizes(face))
                share = {"middle": 0.5, "end": 1}.get(text.get("class").split()[-1], 0)
                if "middle" in text.get("class"):
                    share = 0.5
                left = float(part.get("x")) - share * wide
                assert left >= -1, part.text
                assert left + wide <= sheet.width + 1, part.text


def test_lines_keep_all_words_and_their_room():
    words = "The Implementing Agency enters the request in DSAMS with its own date"

    found = list(lines(words, "text", 14, 120))

    assert " ".join(found) == words
    assert all(width(line, "text", 14) <= 120 for line in found)


def test_page_has_the_picture_twice_and_the_same_in_words(tiny_site):
    step = "step: A & B\n    who: The buyer\n    text: See <script>.\n    cite: C5.1.2.\n"
    way = f"about: The <b>way</b>.\ntrack:\n  - {step}"
    page = {"samm/c5/c5.1.md": PAGE.format(SHOWN), PATH: way}

    html = (tiny_site(page) / "samm/c5/c5.1/index.html").read_text()

    figure = re.search(r'<figure class="sc-diagram">.*?</figure>', html, re.DOTALL)[0]
    assert figure.count("<svg") == 2
    assert "<script" not in figure
    assert '<a class="sc-cite" href="#C5.1.2">' in figure
    words = ElementTree.fromstring(re.search(r"<ol>.*</ol>", figure, re.DOTALL)[0])  # noqa: S314  our own output
    said = "A & B. The buyer. See <script>. See Section C5.1.2."
    assert "".join(words.itertext()).strip() == said


def test_every_word_of_a_picture_is_in_the_words_below_it(built_site):
    pages = [page for page in built_site.rglob("index.html") if "sc-diagram" in page.read_text(encoding="utf-8")]
    assert pages
    for page in pages:
        for figure in re.findall(
            r'<figure class="sc-diagram">.*?</figure>', page.read_text(encoding="utf-8"), re.DOTALL
        ):
            root = ElementTree.fromstring(figure.replace('data-search-exclude=""', ""))  # noqa: S314  our own output
            words = " ".join("".join(root.find("details").itertext()).split())
            for text in root.findall("svg")[0].iter("text"):
                if text.get("class").split()[0] in {"t-title", "t-text", "t-branch"}:
                    shown = " ".join("".join(text.itertext()).split()).rstrip(".")
                    assert shown in words, f"{page}: {shown}"


SHOWING = {"LOR": "samm/c5/c5.1/", "Congress": "samm/c5/c5.5/", "payments": "samm/c9/c9.9/"}
# The smallest text in pixels, and each pair of lines of one picture that lie on each other
LOOK = """() => [...document.querySelectorAll(".sc-diagram svg")].filter(svg => svg.checkVisibility()).map(svg => {
  const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
  const texts = [...svg.querySelectorAll("text")];
  const sizes = texts.map(text => parseFloat(getComputedStyle(text).fontSize) * scale);
  const lines = texts.flatMap(text => text.children.length ? [...text.children] : [text]).map(line => {
    const box = line.getBoundingClientRect();
    const [left, right, top, bottom] = [box.left + 1, box.right - 1, box.top + 4, box.bottom - 4];
    return {words: line.textContent, left, right, top, bottom};
  });
  const over = lines.flatMap((a, n) => lines.slice(n + 1)
    .filter(b => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom)
    .map(b => a.words + " | " + b.words));
  const edge = document.documentElement.clientWidth;
  const out = lines.filter(line => line.right > edge || line.left < -1).map(line => line.words);
  return {least: Math.min(...sizes), over, out};
})"""


@pytest.mark.browser
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("path", SHOWING.values(), ids=SHOWING.keys())
def test_words_in_pictures_are_large_enough_and_apart(path, width, visit):
    page = visit(path, width=width).page
    page.wait_for_selector(".sc-diagram svg >> visible=true")

    found = page.evaluate(LOOK)

    assert found
    assert all(picture["least"] >= 12.4 for picture in found)
    assert [picture["over"] + picture["out"] for picture in found] == [[] for _ in found]


@pytest.mark.browser
@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_diagrams_are_accessible_and_quiet(width, scheme, visit):
    seen = visit("samm/c5/c5.5/", width=width, scheme=scheme)
    for summary in seen.page.query_selector_all(".sc-diagram summary"):
        summary.click()

    found = Axe().run(seen.page, context=".sc-diagram", options=RULES).response["violations"]

    assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in found] == []
    assert seen.said == []
    assert seen.away == []


@pytest.mark.browser
def test_print_shows_the_wide_picture_only(visit):
    page = visit("samm/c7/c7.4/", width=390).page
    page.emulate_media(media="print")

    shown = [svg.get_attribute("class") for svg in page.query_selector_all(".sc-diagram svg") if svg.is_visible()]

    assert shown == ["sc-diagram__wide"]
