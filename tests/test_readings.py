"""What a typed citation is understood as: the rules of docs/assets/js/labels.js, and the map that they look into."""

import json

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from macros.manual import official
from macros.manual.labels import Kind, Label, LabelError
from macros.manual.registers import Tombstone
from macros.manual.resolver import atlas
from macros.manual.source import Source
from tests.conftest import PROJECT, real_edition
from tests.javascript import calls
from tests.strategies import labels

SCRIPT = PROJECT / "docs" / "assets" / "js" / "labels.js"
GOLDEN = PROJECT / "tests" / "golden" / "resolver"
READINGS = yaml.safe_load((GOLDEN / "readings.yml").read_text())
BATCHES = settings(max_examples=6, deadline=None)  # each starts node once, for a hundred texts
ANSWERS = yaml.safe_load((GOLDEN / "answers.yml").read_text())


def readings(texts):
    """What each text may mean, with "maybe" before a guess."""
    answers = calls(SCRIPT, [("readings", text) for text in texts])
    return [[("" if one["sure"] else "maybe ") + one["label"] for one in answer] for answer in answers]


def resolved(texts, map_of_numbers):
    """The answer to each text; the map is made ready in node, since it does not survive JSON."""
    wrapper = GOLDEN / "resolve.cjs"
    return calls(wrapper, [("resolveAll", texts, map_of_numbers)])[0]


@pytest.fixture(scope="module")
def read():
    texts = [str(case["text"]) for case in READINGS]
    return dict(zip(texts, readings(texts), strict=True))


@pytest.fixture(scope="module")
def answered():
    texts = [str(case["text"]) for case in ANSWERS["cases"]]
    return dict(zip(texts, resolved(texts, ANSWERS["map"]), strict=True))


@pytest.fixture(scope="module")
def edition():
    return real_edition()


@pytest.mark.parametrize("case", READINGS, ids=lambda case: str(case["text"]) or "nothing")
def test_text_means(case, read):
    assert read[str(case["text"])] == case["means"]


@pytest.mark.parametrize("case", READINGS, ids=lambda case: str(case["text"]) or "nothing")
def test_both_languages_agree_on_what_is_a_label(case, read):
    try:
        label = Label.parse(str(case["text"]))
    except LabelError:
        return

    assert [name.removeprefix("maybe ") for name in read[str(case["text"])]] == [str(label)]


@pytest.mark.parametrize("case", ANSWERS["cases"], ids=lambda case: str(case["text"]))
def test_answer(case, answered):
    answer = answered[str(case["text"])]
    found = [place["url"] for place in answer["found"]]
    missing = [
        [each["label"], (each["nearest"] or {"label": ""})["label"], bool(each["official"])]
        for each in answer["missing"]
    ]
    straight = case.get("straight")

    assert (answer["straight"] or {}).get("url") == straight
    assert found == case.get("found", [straight] if straight else [])
    assert missing == case.get("missing", [])
    assert [each["now"]["url"] for each in answer["missing"] if each["now"]] == ([case["now"]] if "now" in case else [])


def spellings(label):
    """Each way in which people write a label in full."""
    name = str(label)
    old = name.replace("-Legacy", "L")
    yield from (name, name + ".", name.lower(), f"  {name}. ", f"SAMM {name}", f"(see {label.titled})", label.titled)
    yield from (label.titled.lower(), name.replace(".", " "), f"/samm/x/#{name}", f"{official.address(label)}")
    if label.kind not in (Kind.CHAPTER, Kind.APPENDIX, Kind.PROGRAM):
        yield from (old, f"https://samm.dsca.mil/chapter/chapter-1#{old}.", f"{name}.pdf")
    if name.startswith("AP"):
        yield from ("A" + name[2:], "A" + name[2:] + ".")


def test_every_label_of_the_edition_is_found_in_each_spelling(edition):
    numbers = atlas(edition.index, edition.tombstones, lambda path: path)
    cases = [(label, text) for label in edition.index.places for text in spellings(label)]

    answers = resolved([text for _, text in cases], numbers)

    lost = [
        (str(label), text)
        for (label, text), answer in zip(cases, answers, strict=True)
        # the official pages of the guide and of the front sections have no anchors
        if not ((label.guide or label.part == Label("C")) and text.startswith("https://samm"))
        and ({place["label"] for place in answer["found"]} != {str(label)} or answer["missing"])
    ]
    assert len(cases) > 1000
    assert lost == []


def test_a_number_without_its_letter_is_found_too(edition):
    numbers = atlas(edition.index, edition.tombstones, lambda path: path)
    chapters = [label for label in edition.index.places if label.series == "C" and not label.legacy]

    answers = resolved([str(label).removeprefix("C") for label in chapters], numbers)

    assert [answer["found"][0]["label"] for answer in answers] == [str(label) for label in chapters]


@BATCHES
@given(st.lists(labels, min_size=100, max_size=100))
def test_label_in_any_shape_reads_as_itself(found):
    named = [label for label in found if label.kind is not Kind.PROGRAM]  # a bare code is a guess

    assert readings([label.printed for label in named]) == [[str(label)] for label in named]
    assert readings([str(label).lower() for label in named]) == [[str(label)] for label in named]


@BATCHES
@given(st.lists(labels, min_size=100, max_size=100))
def test_both_languages_print_a_label_alike(found):
    asked = [(name, str(label)) for label in found for name in ("titled", "printed", "official")]

    told = calls(SCRIPT, asked)

    assert told == [words for label in found for words in (label.titled, label.printed, official.address(label))]


@BATCHES
@given(st.lists(st.text(st.sampled_from("C5.4T3Aa L-/#:()§1 xAPﬁ0"), max_size=40), min_size=100, max_size=100))
def test_any_text_is_read_without_harm_and_what_it_means_is_a_label(texts):
    for meant in readings(texts):
        for name in meant:
            assert str(Label.parse(name.removeprefix("maybe "))) == name.removeprefix("maybe ")


def test_map_holds_ids_and_titles_by_page_and_tells_equal_numbers_apart():
    from macros.manual.index import Index

    pages = (
        Source.parse("samm/c6/c6.7.md", "# C6.7. *Reports*\n\nC6.7.1. **First.** a\n\nC6.7.1. b\n"),
        Source.parse("samm/c6/index.md", "# C6. Cases\n"),
        Source.parse("index.md", "# Home\n"),
    )
    gone = Tombstone(label="C6.7.9", gone="2026-01-02", now="C6.7.1", note="Moved.")

    made = atlas(Index.build(pages), [gone], lambda path: path.removesuffix(".md") + "/")

    assert made == {
        "pages": {
            "samm/c6/index/": {"C6": "Cases"},
            "samm/c6/c6.7/": {"C6.7": "Reports", "C6.7.1": "First.", "C6.7.1-2": ""},
        },
        "listed": {},
        "gone": {"C6.7.9": "C6.7.1"},
    }


def test_map_of_the_built_site_is_small_and_leads_to_anchors(built_site, edition):
    text = (built_site / "assets" / "cite.json").read_text()
    numbers = json.loads(text)

    assert {anchor for anchors in numbers["pages"].values() for anchor in anchors} >= set(
        map(str, edition.index.places)
    )
    assert (
        len(text) < 60 * len(edition.index.places) + 15_000
    )  # the titles that only the official manual has come on top
    for page, anchors in numbers["pages"].items():
        html = (built_site / page / "index.html").read_text()
        assert [anchor for anchor in anchors if f'id="{anchor}"' not in html] == []
