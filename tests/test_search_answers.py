"""What the search answers on the real site: in node, with the index that a build wrote."""

import gzip
import json

import pytest
import yaml

from macros.manual.documents import shelves
from tests.conftest import PROJECT, real_edition
from tests.searching import asked, real_documents

GOLDEN = PROJECT / "tests" / "golden" / "search"
QUESTIONS = yaml.safe_load((GOLDEN / "questions.yml").read_text(encoding="utf-8"))
QUERIES = [json.loads(line) for line in (GOLDEN / "queries.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def found():
    return real_documents()


@pytest.fixture(scope="module")
def labels(found):
    """The manual's numbers that answer a list of questions, best first, with the words that were mended."""

    def ask(site, texts):
        calls = [(name, text) for text in texts for name in ("numbers", "rank")]
        answers = asked(calls, site)
        listed = []
        for direct, ranked in zip(answers[::2], answers[1::2], strict=True):
            by_rank = [str(found[doc].label) for doc in ranked["docs"] if found[doc].label]
            listed.append((list(dict.fromkeys([*direct, *by_rank])), ranked["mended"]))
        return listed

    return ask


def test_each_golden_question_is_answered(built_site, labels):
    wrong = []
    for case, (numbers, mended) in zip(
        QUESTIONS, labels(built_site, [case["asked"] for case in QUESTIONS]), strict=True
    ):
        if "first" in case and numbers[:1] != [case["first"]]:
            wrong.append((case["asked"], numbers[:5]))
        if "near" in case and not set(case["near"]) & set(numbers[:5]):
            wrong.append((case["asked"], numbers[:5]))
        if case.get("mended", "") not in {*mended.values(), ""}:
            wrong.append((case["asked"], mended))

    assert wrong == []


def test_the_queries_of_readers_are_answered_well(built_site, labels):
    answers = labels(built_site, [query["query"] for query in QUERIES])
    ranks = []
    for query, (numbers, _) in zip(QUERIES, answers, strict=True):
        right = {number.rstrip(".") for number in query["relevant"]}
        ranks.append(next((n for n, number in enumerate(numbers[:10], 1) if number in right), None))

    assert len(ranks) == 56
    assert sum(rank == 1 for rank in ranks) / 56 >= 0.70
    assert sum(rank is not None and rank <= 5 for rank in ranks) / 56 >= 0.90
    assert sum(1 / rank for rank in ranks if rank) / 56 >= 0.78


@pytest.mark.parametrize("name", ["queries.jsonl", "other_queries.jsonl", "unseen_queries.jsonl"])
def test_the_paragraphs_that_queries_are_to_find_are_in_the_manual(found, name):
    known = {str(document.label) for document in found if document.label}
    lines = (GOLDEN / name).read_text(encoding="utf-8").splitlines()
    queries = [json.loads(line) for line in lines]

    assert [
        (each["query"], label) for each in queries for label in each["relevant"] if label.rstrip(".") not in known
    ] == []
    assert len({each["query"] for each in queries}) == len(queries) > 50


def test_a_number_leads_straight_to_its_place_or_nowhere(built_site):
    places = asked(
        [("place", text) for text in ("c5.4.2", "Table C5.T3A.", "C5.99", "offer expired", "C5")], built_site
    )

    assert places == ["samm/c5/c5.4/#C5.4.2", "samm/c5/c5.1/#C5.T3A", None, None, "samm/c5/"]


def test_an_unfinished_word_finds_what_it_begins(built_site, labels):
    ((unfinished, _), (finished, _)) = labels(built_site, ["freight forw", "freight forwarder"])

    assert set(unfinished[:5]) & set(finished[:5])


def test_a_title_outranks_a_mention(built_site, found):
    (answer,) = asked([("rank", "offsets")], built_site)

    assert found[answer["docs"][0]].title in {"Offset", "Offsets"}  # the glossary's, the manual's


def test_of_equal_notices_the_newest_is_first(found):
    days = [d.path for d in found if d.facet == "news" and d.anchor == "" and "/sales/" in d.path]

    notices = {notice.path: notice for notice in real_edition().newsroom.notices}
    told = [notices[path].day for path in days if path in notices and notices[path].day]
    assert len(told) > 400
    assert told == sorted(told, reverse=True)


def test_a_shelf_holds_only_its_own(built_site):
    (page,) = asked([("page", {"text": "offer", "facet": "guide"})], built_site)

    assert page["hits"]
    assert {hit["shelf"] for hit in page["hits"]} == {"guide"}
    assert page["total"] == page["counts"]["guide"] < page["counts"]["all"]


def test_pages_of_results_follow_one_another(built_site):
    first, second = asked([("page", {"text": "case", "from": n}) for n in (0, 20)], built_site)

    urls = [hit["url"] for hit in (*first["hits"], *second["hits"])]
    assert len(urls) == len(set(urls)) == 40


def test_a_snippet_marks_the_terms_and_nothing_runs_in_it(built_site):
    (html,) = asked([("snippet", 'The <b onclick="x()">deposit</b> & deposits', ["deposit"])], built_site)

    assert html.count("<mark data-md-highlight>") == 2
    assert "<b" not in html


def test_the_box_says_numbers_at_once_and_then_the_rest(built_site):
    (sayings,) = asked([("box", "C5.4.2", "all")], built_site)

    assert len(sayings) == 2
    assert sayings[0]["items"][0][0]["location"] == "samm/c5/c5.4/#C5.4.2"
    assert any(item["location"] == "samm/c5/c5.4/#C5.4.2" and item["text"] for item in sayings[1]["items"][0])


@pytest.mark.parametrize("text", ["can congress stop a sale", "how long to claim for damaged goods", "offsets"])
def test_enter_goes_to_the_best_answer_and_no_group_hides_all_it_has(built_site, text):
    """The theme goes to the first of the highest scores, to two decimals, and shows what scores as the head or more."""
    page, sayings = asked([("page", {"text": text}), ("box", text, "all")], built_site)

    groups = sayings[-1]["items"]
    assert (
        max((hit for group in groups for hit in group), key=lambda hit: round(hit["score"], 2))["location"]
        == (page["hits"][0]["url"])
    )
    assert all(any(hit["score"] >= group[0]["score"] for hit in group[1:]) for group in groups if group[1:])


def test_small_words_alone_are_looked_for(built_site):
    (ranked, empty) = asked([("page", {"text": "what is it"}), ("page", {"text": "  "})], built_site)

    assert ranked["mended"] == {}
    assert empty["total"] == 0


@pytest.mark.parametrize("text", ["congressional notification threshold", "freight forwarder claim", "offers expired"])
def test_typing_fetches_hardly_more_than_pasting(built_site, text):
    pasted, typed = asked([("fetched", text, typed) for typed in (False, True)], built_site)
    sizes = [len(gzip.compress((built_site / "search" / name).read_bytes())) for name in typed]

    assert set(pasted) <= set(typed)
    assert len(typed) <= len(pasted) + 6  # texts of hits that looked likely when a word was finished
    assert sum(sizes) < 25 * 1024
    assert not [name for name in typed if "/v" in name]  # no list of words, though half a word stands nowhere


def test_texts_are_fetched_as_soon_as_a_third_word_is_begun(built_site):
    asked_for = [
        "congressional notification ",
        "congressional notification thres",
        "congressional notification threshold",
    ]
    two, begun, whole = asked([("fetched", text, True, text != asked_for[-1]) for text in asked_for], built_site)
    texts = [{name for name in names if "/l" in name} for names in (two, begun, whole)]

    assert texts[0] == set()
    assert texts[1] <= texts[2]
    assert len(texts[1]) >= len(texts[2]) / 2


def test_the_synonyms_of_the_only_word_that_begins_so_are_fetched_before_it_is_whole(built_site):
    begun, claim = asked([("fetched", text, True, True) for text in ("a clai", "a claim")], built_site)

    assert [name for name in begun if "/t" in name] == [name for name in claim if "/t" in name]


def test_nothing_is_said_while_letters_still_come(built_site):
    text = "congressional notification threshold"
    typing, whole = asked([("box", text, "all", False), ("box", text, "all")], built_site)

    assert (len(typing), len(whole)) == (0, 1)


def test_what_the_box_shows_first_is_the_best_answer(built_site):
    texts = [query["query"] for query in QUERIES]
    calls = [call for text in texts for call in (("page", {"text": text}), ("box", text, "all"))]
    found = asked(calls, built_site)
    for text, page, sayings in zip(texts, found[::2], found[1::2], strict=True):
        group = sayings[-1]["items"][0]
        first = group[0] if group[0]["text"] or len(group) == 1 else group[1]
        assert first["location"] == page["hits"][0]["url"], text


def test_a_concept_is_met_in_no_way_twice(built_site):
    texts = [query["query"] for query in QUERIES]
    for text, concepts in zip(texts, asked([("ways", text) for text in texts], built_site), strict=True):
        assert all(len(set(ways)) == len(ways) for ways in concepts), text


def test_two_words_of_the_thesaurus_are_known_with_others_between(built_site):
    """The thesaurus has "offer open" for "offer expiration date"."""
    texts = ("offer open", "how long does the offer stay open", "offer of spare parts before the doors open")
    beside, near, far = asked([("ways", text) for text in texts], built_site)

    assert "offer expir date" in beside[0]
    assert beside[0] in near
    assert not any("offer expir date" in ways for ways in far)


def test_the_manual_s_own_term_is_looked_for_alone(built_site):
    """A forwarder is explained as a freight forwarder, and freight as transportation."""
    (freight,), (term,) = asked([("ways", "freight "), ("ways", "freight forwarder ")], built_site)

    assert len(freight) > 1
    assert term == ["freight forward"]


def test_the_index_that_is_made_for_practice_can_be_searched():
    assert asked([("rehearse",)]) == ["done"]


def test_a_head_of_two_builds_is_refused():
    small = {"version": "a", "fields": [["title", 6]], "length0": ""}
    of_one, of_two = [small, {"version": "a"}], [small, {"version": "b"}]

    assert asked([("head", of_one), ("head", of_two)]) == ["a", "The head of the index is of two builds"]


def test_every_document_has_its_place_on_the_site(built_site, found):
    pages, missing = {}, []
    (head,) = built_site.glob("search/head.js")
    version = json.loads(head.read_text(encoding="utf-8").split(",", 1)[1].rstrip(")\n"))["version"]
    for file in sorted((built_site / "search" / version).glob("l*.js")):
        urls, entries = json.loads(file.read_text(encoding="utf-8").split(",", 1)[1].rstrip(")\n"))
        for page, anchor, _, _ in entries:
            html = pages.setdefault(urls[page][0], (built_site / urls[page][0] / "index.html").read_text("utf-8"))
            if anchor and f'id="{anchor}"' not in html:
                missing.append(f"{urls[page][0]}#{anchor}")

    assert missing == []
    assert sum(shelves(found).values()) == len(found) > 1500
