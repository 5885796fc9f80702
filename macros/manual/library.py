"""The books around the manual: what each cited one is called, where the public can read it, and who cites it.

The finder gives every citation of another book a canonical target, such as ``usc:22/2776(b)``; here it becomes words,
``22 U.S.C. 2776(b)``, and an address. An address is given only where the publisher's pattern is stable: the section
itself, or else the collection that holds it. Where neither is sure there is none.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from macros.manual.index import Citing, Index, citers
from macros.manual.references import IN_THE_CODE


@dataclass(frozen=True, slots=True)
class Authority:
    """One thing of another book that the pages cite; ``cited`` has one entry for each paragraph or page that does."""

    target: str
    name: str
    address: str
    cited: tuple[Citing, ...]

    @property
    def anchor(self) -> str:
        """The id of its entry in a list."""
        return re.sub(r"[^a-z0-9]+", "-", self.target.lower()).strip("-")


@dataclass(frozen=True, slots=True)
class Shelf:
    """The cited books of one kind."""

    title: str
    authorities: tuple[Authority, ...]


@dataclass(frozen=True, slots=True)
class Book:
    """How one prefix of targets is read: its shelf, and what makes a name and an address of the rest."""

    shelf: str
    name: Callable[[str], str]
    address: Callable[[str], str]


def shelves(index: Index) -> list[Shelf]:
    """All that the pages cite of other books, by kind; shelves with nothing on them are left out."""
    cited: dict[str, list[Citing]] = defaultdict(list)
    for citing in index.citings:
        if citing.citation.label is None:
            cited[citing.citation.target].append(citing)
    found: dict[str, list[Authority]] = {book.shelf: [] for book in BOOKS.values()}
    for target in sorted(cited, key=_in_numbers):
        book, _ = _book(target)
        found[book.shelf].append(Authority(target, name(target), address(target), tuple(citers(cited[target]))))
    return [Shelf(title, tuple(authorities)) for title, authorities in found.items() if authorities]


def name(target: str) -> str:
    """A canonical target as people write it: ``DoD Directive 5132.03`` for ``dodd:5132.03``."""
    book, rest = _book(target)
    return book.name(rest)


def address(target: str) -> str:
    """Where the public can read it, or '' where no stable address is known."""
    book, rest = _book(target)
    return book.address(rest)


def _book(target: str) -> tuple[Book, str]:
    prefix, colon, rest = target.partition(":")
    return (BOOKS[prefix], rest) if colon else (BOOKS[""], target)  # sections of acts have no prefix: AECA/36(b)


def _in_numbers(target: str) -> list[tuple[int, str]]:
    """Sorts 10 U.S.C. 333 before 10 U.S.C. 2557."""
    return [(int(piece or 0), "") if piece.isdigit() else (0, piece) for piece in re.split(r"(\d+)", target)]


def _after(words: str) -> Callable[[str], str]:
    return lambda rest: f"{words}{rest}"


def _at(page: str) -> Callable[[str], str]:
    return lambda _: page


# Acts
ACTS = {"AECA": "Arms Export Control Act", "FAA": "Foreign Assistance Act"}


def _act_name(rest: str) -> str:
    act, _, section = rest.partition("/")
    return f"{ACTS[act]}, section {section}"


def _act_address(rest: str) -> str:
    """The section of the U.S. Code where an act's section stands, if the manual itself prints the pair."""
    act, _, section = rest.partition("/")
    code = IN_THE_CODE[act].get(section.partition("(")[0])
    return _code_address(f"22/{code}") if code else ""


# The U.S. Code, public laws
def _code_address(rest: str) -> str:
    title, _, section = rest.partition("(")[0].partition("/")
    granule = f"granuleid:USC-prelim-title{title}-section{section}"
    return f"https://uscode.house.gov/view.xhtml?req={granule}&num=0&edition=prelim"


def _law_address(rest: str) -> str:
    congress, _, law = rest.partition("-")
    # govinfo holds the laws from the 104th Congress (1995) on
    return f"https://www.govinfo.gov/link/plaw/{congress}/public/{law}" if int(congress) >= 104 else ""


# Regulations: a whole number is a part, one with a point a section
ECFR = "https://www.ecfr.gov/current"
FAR_SITE = "https://www.acquisition.gov/far"
PART = re.compile(r"\d+")
SUBPART = re.compile(r"\d+\.\d{1,2}")  # sections have three digits and more after the point: 6.302
SECTION = re.compile(r"\d+\.\d+[a-z]?(?:-\d+)?")
ITAR = range(120, 131)  # parts of 22 CFR


def _cfr_name(rest: str) -> str:
    title, _, number = rest.partition("/")
    if number.startswith("subch"):
        return f"{title} CFR Subchapter {number.removeprefix('subch')}"
    part = PART.match(number)
    itar = " (ITAR)" if title == "22" and part and int(part[0]) in ITAR else ""
    return f"{title} CFR {'Part ' if PART.fullmatch(number) else ''}{number}{itar}"


def _cfr_address(rest: str) -> str:
    title, _, number = rest.partition("(")[0].partition("/")
    if PART.fullmatch(number):
        return f"{ECFR}/title-{title}/part-{number}"
    return f"{ECFR}/title-{title}/section-{number}" if SECTION.fullmatch(number) else ""


def _acquisition_name(book: str) -> Callable[[str], str]:
    return lambda rest: f"{book} {'Part ' if PART.fullmatch(rest) else ''}{rest}"


def _far_address(rest: str) -> str:
    number = rest.partition("(")[0]
    level = "part-" if PART.fullmatch(number) else "subpart-" if SUBPART.fullmatch(number) else ""
    return f"{FAR_SITE}/{level}{number}"


def _dfars_address(rest: str) -> str:
    """In 48 CFR: the addresses of acquisition.gov carry the title of a section, which a citation does not tell."""
    number = rest.partition("(")[0]
    return _cfr_address(f"48/{number.partition('.')[0] if SUBPART.fullmatch(number) else number}")


# DoD's and the agency's own papers
ISSUANCES = "https://www.esd.whs.mil/Directives/issuances"
MEMOS = "https://samm.dsca.mil/policy-memoranda"


def _fmr_name(rest: str) -> str:
    volume, _, below = rest.partition("/")
    chapter, _, place = below.partition("#")
    return ", ".join(
        words
        for words in (f"DoD FMR, Volume {volume}", f"Chapter {chapter}" if chapter else "", place)
        if words  # a citation may stop at the volume or chapter
    )


def _memo_address(rest: str) -> str:
    return f"{MEMOS}/dsca-{rest}" if re.fullmatch(r"\d\d-\d+", rest) else ""  # the oldest, I-98-075139, were not seen


# Forms and publications: the collections that hold them
SERIES = {"dd": "DD Form", "sf": "Standard Form", "of": "Optional Form", "dsp": "Form DSP"}
FORMS = {
    "dd": "https://www.esd.whs.mil/Directives/forms/",
    "sf": "https://www.gsa.gov/reference/forms",
    "of": "https://www.gsa.gov/reference/forms",
}
PUBLICATIONS = {
    "CJCSI": "https://www.jcs.mil/Library/CJCS-Instructions/",
    "DTR": "https://www.ustranscom.mil/dtr/",
}


def _form_name(rest: str) -> str:
    series, _, number = rest.partition("-")
    return f"{SERIES[series]}{'-' if series == 'dsp' else ' '}{number.upper()}"


BOOKS = {
    "": Book("Acts", _act_name, _act_address),
    "usc": Book("U.S. Code", lambda rest: rest.replace("/", " U.S.C. "), _code_address),
    "pl": Book("Public laws", _after("Public Law "), _law_address),
    "eo": Book(
        "Executive orders",
        _after("Executive Order "),
        lambda rest: f"https://www.federalregister.gov/executive-order/{rest}",
    ),
    "cfr": Book("Regulations", _cfr_name, _cfr_address),
    "far": Book("Regulations", _acquisition_name("FAR"), _far_address),
    "dfars": Book("Regulations", _acquisition_name("DFARS"), _dfars_address),
    "dodd": Book("DoD issuances", _after("DoD Directive "), _at(f"{ISSUANCES}/dodd/")),
    "dodi": Book("DoD issuances", _after("DoD Instruction "), _at(f"{ISSUANCES}/dodi/")),
    "dodm": Book("DoD issuances", _after("DoD Manual "), _at(f"{ISSUANCES}/dodm/")),
    "dodfmr": Book("DoD Financial Management Regulation", _fmr_name, _at("https://comptroller.defense.gov/FMR/")),
    "memo": Book("Policy memoranda", _after("DSCA Policy Memorandum "), _memo_address),
    "echange": Book("Changes of the manual", _after("SAMM E-Change "), _at("")),
    "loanote": Book("LOA notes", _after("LOA note "), _after("https://samm.dsca.mil/loanote/")),
    "form": Book("Forms", _form_name, lambda rest: FORMS.get(rest.partition("-")[0], "")),
    "pub": Book("Other publications", str, lambda rest: PUBLICATIONS.get(rest.partition(" ")[0], "")),
}
