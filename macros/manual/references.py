"""What is wrong with the citations of an edition: those that lead nowhere, and those that are written oddly.

An odd citation can be understood (``Table C5.T3a.`` means C5.T3A) or leads somewhere that its words do not say
(``Section C5.T6.`` names a table); a reader may stumble over it. The official text has each of these faults.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from macros.manual.index import Citing, Index, Standing
from macros.manual.labels import Kind, Label, LabelError
from macros.manual.paragraphs import citable
from macros.manual.problems import Problem
from macros.manual.registers import Fault

KEYWORDS = {"section": Kind.PARAGRAPH, "table": Kind.TABLE, "able": Kind.TABLE, "figure": Kind.FIGURE}
# "Section 4.4.16.": the letter of the chapter is missing. Never followed by the act or standard it may belong to.
WITHOUT_SERIES = re.compile(
    r"\b(?P<keyword>Section|Table|Figure)s?\s+(?P<number>[1-9]\d?(?:\.[TF]?[1-9]\d*[A-Za-z]?){1,9})\.?(?![\w(-])(?!\s+of\b)"
)
# Sections of the Arms Export Control Act and the Foreign Assistance Act, and where title 22 of the U.S. Code has them:
# those pairs that the manual itself prints. (Its runs are even: 2 is 2752, and so on to 6.)
AECA = {str(section): str(section + 2750) for section in range(2, 7)}
AECA |= {str(section): str(section + 2740) for section in (*range(21, 27), 29, 30, *range(34, 39))}
AECA |= {"42": "2791", "43": "2792", "47": "2794", "51": "2795"}
IN_THE_CODE = {"AECA": AECA, "FAA": {"503": "2311", "505": "2314", "620": "2370", "620C": "2373"}}
BESIDE = 3  # characters at most between the two: "AECA, section 36(b) (22 U.S.C. 2776(b))"


def findings(index: Index) -> Iterator[tuple[Citing | None, Problem]]:
    """Each thing that is wrong with a citation, and the citation (None where none could be read)."""
    for citing in index.citings:
        if citing.target:
            yield from ((citing, problem) for problem in _existence(index, citing, citing.target))
            if citing.target == citing.citation.label:
                yield from ((citing, problem) for problem in _form(index, citing, citing.target))
    yield from _acts(index)
    yield from ((None, problem) for problem in _without_series(index))


def unsettled(found: Iterable[tuple[Citing | None, Problem]], faults: Sequence[Fault], index: Index) -> list[Problem]:
    """The problems that are not recorded as faults of the official text, and the records that no page bears out."""
    known = {(fault.label, fault.target) for fault in faults if fault.target}
    problems = [problem for citing, problem in found if citing is None or _named(citing) not in known]
    cited = {_named(citing) for citing in index.citings}
    for fault in faults:
        if fault.label not in index.places or (fault.target and (fault.label, fault.target) not in cited):
            message = f"No page shows the fault recorded for {fault.label.printed}"
            problems.append(Problem("data/faults.yml", fault.line, "unused-fault", message))
    return problems


def _named(citing: Citing) -> tuple[Label | None, str]:
    return citing.label, str(citing.target or citing.citation.target)


def _existence(index: Index, citing: Citing, target: Label) -> Iterator[Problem]:
    standing = index.standing(target)
    near = index.nearest(target)
    if (
        standing is Standing.ELSEWHERE
        and citing.label
        and citing.path not in index.compiled
        and (near and near.path in index.compiled)
    ):
        message = f"{target.titled} has no place on the page of {near.label.titled}"
        yield Problem(citing.path, citing.line, "no-place-to-land", message)
    elif standing is Standing.ELSEWHERE:
        message = f"{target.titled} is not in this edition yet"
        yield Problem(citing.path, citing.line, "not-in-this-edition", message)
    elif standing is Standing.NOWHERE and target == citing.citation.label:
        hint = f"The nearest that exists is {near.label.titled}" if near else "Correct the number."
        yield Problem(citing.path, citing.line, "citation-to-nothing", f"{target.titled} does not exist", hint)
    elif standing is Standing.NOWHERE:
        message = f"The range up to {citing.citation.target} runs over {target.titled}, which does not exist"
        yield Problem(citing.path, citing.line, "range-with-gaps", message)


def _form(index: Index, citing: Citing, target: Label) -> Iterator[Problem]:
    citation = citing.citation

    def problem(rule: str, message: str, remedy: str) -> Problem:
        return Problem(citing.path, citing.line, rule, message, remedy)

    if target.letter and citation.written[-1:].islower():
        said = f"{citation.written} is written with a small letter, and anchors are case-sensitive"
        yield problem("letter-case", said, f"Write {target.printed}")
    named = KEYWORDS.get(citation.keyword.rstrip("sS").lower())
    if named and target.kind in KEYWORDS.values() and named is not target.kind:
        said = f"{citation.keyword} {target.printed} names a {target.kind}"
        yield problem("keyword-mismatch", said, f"Write {target.titled}")
    if not citation.dotted and citation.written and target.kind in KEYWORDS.values():
        yield problem("citation-without-dot", f"{citation.written} lacks its final dot", f"Write {target.printed}")
    if target in index.repeated:
        said = f"{target.titled} stands at two places, and the citation does not say which"
        yield problem("ambiguous-citation", said, "")


def _acts(index: Index) -> Iterator[tuple[Citing, Problem]]:
    """A section of an act beside a section of the U.S. Code that is not the same."""
    for act, code in zip(index.citings, index.citings[1:], strict=False):
        first, second = act.citation, code.citation
        if (first.kind, second.kind) != ("statute", "usc") or (act.path, act.line) != (code.path, code.line):
            continue
        name, _, section = first.target.partition("/")
        expected = IN_THE_CODE.get(name, {}).get(section.partition("(")[0])
        given = second.target.removeprefix("usc:").partition("(")[0]
        if expected and 0 <= second.start - first.end <= BESIDE and given != f"22/{expected}":
            said = f"Section {section} of the {name} stands beside {given.replace('/', ' U.S.C. ')}"
            remedy = f"It is 22 U.S.C. {expected}; correct one of the two"
            yield code, Problem(code.path, code.line, "act-and-code", said, remedy)


def _without_series(index: Index) -> Iterator[Problem]:
    """Numbers whose chapter letter was forgotten, where the number with its letter exists."""
    for path, page in index.outlines.items():
        for paragraph in page.root.walk():
            for piece in paragraph.pieces:
                for match in WITHOUT_SERIES.finditer(citable(piece.text)):
                    try:
                        meant = Label.parse(f"C{match['number']}")
                    except LabelError:
                        continue
                    if index.standing(meant) is Standing.HERE:
                        line = piece.line + piece.text.count("\n", 0, match.start())
                        said = f"{match[0].rstrip('.')} lacks the letter of its chapter, and is not read as a citation"
                        yield Problem(path, line, "citation-without-series", said, f"Write {meant.titled}")
