"""The books around the manual as it cites them: acts, the U.S. Code, regulations, DoD issuances, memos, forms.

Most kinds have one shape, a ``Form``: a name and a number, then perhaps a list of further numbers. Statutes and
the financial management regulation (FMR) have rules of their own at the end. The variants of spelling were met in the manual
and its memos: commas, capitals and missing blanks or dots carry no meaning and do not reach the target.
Each rule has its grammar beside it; every repetition is bounded, so a rule looks at a bounded stretch of text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple


class Mention(NamedTuple):
    """One citation of another book: its span, its kind, and its canonical name."""

    start: int
    end: int
    kind: str
    target: str


Reader = Callable[[str, int], list[Mention]]

# ---- the small parts that all rules share
GAP = r"(?:[^\S\n]++(?:\n[^\S\n]*+)?+|\n[^\S\n]*+)"  # blanks with one line break at most: never an empty line
MAY = rf"(?:{GAP})?"
LAST = rf"(?:{MAY},)?{GAP}(?:and/or|and|or){GAP}"
SEPARATOR = rf"(?:{LAST}|{MAY},{GAP})"
# part = "(" ( int | roman | letters ) ")"; "36(b)(5) (C)" may have a blank, but not before the first: "21 (22 U.S.C. …)"
PARTS = rf"(?P<parts>(?:\((?:\d{{1,2}}|[a-z]{{1,2}}|[ivx]{{1,4}}|[A-Z]{{1,2}})\)(?:{GAP}(?=\(\w\)))?){{0,7}})"
SECTION = r"(?:[Ss]ec(?:tions?|s?\.)?|[Pp]arts?|[Ss]ubparts?|[Cc]lauses?|§§?)"


def listed(number: str, *, keyword: str = SECTION) -> str:
    """``separator [ keyword ] ( number [ parts ] | parts )``: a further member, such as "and 126.6(c)" or "and (c)"."""
    return rf"{SEPARATOR}(?P<member>(?P<keyword>{keyword}{MAY})?(?P<number>(?:{number})(?!\w))?{PARTS})"


@dataclass(frozen=True, slots=True)
class Form:
    """One form of citation: the words that may open it, how the first and the further members look, and their name.

    The patterns name their groups, at least ``number``; a list member inherits the groups that it does not have.
    """

    kind: str
    words: str
    first: re.Pattern[str]
    target: Callable[[dict[str, str]], str]
    further: re.Pattern[str] | None = None

    def read(self, text: str, start: int) -> list[Mention]:
        """The citations that begin here, one for each member of the list."""
        match = self.first.match(text, start)
        if match is None:
            return []
        groups = match.groupdict("")
        read = [Mention(start, _end(match), self.kind, self.target(groups))]
        while self.further and (match := self.further.match(text, read[-1].end)):
            member = _member(match, groups)
            if member is None:
                break
            groups |= member
            read.append(Mention(match.start("member"), _end(match), self.kind, self.target(groups)))
        return read


def _end(match: re.Match[str]) -> int:
    """The end of the number; a blank that was read in the hope of more is not part of it."""
    return match.start() + len(match[0].rstrip())


def _member(match: re.Match[str], before: dict[str, str]) -> dict[str, str] | None:
    """What a list member adds: a number of its own, or the parts that take up an earlier one."""
    if match["number"]:
        return {"parts": ""} | {name: value for name, value in match.groupdict().items() if value}
    parts = _resumed(before["parts"], match["parts"])
    return {"parts": parts} if parts else None


def _resumed(before: str, parts: str) -> str:
    """``(c)`` after ``(b)(1)`` is ``(c)``; ``(2)`` after it is ``(b)(2)``. Nothing when there is no such level before."""
    shape = _shape(parts[:3])
    levels = PART.findall(before)
    level = next((n for n, part in enumerate(levels) if shape and _shape(part) == shape), None)
    return "" if level is None else "".join(levels[:level]) + parts


def _shape(part: str) -> str:
    inner = part.strip("()")
    return "digit" if inner.isdigit() else "lower" if inner.islower() else "upper" if inner.isupper() else ""


def _tight(text: str) -> str:
    return "".join(text.split())


PART = re.compile(r"\(\w+\)")


# ---- the forms
USC = Form(
    # title "U.S.C." [ "section" ] number [ parts ]; also USC, "10.U.S.C. 2761", "333.a.(2)"
    "usc",
    " ".join(map(str, range(1, 55))),
    re.compile(
        rf"(?P<title>\d+)\.?{MAY}U\.?{MAY}S\.?{MAY}C\b\.?,?{MAY}(?:{SECTION}{MAY})?"
        rf"(?P<number>\d{{1,5}}[A-Za-z]{{0,2}}(?:-\d{{1,2}}[a-z]?)?)(?!\w)(?:\.(?P<letter>[a-z])\.?(?=\())?{PARTS}"
    ),
    lambda g: f"usc:{g['title']}/{g['number']}" + (f"({g['letter']})" if g["letter"] else "") + _tight(g["parts"]),
    re.compile(listed(r"(?!19\d\d|20\d\d)\d{4,5}[a-z]{0,2}(?:-\d{1,2}[a-z]?)?|\d{1,4}[a-z]?(?=\()", keyword="§§?")),
)
CFR = Form(
    # title "CFR" [ "part" ] number [ parts ] | title "CFR, Subchapter" letter; the words say little: "part 126.6" is a section
    "cfr",
    USC.words,
    re.compile(
        rf"(?P<title>\d+){GAP}(?:C\.?F\.?R\b\.?|Code{GAP}of{GAP}Federal{GAP}Regulations(?:{GAP}\(CFR\))?),?{MAY}"
        rf"(?:[Ss]ubchapter{GAP}(?P<subchapter>[A-Z])\b|(?:{SECTION}{MAY})?"
        rf"(?P<number>\d{{1,4}}(?:\.\d{{1,4}}[a-z]?)?(?:-\d{{1,4}})?)(?!\w)(?:\.(?=\())?{PARTS})"
    ),
    lambda g: (
        f"cfr:{g['title']}/" + (f"subch{g['subchapter']}" if g["subchapter"] else g["number"] + _tight(g["parts"]))
    ),
    re.compile(listed(r"\d{1,4}\.\d{1,4}[a-z]?(?:-\d{1,4})?")),
)
ITAR = Form(
    # "ITAR" [ "section" ] number [ parts ]: parts 120 to 130 of 22 CFR
    "itar",
    "ITAR",
    re.compile(rf"ITAR\)?,?{GAP}(?:{SECTION}{MAY})?(?P<number>1[23]\d(?:\.\d{{1,3}})?)(?!\w){PARTS}"),
    lambda g: f"cfr:22/{g['number']}{_tight(g['parts'])}",
    re.compile(listed(r"1[23]\d\.\d{1,3}")),
)


def _acquisition(book: str, series: str) -> Form:
    """``book [ "part" ] number [ parts ]``; a whole number needs the word: "FAR Part 13", but "FAR 2.101"."""
    return Form(
        series,
        book,
        re.compile(
            rf"{book}\)?,?{GAP}(?:(?P<keyword>{SECTION}){MAY})?(?(keyword)|(?=\d+\.))"
            rf"(?P<number>\d{{1,3}}(?:\.\d{{1,4}}(?:-\d{{1,4}})?)?)(?!\w){PARTS}"
        ),
        lambda g: f"{series}:{g['number']}{_tight(g['parts'])}",
        re.compile(listed(r"\d{1,3}\.\d{1,4}(?:-\d{1,4})?")),
    )


ORDER = Form(
    # "Executive Order" [ "(E.O.)" ] number | "E.O." number | "EO" number
    "executive-order",
    "Executive E EO EOs",
    re.compile(
        rf"(?:Executive{GAP}Orders?(?:{GAP}\(E\.?O\.?\)\.?)?|E\.?{MAY}O\b\.?|EOs?){GAP}(?P<number>\d{{4,5}})(?!\w)"
    ),
    lambda g: f"eo:{g['number']}",
    re.compile(rf"{SEPARATOR}(?P<member>(?P<number>1\d{{4}}))(?!\w)"),
)
LAW = Form(
    # "P.L." number | "Public Law" [ "(PL)" ] number, where number = congress "-" law; "P.L.110-457" lacks the blank
    "public-law",
    "P PL Public Pub",
    re.compile(
        rf"(?:Pub(?:lic|\.){GAP}L(?:aws?|\.)(?:{GAP}\(P\.?L\.?\))?|P\.?{MAY}L\b\.?){MAY}(?:No\.{GAP})?"
        r"(?P<number>\d{2,3}-\d{1,4})(?!\w)"
    ),
    lambda g: f"pl:{g['number']}",
    re.compile(rf"{SEPARATOR}(?P<member>(?P<number>\d{{2,3}}-\d{{1,4}}))(?!\w)"),
)
# The chapters of the financial management regulation are never the manual's: "Volume 15, Chapter 7 and Chapter 8".
FMR_NAME = (
    rf"""(?: DoD{GAP}Financial{GAP}Management{GAP}Regulations?(?:{GAP}\((?:DoD{GAP})?FMR\))? | (?:DoD{GAP})?FMR )"""
)
FMR_7000 = r"7000[.-]14\.?-?R"  # 7000.14-R, also written 7000.14.-R and 7000-14.R
FMR_VOLUME = rf"Vol(?:ume|\.)?{GAP}(?P<volume>\d{{1,2}}[A-Za-z]?)(?!\w)"
FMR_CHAPTER = rf"Ch(?:apters?|\.)?{GAP}(?P<number>\d{{1,2}})(?!\w|\.\d)"
FMR_PLACE = rf"""(?: ,?{GAP}(?:[Ss]ec(?:tion|\.)?|(?:[Ss]ub)?[Pp]ara(?:graph|\.)?){GAP}
    (?P<parts>\d{{1,6}}(?:[A-Z]\d{{0,2}})?(?:\.[A-Z0-9]{{1,4}}){{0,8}})(?!\w) )?"""
FMR = Form(
    # ( name [ "7000.14-R" ] | "DoD 7000.14-R" ) [ "(see" ] volume [ chapter [ place ] ] { separator [ volume ] chapter [ place ] }
    "dod-fmr",
    "DoD FMR",
    re.compile(
        rf"(?: {FMR_NAME}\)?(?:,?{GAP}(?:DoD{GAP})?{FMR_7000})? | DoD{GAP}{FMR_7000} )"
        rf"[,)]{{0,2}}{GAP}(?:\(?see{GAP})?{FMR_VOLUME}(?:,?{GAP}{FMR_CHAPTER}{FMR_PLACE})?",
        re.VERBOSE,
    ),
    lambda g: f"dodfmr:{g['volume'].upper()}" + (g["number"] and f"/{g['number']}") + (g["parts"] and f"#{g['parts']}"),
    re.compile(
        rf"{SEPARATOR}(?P<member>(?:{FMR_VOLUME},?{GAP})?{FMR_CHAPTER}{FMR_PLACE})"
        rf"(?!{GAP}of{GAP}(?:this|the{GAP}SAMM))",
        re.VERBOSE,
    ),
)
ISSUANCE_NUMBER = r"(?P<number>(?:[A-Z]{1,2}-)?\d{4}\.\d{1,3}[A-Z]?(?:-[A-Z])?)(?!\w)"
ISSUANCE = Form(
    # "DoD Instruction" [ "(DoDI)" ] number | "DoDI" number, where number = 4 digits "." 1 to 3 digits [ "-M" ]
    "dod-issuance",
    "DoD DoDD DoDI DoDM DoDDs DoDIs DoDMs Department",
    re.compile(
        rf"(?:(?:DoD|Department{GAP}of{GAP}Defense(?:{GAP}\(DoD\))?){GAP}(?P<name>Directive|Instruction|Manual)s?"
        rf"(?:{GAP}\(DoD[DIM]\))?|DoD(?P<code>[DIM])s?){GAP}(?:No\.{GAP}|Number{GAP})?{ISSUANCE_NUMBER}"
    ),
    lambda g: f"dod{(g['name'] or g['code'])[0].lower()}:{g['number']}",
    re.compile(rf"{SEPARATOR}(?P<member>{ISSUANCE_NUMBER})"),
)
MEMO_NUMBER = rf"(?P<number>\d\d-{MAY}\d{{2,3}}|I-\d\d-\d{{6}})(?!\w|-\w|\.\d)"
MEMO = Form(
    # "DSCA" [ "Policy" ] [ "Memorandum" ] number | "Policy Memorandum" number; "DSCA 5105.38-M" is the manual itself
    "policy-memo",
    "DSCA Policy policy",
    re.compile(
        rf"(?:DSCA(?:{GAP}[Pp]olicy)?(?:{GAP}[Mm]emo(?:randum|randa|s)?)?|[Pp]olicy{GAP}[Mm]emo(?:randum|randa|s)?)"
        rf"{GAP}(?:(?:No\.?|[Nn]umbers?){GAP}|\#)?{MEMO_NUMBER}"
    ),
    lambda g: f"memo:{_tight(g['number'])}",
    re.compile(rf"{SEPARATOR}(?P<member>{MEMO_NUMBER})"),
)
CHANGE = Form(
    # "E-Change" [ "-" ] number | "E-SAMM" number
    "e-change",
    "E e",
    re.compile(rf"[Ee]-?(?:[Cc]hanges?|SAMM)(?:{GAP}-|{GAP}No\.?)?{GAP}(?P<number>[1-9]\d{{0,3}})(?!\w|[.-]\d)"),
    lambda g: f"echange:{g['number']}",
)
FORM_NUMBER = r"(?P<number>\d{1,4}(?:-(?:\d{1,2}[A-Za-z]?|[A-Za-z])(?!\w))?)(?![\dA-Z])"
FORM = Form(
    # ( "DD" | "SF" | "DSP" ) [ "Form" ] [ "-" ] number | "Standard Form" [ "(SF)" ] [ "-" ] number | …; before "-based" it ends
    "form",
    "DD SF DSP OF Standard Optional Defense Department",
    re.compile(
        rf"(?:(?P<code>DD|SF|DSP)(?:{GAP}Forms?)?|OF(?:{GAP}Forms?{GAP}|(?=-))"
        rf"|(?P<name>Standard|Optional){GAP}Forms?(?:{GAP}\((?:SF|OF)\))?"
        rf"|(?P<defense>Defense{GAP}Department|Department{GAP}of{GAP}Defense){GAP}(?:\(DD\){GAP}Forms?|Forms?{GAP}\(DD\)))"
        rf"(?:-|{MAY}){FORM_NUMBER}"
    ),
    lambda g: f"form:{_series(g)}-{g['number'].lower()}",
)


def _series(form: dict[str, str]) -> str:
    """The series of a form, however it is written: ``sf`` for "Standard Form"."""
    if form["defense"]:
        return "dd"
    return form["code"].lower() or ("sf" if form["name"] == "Standard" else "of")


def _publication(words: str, name: str, number: str, canonical: str) -> Form:
    """One row of the register of publications: its name, which may close a parenthesis, and its number."""
    pattern = re.compile(rf"{name}(?P<number>{number})(?!\w)")
    return Form("publication", words, pattern, lambda g: f"pub:{canonical}{g['number']}")


JOINT_CHIEFS = rf"(?:Chairman{GAP}of{GAP}the{GAP}Joint{GAP}Chiefs{GAP}of{GAP}Staff{GAP}Instruction{GAP}\()?"
FORMS = (
    USC,
    CFR,
    ITAR,
    _acquisition("FAR", "far"),
    _acquisition("DFARS", "dfars"),
    ORDER,
    LAW,
    FMR,
    ISSUANCE,
    MEMO,
    CHANGE,
    FORM,
    _publication("MIL", r"MIL-STD\)?-", r"\d{3,5}[A-Z]?", "MIL-STD-"),
    _publication("Chairman CJCSI", rf"{JOINT_CHIEFS}CJCSI\)?{GAP}", r"\d{4}\.\d{2}[A-Z]?", "CJCSI "),
    _publication("DTR", rf"DTR\)?{GAP}", r"4500\.9-R", "DTR "),
    _publication("DLM DLMS", rf"DLMS?\)?{GAP}", r"4000\.25", "DLM "),
    _publication("OMB", rf"OMB{GAP}Circular{GAP}(?:No\.{GAP})?", r"A-\d{1,3}", "OMB Circular "),
)

# ---- statutes
AS_AMENDED = rf"(?:,?{GAP}as{GAP}amended,?)?"
ACT = rf"""(?: Arms{GAP}Export{GAP}Control{GAP}Act{AS_AMENDED}(?:{GAP}\(AECA\))?{AS_AMENDED} | AECA
  | Foreign{GAP}Assistance{GAP}Act(?:{GAP}\(FAA\))?(?:{GAP}of{GAP}1961)?{AS_AMENDED}(?:{GAP}\(FAA\))?{AS_AMENDED} | FAA )"""
ACT_SECTION = rf"(?P<number>\d{{1,3}}[A-Za-z]?)(?!\w|[.-]\d){PARTS}"
# act [ "," ] [ "in" ] [ "section" ] number [ parts ]
ACT_FIRST = re.compile(
    rf"(?P<act>{ACT}),?{GAP}(?:in{GAP})?(?P<keyword>[Ss]ec(?:tions?|s?\.){GAP}|§§?{MAY})?{ACT_SECTION}", re.VERBOSE
)
# "section" number [ parts ] list "of the" act
SECTION_FIRST = re.compile(rf"(?P<keyword>[Ss]ections?{GAP}){ACT_SECTION}")
OF_ACT = re.compile(rf",?{GAP}of{GAP}(?:the{GAP})?(?P<act>{ACT})", re.VERBOSE)
OF = re.compile(rf"{GAP}of{GAP}")
ACT_LISTED = re.compile(
    listed(rf"\d{{1,3}}[A-Za-z]?(?!\w|[.-]\d|\.?{MAY}U\.?S|{GAP}CFR)", keyword=rf"[Ss]ections?{GAP}")
)
ASIDE = re.compile(rf",?{MAY}\((?=\d)")  # the "(22 U.S.C. 2761)" between the members of a list
# By-words of the manual: everyone knows which act "Section 36(b)" and "Section 620C" belong to.
IMPLIED = {"AECA": re.compile(r"36\("), "FAA": re.compile(r"620[A-Z]")}


def _act_first(text: str, start: int) -> list[Mention]:
    """``act [ "," ] [ "in" ] [ "section" ] number list``; without the word only ``AECA 36(b)`` and ``AECA 2 (22 U.S.C. …)``."""
    match = ACT_FIRST.match(text, start)
    if match is None or not (match["keyword"] or match["parts"] or _aside(text, match.end())):
        return []
    return _sections(text, match, _act(match))


def _section_first(text: str, start: int) -> list[Mention]:
    """``"section" number list "of the" act``, or a by-word such as ``Section 36(b)(1)`` with its act understood."""
    match = SECTION_FIRST.match(text, start)
    if match is None:
        return []
    end = _sections(text, match, "")[-1].end
    if of := OF_ACT.match(text, end):
        *others, last = _sections(text, match, _act(of))
        return [*others, last._replace(end=of.end("act"))]
    known = (act for act, sections in IMPLIED.items() if sections.match(match["number"] + match["parts"]))
    act = None if OF.match(text, end) else next(known, None)
    return _sections(text, match, act) if act else []


def _act(match: re.Match[str]) -> str:
    return "FAA" if match["act"].startswith("F") else "AECA"


def _sections(text: str, first: re.Match[str], act: str) -> list[Mention]:
    """The first section and those listed after it; each may have its U.S. Code counterpart in parentheses."""
    plural = (first["keyword"] or "").strip().endswith("s")
    groups = first.groupdict("")
    read = [Mention(first.start(), _end(first), "statute", _section(act, groups))]
    while True:
        aside = _aside(text, read[-1].end)
        listed_ = ACT_LISTED.match(text, aside[-1].end + 1 if aside else read[-1].end)  # 1 is the closing parenthesis
        member = listed_ and _member(listed_, groups)
        if not listed_ or not member or not (plural or aside or _surely_section(text, listed_)):
            return read
        groups |= member
        read += [*aside, Mention(listed_.start("member"), _end(listed_), "statute", _section(act, groups))]


def _section(act: str, groups: dict[str, str]) -> str:
    return f"{act}/{groups['number'].upper()}{_tight(groups['parts'])}"


def _surely_section(text: str, member: re.Match[str]) -> bool:
    """Whether a list member cannot be some other number: "36(f)", "620H", "(c)", "section 22" but not "12"."""
    if member["keyword"]:
        return not OF.match(text, _end(member))
    return bool(member["parts"]) or not member["number"].isdigit()


def _aside(text: str, end: int) -> list[Mention]:
    """The U.S. Code citations in a parenthesis that follows a section."""
    opening = ASIDE.match(text, end)
    read = USC.read(text, opening.end()) if opening else []
    return read if read and text.startswith(")", read[-1].end) else []


READERS: tuple[tuple[Reader, str], ...] = (
    (_act_first, "AECA FAA Arms Foreign"),
    (_section_first, "Section Sections section sections"),
    *((form.read, form.words) for form in FORMS),
)
