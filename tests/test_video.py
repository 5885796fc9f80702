"""The introductory video: a storyboard that can be read in its time, and a film, captions and a page made of it."""

from __future__ import annotations

import re
import struct
from dataclasses import replace

import pytest
from axe_playwright_python.sync_playwright import Axe

from macros.manual.checks import check
from macros.manual.film import CAPTIONS, POSTER, SMALL_POSTER, VIDEOS, Film, caption
from macros.manual.storyboard import LONGEST, PACE, SHORTEST, WIDTH
from scripts import make_video
from scripts.filming import RATE, SIZE, answer, moments, page_of
from tests.browsing import RULES
from tests.conftest import PROJECT, real_edition
from tests.test_checks import TABLE, TODAY

DOCS = PROJECT / "docs"
PAGE = "agency/introductory-video/"
CUE = re.compile(r"(\d\d):(\d\d):(\d\d\.\d{3}) --> (\d\d):(\d\d):(\d\d\.\d{3})\n(.+(?:\n.+)*)")


@pytest.fixture(scope="module")
def film():
    edition = real_edition()
    return Film.of(edition.storyboard, edition.stages, edition.facts)


@pytest.fixture(scope="module")
def cues():
    """The committed captions: start and end in seconds, and the lines."""

    def seconds(hours, minutes, rest):
        return int(hours) * 3600 + int(minutes) * 60 + float(rest)

    text = (DOCS / CAPTIONS).read_text(encoding="utf-8")
    assert text.startswith("WEBVTT\n\n")
    return [(seconds(*m[:3]), seconds(*m[3:6]), m[6].split("\n")) for m in CUE.findall(text)]


# The committed files


def mp4_seconds(data: bytes) -> float:
    """The duration in the movie header, ISO/IEC 14496-12 section 8.2.2, version 0."""
    scale, duration = struct.unpack_from(">II", data, data.index(b"mvhd") + 4 + 4 + 8)
    return float(duration / scale)


def webm_seconds(data: bytes) -> float:
    """Duration (0x4489) by TimestampScale (0x2AD7B1) of the segment's Info, RFC 9559 section 5.1.2."""
    size = data[(at := data.index(b"\x2a\xd7\xb1") + 3)] & 0x7F
    scale = int.from_bytes(data[at + 1 : at + 1 + size], "big")
    duration: float = struct.unpack_from(">d", data, data.index(b"\x44\x89\x88") + 3)[0]
    return duration * scale / 1e9


@pytest.mark.parametrize("path", VIDEOS)
def test_video_is_as_long_as_its_storyboard(path, film):
    data = (DOCS / path).read_bytes()

    seconds = (mp4_seconds if path.endswith("mp4") else webm_seconds)(data)

    assert seconds == pytest.approx(film.seconds, abs=1 / RATE)


@pytest.mark.parametrize("path", VIDEOS)
def test_video_was_made_of_todays_storyboard_figures_and_stages(path, film):
    assert film.mark.encode() in (DOCS / path).read_bytes()


def test_captions_are_those_of_todays_storyboard(film):
    assert (DOCS / CAPTIONS).read_text(encoding="utf-8") == film.webvtt()


def test_files_are_small_enough_to_be_kept_with_the_pages():
    sizes = [(DOCS / path).stat().st_size for path in (*VIDEOS, POSTER, SMALL_POSTER, CAPTIONS)]

    assert sum(sizes) < 3_000_000
    assert (DOCS / POSTER).stat().st_size < 40_000
    assert (DOCS / SMALL_POSTER).stat().st_size < 12_000  # the home page's budget


def test_film_is_short_enough_to_be_watched_to_the_end(film):
    assert SHORTEST <= film.seconds <= LONGEST


# Captions


def test_captions_can_be_read(cues):
    for start, end, lines in cues:
        assert len(lines) <= 2
        assert max(map(len, lines)) <= WIDTH
        assert sum(map(len, lines)) / (end - start) <= PACE
        assert end - start >= 1


def test_captions_follow_each_other_to_the_end_of_the_film(cues, film):
    assert [end for _, end, _ in cues] == [*(start for start, _, _ in cues[1:]), film.seconds]


def test_captions_say_what_the_transcript_says(cues, film):
    said = " ".join(said.words for shot in film.shots for said in shot.sentences)

    assert " ".join(line for _, _, lines in cues for line in lines) == said


@pytest.mark.parametrize(
    ("words", "captions"),
    [
        ("You ask in writing.", [("You ask in writing.",)]),
        # two even lines, not a long one and a word
        (
            "Some sales need a notice to Congress before the offer.",
            [("Some sales need a notice to", "Congress before the offer.")],
        ),
        # more than two lines come as two captions
        (
            "The first line is here, the second is below it, and the third comes after both of them are gone.",
            [
                ("The first line is here, the second", "is below it, and the third comes"),
                ("after both of them are gone.",),
            ],
        ),
    ],
)
def test_sentence_is_cut_into_captions_of_two_even_lines(words, captions):
    assert caption(words) == captions


# The storyboard

SCENE = "- {seconds: 20, heading: Sales, shown: Sales, sentences: [{words: You ask., cite: [C5.1.1]}]}\n"
WRONG = {
    "no such stage": (SCENE.replace("heading", "stages: [1, 9], heading"), 1, "no stage 9"),
    "no such figure": (SCENE.replace("You ask.", "'{nothing} days'"), 1, "no figure 'nothing'"),
    "no such paragraph": (SCENE.replace("C5.1.1", "C5.1.9"), 1, "Section C5.1.9. does not exist"),
    "no heading": (SCENE.replace("heading: Sales, ", ""), 1, "needs a 'heading'"),
    "a key too much": (SCENE + SCENE.replace("shown", "onclick: x, shown"), 2, "onclick: extra inputs"),
    "too much for the picture": (SCENE.replace("shown: Sales", f"shown: {'Sales ' * 9}"), 1, "room for 48"),
    "too fast": (SCENE + SCENE.replace("20", "3").replace("You ask", "You ask " * 9), 2, "characters a second"),
    "too short a film": (SCENE, 1, "has 20 seconds"),
    "too long a word": (SCENE.replace("You ask", "a" * 43), 1, "longer than a line"),
    "not YAML": ("- {seconds: [", 1, "not YAML"),
}


@pytest.mark.parametrize(("text", "line", "message"), WRONG.values(), ids=WRONG.keys())
def test_wrong_storyboard_makes_no_video_and_is_told_by_file_and_line(text, line, message, docs, capsys):
    folder = docs({**TABLE["sound"], "data/video.yml": text})

    status = make_video.main(["--docs", str(folder)])

    told = capsys.readouterr().out.splitlines()
    assert status == 1
    assert [said for said in told if said.startswith(f"{folder}/data/video.yml:{line}: ") and message in said]
    assert not (folder / CAPTIONS).exists()


def test_folder_without_a_storyboard_makes_no_video(docs, capsys):
    assert make_video.main(["--docs", str(docs(TABLE["sound"]))]) == 1
    assert "There is no storyboard" in capsys.readouterr().out


def test_a_figure_that_changes_makes_the_video_out_of_date():
    edition = real_edition()
    fact = edition.facts["formal-review-other"]
    changed = replace(edition, facts={**edition.facts, fact.id: fact.model_copy(update={"number": fact.number + 1})})

    assert "video-out-of-date" in {problem.rule for problem in check(changed, TODAY)}
    assert "video-out-of-date" not in {problem.rule for problem in check(edition, TODAY)}


def test_a_citation_that_changes_leaves_the_video_as_it_is(film):
    shot = film.shots[0]
    other = replace(shot, sentences=tuple(replace(said, cite=()) for said in shot.sentences))

    assert replace(film, shots=(other, *film.shots[1:])).fingerprint == film.fingerprint


# The picture


def test_frames_come_in_order_and_no_second_is_without_one(film):
    times = [moment.time for moment in moments(film)]

    assert times == sorted(set(times))
    assert {int(time) for time in times} == set(range(film.seconds))


@pytest.mark.browser
def test_every_scene_is_legible_within_its_frame(film, browser):
    page = browser.new_page(viewport={"width": SIZE[0], "height": SIZE[1]})
    html = page_of(film, PROJECT / "overrides")
    page.route("**/*", lambda route: answer(route, html, DOCS))
    page.goto("http://film.invalid/")
    page.add_style_tag(content=":root{--p:1}")

    for number, shot in enumerate(film.shots):
        page.evaluate("n => document.querySelectorAll('section').forEach((s, i) => { s.hidden = i !== n })", number)
        words = page.locator("section:not([hidden]) :is(p, h1)")
        sizes = words.evaluate_all("all => all.map(e => parseFloat(getComputedStyle(e).fontSize))")
        ends = words.evaluate_all(
            "all => all.map(e => { const r = document.createRange(); r.selectNodeContents(e);"
            " const b = r.getBoundingClientRect(); return [b.right, b.bottom] })"
        )
        only_contrast = {"runOnly": ["color-contrast"], "resultTypes": ["violations"]}
        assert shot.heading in page.locator("section:not([hidden]) h1").inner_text()
        assert min(sizes) >= SIZE[1] / 22
        assert max(right for right, _ in ends) <= SIZE[0] - 40
        assert max(bottom for _, bottom in ends) <= SIZE[1] - 140  # below it is room for captions
        assert Axe().run(page, options=only_contrast).response["violations"] == []
    page.close()


# The page


@pytest.mark.browser
@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1280, "light")])
def test_page_of_the_video_is_accessible_and_loads_no_film_before_it_is_played(width, scheme, visit):
    seen = visit("", width=width, scheme=scheme)
    asked: list[str] = []
    seen.page.on("request", lambda request: asked.append(request.url.removeprefix(seen.root)))
    seen.to(PAGE)

    found = Axe().run(seen.page, options=RULES).response["violations"]

    assert [f"{rule['id']}: {node['html'][:120]}" for rule in found for node in rule["nodes"]] == []
    assert {path for path in asked if path.startswith("assets/video/")} <= {POSTER, CAPTIONS}
    assert POSTER in asked
    assert seen.page.evaluate("window.violations") == []
    assert seen.said == []


@pytest.mark.browser
@pytest.mark.parametrize("path", VIDEOS)
def test_each_file_plays_with_its_captions(path, visit, film, cues):
    page = visit(PAGE).page
    if not page.evaluate("path => document.createElement('video').canPlayType('video/' + path.split('.')[1])", path):
        pytest.skip("this browser has not the codec")

    video = page.locator("video")
    video.evaluate(
        "(v, kept) => { v.querySelectorAll('source').forEach(s => s.src.endsWith(kept) || s.remove());"
        " v.load(); return v.play() }",
        path,
    )
    page.wait_for_function("() => document.querySelector('video').textTracks[0].activeCues?.length")

    state = video.evaluate(
        "v => [v.duration, v.videoWidth, v.videoHeight, v.textTracks[0].mode, v.textTracks[0].activeCues[0].text]"
    )
    assert state == [pytest.approx(film.seconds, abs=0.1), *SIZE, "showing", "\n".join(cues[0][2])]
    assert page.evaluate("window.violations") == []


@pytest.mark.browser
def test_video_never_plays_by_itself_and_has_the_browsers_controls(visit):
    state = visit(PAGE).page.locator("video").evaluate("v => [v.autoplay, v.paused, v.controls, v.preload]")

    assert state == [False, True, True, "none"]


@pytest.mark.browser
def test_without_javascript_the_transcript_and_the_files_are_there(visit, film):
    page = visit(PAGE, script=False).page

    text = page.locator("article").inner_text()
    assert all(said.words.rstrip(".") in text for shot in film.shots for said in shot.sentences)
    assert all(page.locator(f"figcaption a[href$='{path}']").count() == 1 for path in (*VIDEOS, CAPTIONS))


def test_every_sentence_of_the_transcript_leads_to_its_paragraphs(film, built_site):
    html = (built_site / PAGE / "index.html").read_text(encoding="utf-8")

    linked = set(
        re.findall(r'class="sc-cite"[^>]*href="[^"#]*#([^"]+)"|href="[^"#]*#([^"]+)"[^>]*class="sc-cite"', html)
    )
    anchors = {anchor for pair in linked for anchor in pair if anchor}
    cited = {label.anchor for shot in film.shots for said in shot.sentences for label in said.cite}
    assert cited <= anchors | {"C7.3"}  # a section that is a page of its own is linked as a page
