"""The citations in a text: what each one names, and exactly where it stands.

A citation is plain prose, such as ``Section C5.4.2.``, ``Tables C4.T2A. through Table C4.T2D.`` or
``AECA, section 36(b) (22 U.S.C. 2776(b))``. The finder goes through a text once, from word to word: a word that may
open a citation is handed to the readers of its forms, every other is passed over. A reader looks at a bounded stretch
or at what it returns, so the time grows with the length of the text and with nothing else. The forms of other books
are in ``authorities``; the grammar of each form stands in its reader's docstring or beside its pattern.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from macros.manual import authorities
from macros.manual.authorities import GAP, LAST, SEPARATOR
from macros.manual.labels import OWNER, SERIAL, STEPS, Kind, Label


@dataclass(frozen=True, order=True, slots=True)
class Citation:
    """One citation: its span in the text (``end`` exclusive), its kind, and what it cites.

    ``target`` is the canonical name: ``C5.T3A`` for ``Table C5.T3a.``, ``usc:22/2776(b)`` for ``22 U.S.C. 2776(b)``.
    The span runs from the keyword to the last character of the number, the manual's final dot included;
    later members of a list are their number alone.

    The other fields are set for the manual's own numbers only. ``keyword`` and ``written`` are the keyword
    ('' when it is inherited or left out) and the number without its final dot, as they stand in the text;
    ``dotted`` says whether the final dot is there. ``since`` is, on the second end of a range, the label of the first.
    """

    start: int
    end: int
    kind: str
    target: str
    label: Label | None = field(default=None, compare=False)
    keyword: str = field(default="", compare=False)
    written: str = field(default="", compare=False)
    dotted: bool = field(default=False, compare=False)
    since: Label | None = field(default=None, compare=False)

    @property
    def through(self) -> tuple[Label, ...]:
        """On the second end of a range, the labels between its two ends; they are cited as well."""
        return members(self.since, self.label) if self.since and self.label else ()


Reader = Callable[[str, int], list[Citation]]


def find_citations(text: str) -> list[Citation]:
    """All citations in the text, in order and without overlap. None runs across an empty line."""
    found: list[Citation] = []
    done = 0
    for word in WORD.finditer(text):
        start = word.start()
        if start < done:
            continue
        for reader in READERS.get(word[0]) or _program(text, word):
            if read := reader(text, start):
                found += read
                done = read[-1].end
                break
    return found


def members(first: Label, last: Label) -> tuple[Label, ...]:
    """The labels between the two ends of a range: C4.T2B and C4.T2C between C4.T2A and C4.T2D.

    There are none when the ends are not brothers, as in "C5.1. through C6.4.".
    """
    if first.mark and replace(first, letter=last.letter) == last:
        letters = range(ord(first.letter or "@") + 1, ord(last.letter or "@"))  # "@" stands before "A"
        return tuple(replace(first, letter=chr(letter)) for letter in letters)
    if first.mark and replace(first, serial=last.serial, letter=last.letter) == last:
        return tuple(replace(first, serial=serial, letter="") for serial in range(first.serial + 1, last.serial))
    if first.steps and not first.mark and first.parent == last.parent and not last.mark:
        return tuple(replace(first, steps=(*first.steps[:-1], n)) for n in range(first.steps[-1] + 1, last.steps[-1]))
    if first.depth == 1 and replace(first, number=last.number) == last:
        return tuple(replace(first, number=number) for number in range(first.number + 1, last.number))
    return ()


KINDS = {
    Kind.CHAPTER: "samm-chapter",
    Kind.APPENDIX: "samm-appendix",
    Kind.PARAGRAPH: "samm-para",
    Kind.TABLE: "samm-table",
    Kind.FIGURE: "samm-figure",
    Kind.PROGRAM: "samm-program",
}
THROUGH = rf"{GAP}through{GAP}"

# Paragraphs, tables and figures. The "T" of one "Table" is lost in the official text: "able C9.T2A."
KEYWORD = rf"(?P<keyword>[Ss]ections?|SECTIONS?|[Tt]?ables?|TABLES?|[Ff]igures?|FIGURES?){GAP}"
OPENING = re.compile(KEYWORD)
NUMBER = re.compile(
    rf"""(?P<number>(?>{OWNER}{STEPS}{SERIAL}))
    (?: (?P<dot>\.)(?!\d)    # C9.T19.Standby: the caption lacks a blank
      | (?!\w|\.\d) )        # C7.9.1.4 below: the final dot is missing""",
    re.VERBOSE,
)
FURTHER = re.compile(rf"(?P<range>{THROUGH})(?:{KEYWORD})?|{SEPARATOR}")

# Whole chapters and appendices.
WHOLE = re.compile(rf"(?P<keyword>Chapters?|CHAPTERS?|Appendix|Appendices|APPENDIX|APPENDICES){GAP}")
WHOLE_NUMBER = {
    "C": re.compile(r"(?P<number>[1-9]\d?)(?P<legacy>-Legacy)?(?!\w|[.-]\d)"),
    "AP": re.compile(r"(?P<number>[1-9]\d?)(?P<legacy>(?!))?(?!\w|[.-]\d)"),  # no appendix has a legacy edition
}
WHOLE_FURTHER = re.compile(rf"(?P<range>{THROUGH})(?:(?P<keyword>Chapter|Appendix){GAP})?|(?P<last>{LAST})|{SEPARATOR}")

# The chapters of other books: "DTR Chapter 202", "Volume 6, Chapter 3", "Chapter 20 of the DTR".
BOOKS = r"(?:DTR|JTR|JFTR|DLMS?|FMR|RCG|D?FARS?|ITAR|CFR|U\.?S\.?C\b\.?)"
DIVISION = r"(?:[Vv]ol(?:ume|\.)?|[Pp]art|[Tt]itle|[Ss]ubtitle|[Dd]ivision|[Ee]nclosure|[Aa]nnex)"
ELSEWHERE_BEFORE = re.compile(rf"\b(?:{DIVISION}{GAP}\w{{1,4}}|{BOOKS})\)?[,.]?(?:{GAP}-)?{GAP}\Z")
ELSEWHERE_AFTER = re.compile(
    rf"""{GAP}(?: of{GAP}(?:the{GAP})?
                  (?! E?SAMM\b | [Mm]anual\b | Security{GAP}Assistance{GAP}Management{GAP}Manual | DSCA{GAP}Manual)
                  (?: [A-Z] | {DIVISION} )
                | (?:to|in){GAP}(?:the{GAP})? (?: {BOOKS}\b | {DIVISION}{GAP} | DoD ) )""",
    re.VERBOSE,
)
LONGEST_BEFORE = 80  # characters: "Enclosure XIV, " and the white space of an indented line


def _numbered(text: str, start: int) -> list[Citation]:
    """``[ keyword ] number { separator number | "through" [ keyword ] number }``; a bare first number needs its dot."""
    opening = OPENING.match(text, start)
    number = NUMBER.match(text, opening.end() if opening else start)
    if not number or not _inside(number) or not (opening or _may_stand_bare(text, number)):
        return []
    read = [_citation(start, opening["keyword"] if opening else "", number)]
    while (further := FURTHER.match(text, read[-1].end)) and (number := NUMBER.match(text, further.end())):
        if not _inside(number):
            break
        at = further.start("keyword") if further["keyword"] else number.start()
        since = read[-1].label if further["range"] else None
        read.append(_citation(at, further["keyword"] or "", number, since))
    return read


def _inside(number: re.Match[str]) -> bool:
    """Whether the number names something inside a chapter, appendix or programme; "C4" and "EDA." do not."""
    return bool(number["steps"] or number["guide"] or number["serial"])


def _may_stand_bare(text: str, number: re.Match[str]) -> bool:
    """Whether a number without keyword is a citation: it has its final dot, and is no part of an address or file name.

    A programme's number needs two parts more, as ``SPS.4.T2.`` has, for any capitals may stand before a number.
    """
    before, after = text[number.start() - 1 : number.start()], text[number.end() : number.end() + 1]
    if not number["dot"] or after.isalnum() or (before and before in "#/.-"):
        return False
    return not number["program"] or bool(number["serial"]) or number["steps"].count(".") > 1


def _citation(start: int, keyword: str, number: re.Match[str], since: Label | None = None) -> Citation:
    label = Label.of(number)
    kind = KINDS[Kind.PROGRAM if number["program"] else label.kind]
    return Citation(start, number.end(), kind, str(label), label, keyword, number["number"], bool(number["dot"]), since)


def _whole(text: str, start: int) -> list[Citation]:
    """``keyword int [ "-Legacy" ] { separator int | "through" [ keyword ] int }``; a list needs a plural keyword.

    It ends after the member that "and" announces: "Chapters 3, 4 and 12, 30 days after …". Nothing is found when
    words around it say that the chapters are another book's: "Chapter 20 of the DTR".
    """
    opening = WHOLE.match(text, start)
    if opening is None or ELSEWHERE_BEFORE.search(text, max(0, start - LONGEST_BEFORE), start):
        return []
    series, plural = "AP" if opening["keyword"][0] == "A" else "C", opening["keyword"][-1] in "sS"
    number = WHOLE_NUMBER[series].match(text, opening.end())
    if number is None:
        return []
    read = [_whole_citation(start, opening["keyword"], series, number)]
    while further := WHOLE_FURTHER.match(text, read[-1].end):
        keyword, number = further["keyword"] or "", WHOLE_NUMBER[series].match(text, further.end())
        if number is None or not (plural or further["range"]) or not opening["keyword"].startswith(keyword[:1]):
            break
        at = further.start("keyword") if keyword else number.start()
        since = read[-1].label if further["range"] else None
        read.append(_whole_citation(at, keyword, series, number, since))
        if further["last"] or keyword:
            break
    return [] if ELSEWHERE_AFTER.match(text, read[-1].end) else read


def _whole_citation(
    start: int, keyword: str, series: str, number: re.Match[str], since: Label | None = None
) -> Citation:
    label = Label(series, int(number["number"]), legacy=bool(number["legacy"]))
    return Citation(start, number.end(), KINDS[label.kind], str(label), label, keyword, number[0], since=since)


def _of_other_books(read: authorities.Reader) -> Reader:
    return lambda text, start: [Citation(*mention) for mention in read(text, start)]


def _program(text: str, word: re.Match[str]) -> tuple[Reader, ...]:
    """The readers for capitals that open nothing known: before a dot they may be a programme, as in ``SPS.4.T2.``"""
    return (_numbered,) if text.startswith(".", word.end()) and len(word[0]) > 1 and word[0].isupper() else ()


def _readers() -> dict[str, tuple[Reader, ...]]:
    """The readers to try, in turn, at each word that may open a citation."""
    rows: list[tuple[Reader, str]] = [
        (_numbered, "Section Sections Table Tables Figure Figures SECTION SECTIONS TABLE TABLES FIGURE FIGURES"),
        (_numbered, "section table figure able C A AP"),
        (_whole, "Chapter Chapters CHAPTER CHAPTERS Appendix Appendices APPENDIX APPENDICES"),
        *((_of_other_books(reader), words) for reader, words in authorities.READERS),
    ]
    readers: dict[str, tuple[Reader, ...]] = {}
    for reader, words in rows:
        for word in words.split():
            readers[word] = (*readers.get(word, ()), reader)
    return readers


READERS = _readers()
# The words at which reading may begin: capitals, the few small words that open a form (plural or not), titles of codes.
SMALL = "|".join(sorted(word for word in READERS if word.islower()))
WORD = re.compile(rf"(?<![^\W_])(?:[A-Z][A-Za-z]*+|\d{{1,2}}(?=\.?\s*+[CU])|{SMALL})")
