"""The books around the manual, as it cites them: acts, the U.S. Code, regulations, DoD issuances, memos, forms.

Most kinds share one shape, a ``Form``: a name and a number, then perhaps a list of further numbers. Only the sections
of acts have rules of their own, at the end. Commas, capitals and missing blanks or dots carry no meaning in these
citations: they are accepted as the manual and its memos write them, and do not reach the target. Each rule has its
grammar beside it, and every repetition of it is bounded or moves on over white space once.
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

# The small parts that the rules share.
GAP = r"(?:[^\S\n]++(?:\n[^\S\n]*+)?+|\n[^\S\n]*+)"  # white space with one line break at most: never an empty line
MAY = rf"(?:{GAP})?"
LAST = rf"(?:{MAY},)?{GAP}(?:and/or|and|or){GAP}"
SEPARATOR = rf"(?:{LAST}|{MAY},{GAP})"
SECTION = r"(?:[Ss]ec(?:tions?|s?\.)?|[Pp]arts?|[Ss]ubparts?|[Cc]lauses?|§§?)"
# { "(" ( int | letters | roman ) ")" }: a blank may stand inside, "36(b)(5) (C)", but not before, "21 (a)".
PARTS = rf"(?P<parts>(?:\((?:\d{{1,2}}|[a-z]{{1,2}}|[ivx]{{1,4}}|[A-Z]{{1,2}})\)(?:{GAP}(?=\(\w\)))?){{0,7}})"
PART = re.compile(r"\(\w+\)")


def listed(number: str, keyword: str = SECTION) -> str:
    """``separator [ keyword ] ( number [ parts ] | parts )``: a further member, such as "and 126.6(c)" or "and (c)"."""
    return rf"{SEPARATOR}(?P<member>(?P<keyword>{keyword}{MAY})?(?P<number>(?:{number})(?!\w))?{PARTS})"


@dataclass(frozen=True, slots=True)
class Form:
    """One form of citation: the words that may open it, how its first and further members look, and their name.

    The patterns name their groups: at least ``number``, and ``member`` where a further one begins.
    ``target`` makes the name from the groups; a further member inherits those that it does not have.
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
            own = _own_groups(match, groups)
            if not own:
                break
            groups |= own
            read.append(Mention(match.start("member"), _end(match), self.kind, self.target(groups)))
        return read


def _end(match: re.Match[str]) -> int:
    """The end of the number; a blank that was read in the hope of more is not part of it."""
    return match.start() + len(match[0].rstrip())


def _own_groups(member: re.Match[str], before: dict[str, str]) -> dict[str, str]:
    """What a further member does not inherit: its number and all that follows; at least some parts, or nothing."""
    if member["number"]:
        return {"parts": ""} | {name: value for name, value in member.groupdict().items() if value}
    parts = _resumed(before["parts"], member["parts"])
    return {"parts": parts} if parts else {}


def _resumed(before: str, parts: str) -> str:
    """The parts in full: ``(c)`` after ``(b)(1)`` is ``(c)``, ``(2)`` means ``(b)(2)``; else ''."""
    above: list[str] = []
    for part in PART.findall(before) if parts else ():
        if _alike(part[1], parts[1]):
            return "".join(above) + parts
        above.append(part)
    return ""


def _alike(one: str, other: str) -> bool:
    return (one.isdigit(), one.isupper()) == (other.isdigit(), other.isupper())


def _tight(text: str) -> str:
    return "".join(text.split())


USC = Form(
    # title "U.S.C." [ "section" ] number [ parts ]; also "USC", "10.U.S.C. 2761" and "333.a.(2)"
    "usc",
    " ".join(map(str, range(1, 55))),
    re.compile(
        rf"(?P<title>\d+)\.?{MAY}U\.?{MAY}S\.?{MAY}C\b\.?,?{MAY}(?:{SECTION}{MAY})?"
        rf"(?P<number>\d{{1,5}}[A-Za-z]{{0,2}}(?:-\d{{1,2}}[a-z]?)?)(?!\w)(?:\.(?P<letter>[a-z])\.?(?=\())?{PARTS}"
    ),
    lambda g: f"usc:{g['title']}/{g['number']}" + (g["letter"] and f"({g['letter']})") + _tight(g["parts"]),
    # a number of three digits and fewer, or a year, may be anything: it needs its parts
    re.compile(listed(r"(?!19\d\d|20\d\d)\d{4,5}[a-z]{0,2}(?:-\d{1,2}[a-z]?)?|\d{1,4}[a-z]?(?=\()", keyword="§§?")),
)
CFR = Form(
    # title "CFR" ( [ "part" | "section" ] number [ parts ] | "Subchapter" letter ); "part 126.6" is a section
    "cfr",
    USC.words,
    re.compile(
        rf"(?P<title>\d+){GAP}(?:C\.?F\.?R\b\.?|Code{GAP}of{GAP}Federal{GAP}Regulations(?:{GAP}\(CFR\))?),?{MAY}"
        rf"(?:(?P<sub>[Ss]ubch)apter{GAP}(?P<letter>[A-Z])\b|(?:{SECTION}{MAY})?"
        rf"(?P<number>\d{{1,4}}(?:\.\d{{1,4}}[a-z]?)?(?:-\d{{1,4}})?)(?!\w)(?:\.(?=\())?{PARTS})"
    ),
    lambda g: f"cfr:{g['title']}/{g['sub'].lower()}{g['letter']}{g['number']}{_tight(g['parts'])}",
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


def _acquisition(book: str, kind: str) -> Form:
    """``book [ "part" | "subpart" | "section" ] number [ parts ]``; a whole number needs the word: "FAR Part 13"."""
    number = r"\d{1,3}\.\d{1,4}(?:-\d{1,4})?"
    first = (
        rf"{book}\)?,?{GAP}(?:(?P<keyword>{SECTION}){MAY})?(?P<number>{number}|(?(keyword)\d{{1,3}}|(?!)))(?!\w){PARTS}"
    )
    return Form(
        kind,
        book,
        re.compile(first),
        lambda g: f"{kind}:{g['number']}{_tight(g['parts'])}",
        re.compile(listed(number)),
    )


ORDER = Form(
    # ( "Executive Order" [ "(E.O.)" ] | "E.O." | "EO" ) number
    "executive-order",
    "Executive E EO EOs",
    re.compile(
        rf"(?:Executive{GAP}Orders?(?:{GAP}\(E\.?O\.?\)\.?)?|E\.?{MAY}O\b\.?|EOs?){GAP}(?P<number>\d{{4,5}})(?!\w)"
    ),
    lambda g: f"eo:{g['number']}",
    re.compile(rf"{SEPARATOR}(?P<member>(?P<number>1\d{{4}})(?!\w))"),
)
LAW_NUMBER = r"(?P<number>\d{2,3}-\d{1,4})(?!\w)"  # congress "-" law
LAW = Form(
    # ( "Public Law" [ "(PL)" ] | "P.L." | "PL" ) number; "P.L.110-457" lacks the blank
    "public-law",
    "P PL Public Pub",
    re.compile(
        rf"(?:Pub(?:lic|\.){GAP}L(?:aws?|\.)(?:{GAP}\(P\.?L\.?\))?|P\.?{MAY}L\b\.?){MAY}(?:No\.{GAP})?{LAW_NUMBER}"
    ),
    lambda g: f"pl:{g['number']}",
    re.compile(rf"{SEPARATOR}(?P<member>{LAW_NUMBER})"),
)
FMR_NAME = rf"DoD{GAP}Financial{GAP}Management{GAP}Regulations?(?:{GAP}\((?:DoD{GAP})?FMR\))?|(?:DoD{GAP})?FMR"
FMR_7000 = r"7000[.-]14\.?-?R"  # 7000.14-R, also written 7000.14.-R and 7000-14.R
FMR_VOLUME = rf"Vol(?:ume|\.)?{GAP}(?P<volume>\d{{1,2}}[A-Za-z]?)(?!\w)"
FMR_CHAPTER = rf"Ch(?:apters?|\.)?{GAP}(?P<number>\d{{1,2}})(?!\w|\.\d)"
FMR_PLACE = rf"(?:,?{GAP}(?:[Ss]ec(?:tion|\.)?|(?:[Ss]ub)?[Pp]ara(?:graph|\.)?){GAP}(?P<parts>%s)(?!\w))?" % (
    r"\d{1,6}(?:[A-Z]\d{0,2})?(?:\.[A-Z0-9]{1,4}){0,8}"  # 070303, 060302E2, 030201.B, 3.5.6
)
FMR = Form(
    # ( name [ "7000.14-R" ] | "DoD 7000.14-R" ) [ "(see" ] volume [ chapter [ place ] ], then chapters, volume or not:
    # "Volume 15, Chapter 3, and Volume 16, Chapter 6" and "Volume 15, Chapter 3 and Chapter 7" are all the FMR's
    "dod-fmr",
    "DoD FMR",
    re.compile(
        rf"(?:(?:{FMR_NAME})\)?(?:,?{GAP}(?:DoD{GAP})?{FMR_7000})?|DoD{GAP}{FMR_7000})"
        rf"[,)]{{0,2}}{GAP}(?:\(?see{GAP})?{FMR_VOLUME}(?:,?{GAP}{FMR_CHAPTER}{FMR_PLACE})?"
    ),
    lambda g: f"dodfmr:{g['volume'].upper()}" + (g["number"] and f"/{g['number']}") + (g["parts"] and f"#{g['parts']}"),
    re.compile(
        rf"{SEPARATOR}(?P<member>(?:{FMR_VOLUME},?{GAP})?{FMR_CHAPTER}{FMR_PLACE})(?!{GAP}of{GAP}(?:this|the{GAP}SAMM))"
    ),
)
ISSUANCE_NUMBER = r"(?P<number>(?:[A-Z]{1,2}-)?\d{4}\.\d{1,3}[A-Z]?(?:-[A-Z])?)(?!\w)"
ISSUANCE = Form(
    # ( "DoD Instruction" [ "(DoDI)" ] | "DoDI" ) number; Directive is DoDD, Manual DoDM
    "dod-issuance",
    "DoD DoDD DoDI DoDM DoDDs DoDIs DoDMs Department",
    re.compile(
        rf"(?:(?:DoD|Department{GAP}of{GAP}Defense(?:{GAP}\(DoD\))?){GAP}(?P<name>Directive|Instruction|Manual)s?"
        rf"(?:{GAP}\(DoD[DIM]\))?|DoD(?P<code>[DIM])s?){GAP}(?:(?:No\.|Number){GAP})?{ISSUANCE_NUMBER}"
    ),
    lambda g: f"dod{(g['name'] or g['code'])[0].lower()}:{g['number']}",
    re.compile(rf"{SEPARATOR}(?P<member>{ISSUANCE_NUMBER})"),
)
MEMO_NUMBER = rf"(?P<number>\d\d-{MAY}\d{{2,3}}|I-\d\d-\d{{6}})(?!\w|-\w|\.\d)"
MEMO = Form(
    # ( "DSCA" [ "Policy" ] [ "Memorandum" ] | "Policy Memorandum" ) number; "DSCA 5105.38-M" is the manual itself
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
    # ( "E-Change" | "E-SAMM" ) [ "-" | "No." ] number
    "e-change",
    "E",
    re.compile(rf"E-?(?:[Cc]hanges?|SAMM)(?:{GAP}-|{GAP}No\.?)?{GAP}(?P<number>[1-9]\d{{0,3}})(?!\w|[.-]\d)"),
    lambda g: f"echange:{g['number']}",
)
FORM = Form(
    # ( "DD" | "SF" | "DSP" ) [ "Form" ] [ "-" ] number | "Standard Form" [ "(SF)" ] [ "-" ] number | …
    "form",
    "DD SF DSP OF Standard Optional Defense Department",
    re.compile(
        rf"(?:(?P<series>DD|SF|DSP)(?:{GAP}Forms?)?|OF(?:{GAP}Forms?|(?=-))"
        rf"|(?P<name>Standard|Optional){GAP}Forms?(?:{GAP}\((?:SF|OF)\))?"
        rf"|(?P<defense>Defense{GAP}Department|Department{GAP}of{GAP}Defense){GAP}(?:\(DD\){GAP}Forms?|Forms?{GAP}\(DD\)))"
        # 1348-1A, 1017-G; "DD Form 645-based" ends before the hyphen
        rf"(?:-|{MAY})(?P<number>\d{{1,4}}(?:-(?:\d{{1,2}}[A-Za-z]?|[A-Za-z])(?!\w))?)(?![\dA-Z])"
    ),
    lambda g: f"form:{_series(g)}-{g['number'].lower()}",
)


def _series(form: dict[str, str]) -> str:
    return "dd" if form["defense"] else form["series"].lower() or ("sf" if form["name"] == "Standard" else "of")


def _publication(words: str, name: str, number: str, canonical: str) -> Form:
    """One row of the register of publications: a name, which may end with the parenthesis of an abbreviation."""
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

# Sections of the two acts. The act stands before the section, after it, or is understood.
AS_AMENDED = rf"(?:,?{GAP}as{GAP}amended,?)?"
ACT = rf"""(?P<act>
    (?: Arms{GAP}Export{GAP}Control{GAP}Act{AS_AMENDED}(?:{GAP}\(AECA\))?{AS_AMENDED}
      | Foreign{GAP}Assistance{GAP}Act(?:{GAP}\(FAA\))?(?:{GAP}of{GAP}1961)?{AS_AMENDED}(?:{GAP}\(FAA\))?{AS_AMENDED}
      | AECA | FAA ))"""
ACT_SECTION = rf"(?P<number>\d{{1,3}}[A-Za-z]?)(?!\w|[.-]\d){PARTS}"
ACT_FIRST = re.compile(rf"{ACT},?{GAP}(?:in{GAP})?(?P<keyword>[Ss]ec(?:tions?|s?\.){GAP}|§§?{MAY})?{ACT_SECTION}", re.X)
SECTION_FIRST = re.compile(rf"(?P<keyword>[Ss]ections?){GAP}{ACT_SECTION}")
ACT_LISTED = re.compile(
    listed(rf"\d{{1,3}}[A-Za-z]?(?!\w|[.-]\d|\.?{MAY}U\.?S|{GAP}CFR)", keyword=rf"[Ss]ections?{GAP}")
)
OF = re.compile(rf",?{GAP}of{GAP}")
OF_ACT = re.compile(rf",?{GAP}of{GAP}(?:the{GAP})?{ACT}", re.X)
ASIDE = re.compile(rf",?{MAY}\((?=\d)")
# By-words of the manual: every reader knows which act "Section 36(b)" and "Section 620C" belong to.
UNDERSTOOD = {"AECA": re.compile(r"36\("), "FAA": re.compile(r"620[A-Z]")}


def _act_first(text: str, start: int) -> list[Mention]:
    """``act [ "," ] [ "in" ] [ "section" ] section list``; no word in "AECA 36(b)" and "FAA 541 (22 U.S.C. …)"."""
    first = ACT_FIRST.match(text, start)
    if first is None or not (first["keyword"] or first["parts"] or _aside(text, first.end())):
        return []
    return _sections(text, first, _act(first))


def _section_first(text: str, start: int) -> list[Mention]:
    """``"section" section list "of the" act``, or a by-word such as "Section 36(b)(1)" with its act understood."""
    first = SECTION_FIRST.match(text, start)
    if first is None:
        return []
    end = _sections(text, first, "")[-1].end
    if of := OF_ACT.match(text, end):
        *others, last = _sections(text, first, _act(of))
        return [*others, last._replace(end=of.end("act"))]
    if OF.match(text, end):
        return []
    section = first["number"] + first["parts"]
    act = next((act for act, sections in UNDERSTOOD.items() if sections.match(section)), None)
    return _sections(text, first, act) if act else []


def _act(match: re.Match[str]) -> str:
    return "FAA" if match["act"].startswith("F") else "AECA"


def _sections(text: str, first: re.Match[str], act: str) -> list[Mention]:
    """``section { [ "(" U.S.C. ")" ] separator section }``; a mere number counts after "sections" or a parenthesis."""
    plural = (first["keyword"] or "").rstrip().endswith("s")
    groups = first.groupdict("")
    read = [Mention(first.start(), _end(first), "statute", _section(act, groups))]
    while True:
        aside = _aside(text, read[-1].end)
        member = ACT_LISTED.match(text, aside[-1].end + 1 if aside else read[-1].end)  # 1: the parenthesis closes
        own = _own_groups(member, groups) if member else {}
        if not member or not own or not (plural or aside or _surely_section(text, member)):
            return read
        if member["keyword"] and not act:  # what was read may come to nothing: leave the next "Section" for its turn
            return read
        groups |= own
        read += [*aside, Mention(member.start("member"), _end(member), "statute", _section(act, groups))]


def _section(act: str, groups: dict[str, str]) -> str:
    return f"{act}/{groups['number'].upper()}{_tight(groups['parts'])}"


def _surely_section(text: str, member: re.Match[str]) -> bool:
    """Whether a member cannot be any other number: "36(f)", "620H", "(c)", "section 22", but not "12"."""
    if member["keyword"]:
        return not OF.match(text, _end(member))
    return bool(member["parts"]) or not member["number"].isdigit()


def _aside(text: str, end: int) -> list[Mention]:
    """The U.S. Code counterpart in the parenthesis that may follow a section."""
    opening = ASIDE.match(text, end)
    read = USC.read(text, opening.end()) if opening else []
    return read if read and text.startswith(")", read[-1].end) else []


READERS: tuple[tuple[Reader, str], ...] = (
    (_act_first, "AECA FAA Arms Foreign"),
    (_section_first, "Section Sections section"),
    *((form.read, form.words) for form in FORMS),
)
