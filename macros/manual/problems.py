"""What the checks find: a place, a sentence, and what to do about it.

A finding is a value, not an exception. The core collects problems and returns them; the doors decide what
becomes of them: the checker prints them and exits 1, the build warns, a test compares.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How much a problem matters. Errors and warnings fail the checker; an info is only said."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that the checks look for. ``remedy`` tells an editor what to do, in one sentence."""

    name: str
    level: Level
    explanation: str
    remedy: str


@dataclass(frozen=True, order=True, slots=True)
class Problem:
    """One finding: the file and line where it stands, the rule it breaks, and the sentence that says so.

    ``path`` is the source file below the docs folder, ``line`` counts from 1 (0 when the file as a whole is meant).
    ``remedy`` is empty when the rule's own remedy says enough.
    """

    path: str
    line: int
    rule: str
    message: str
    remedy: str = ""

    @property
    def level(self) -> Level:
        """The level of the rule that was broken."""
        return RULES[self.rule].level

    @property
    def place(self) -> str:
        """``file:line``, or the file alone where it is meant as a whole."""
        return f"{self.path}:{self.line}" if self.line else self.path

    @property
    def advice(self) -> str:
        """What to do about it."""
        return self.remedy or RULES[self.rule].remedy

    def explain(self) -> str:
        """The one line an editor reads: ``file:line: what is wrong, what to do``."""
        advice = self.advice if self.advice.endswith("?") else f"{self.advice.rstrip('.')}."
        return f"{self.place}: {self.message.rstrip('.')}. {advice} [{self.rule}]"


def _rules(*rules: Rule) -> dict[str, Rule]:
    return {rule.name: rule for rule in rules}


RULES = _rules(
    # numbering
    Rule(
        "duplicate-label",
        Level.ERROR,
        "Two places bear the same number, so a citation of it could mean either.",
        "Give one of them its own number.",
    ),
    Rule(
        "numbering-gap",
        Level.ERROR,
        "A number is skipped: each is the first child, next sibling or an ancestor's next sibling of the one before.",
        "Add the paragraphs between, or correct the number.",
    ),
    Rule(
        "numbering-order",
        Level.ERROR,
        "A paragraph stands before one with a lower number.",
        "Move the paragraph, or correct the number.",
    ),
    Rule(
        "label-elsewhere",
        Level.ERROR,
        "A number stands on a page of another section: readers look for C5.4.2. in the file c5/c5.4.md.",
        "Move the paragraph to the page of its section, or correct the number.",
    ),
    Rule(
        "number-inside-paragraph",
        Level.ERROR,
        "A line inside a paragraph opens with a number: it is neither a paragraph of its own nor running text.",
        "Put an empty line before a new paragraph; join a citation that was broken over two lines.",
    ),
    Rule(
        "missing-final-dot",
        Level.ERROR,
        "A paragraph opens with a number that lacks the final dot, and is not recognised as numbered.",
        "Write the dot: it is part of the number.",
    ),
    Rule(
        "malformed-number",
        Level.ERROR,
        "Something that looks like a number cannot be one, such as C5..1. or C05.1.",
        "Write it as the manual does, for example C5.4.2.1.",
    ),
    Rule(
        "caption-without-content",
        Level.ERROR,
        "A caption stands alone: no table, picture or text follows it.",
        "Put the table or a description after the caption, with an empty line between.",
    ),
    # citations and links
    Rule(
        "citation-to-nothing",
        Level.ERROR,
        "A citation names a paragraph, table or figure that does not exist in a section this edition holds.",
        "Correct the number; if the official text has the fault, record it in docs/data/faults.yml.",
    ),
    Rule(
        "range-with-gaps",
        Level.WARNING,
        "A range of citations runs over a number that does not exist.",
        "Correct its ends, or name its members one by one.",
    ),
    Rule(
        "letter-case",
        Level.WARNING,
        "A table or figure is cited with a small letter; its anchor has a capital, and anchors are case-sensitive.",
        "Write the letter as a capital.",
    ),
    Rule(
        "keyword-mismatch",
        Level.WARNING,
        "The keyword says one kind and the number another, such as Section C5.T6.",
        "Write the keyword that fits the number.",
    ),
    Rule(
        "citation-without-dot",
        Level.WARNING,
        "A citation's number lacks its final dot.",
        "Write the dot: it is part of the number.",
    ),
    Rule(
        "citation-without-series",
        Level.WARNING,
        "A number lacks the letter of its chapter, such as Section 4.4.16., so it is no citation and no link.",
        "Write the number in full.",
    ),
    Rule(
        "ambiguous-citation",
        Level.WARNING,
        "A citation names a number that the official text uses twice.",
        "Say which is meant, in a note.",
    ),
    Rule(
        "act-and-code",
        Level.WARNING,
        "A section of an act stands beside a section of the U.S. Code that is not the same.",
        "Correct one of the two.",
    ),
    Rule(
        "not-in-this-edition",
        Level.INFO,
        "A citation points into a part that this edition does not hold yet; it leads to the official text.",
        "Nothing to do.",
    ),
    Rule(
        "no-place-to-land",
        Level.WARNING,
        "A paragraph cites a number of a section that is put together from other sources, and the page lacks it.",
        "Add a paragraph with that number: what the citing one relies on, and a link to the official text.",
    ),
    Rule(
        "broken-link",
        Level.ERROR,
        "A link leads to a file that does not exist below docs/.",
        "Correct the path; it is relative to the file that holds the link.",
    ),
    Rule(
        "broken-anchor",
        Level.ERROR,
        "A link leads to a place on a page that does not exist.",
        "Correct the part after '#', or add the heading it names.",
    ),
    # pages
    Rule(
        "front-matter",
        Level.ERROR,
        "The block between the '---' lines at the top of the page cannot be read or lacks what the page needs.",
        "Write 'name: value' lines; put quotes around a value with a colon.",
    ),
    Rule(
        "no-heading",
        Level.ERROR,
        "The page has no level-one heading, or more than one.",
        "Begin the text with one line such as '# C5.4. Title'.",
    ),
    Rule(
        "active-content",
        Level.ERROR,
        "The page holds something that a browser would run or fetch from elsewhere: a script, frame, style, handler.",
        "Remove it; pages are plain text, and everything they load comes from this site.",
    ),
    Rule(
        "macros-in-manual",
        Level.ERROR,
        "A page with numbered paragraphs switches macros on; the manual's text runs none.",
        "Remove 'render_macros' from the front matter and write the text out.",
    ),
    # pages that are put together from other sources
    Rule(
        "statement-without-source",
        Level.ERROR,
        "A paragraph, list item or table row of a compiled page has no footnote and cites no text of this edition.",
        "Name the source in a footnote such as [^dsca-13-09], or leave the statement out.",
    ),
    Rule(
        "source-without-date",
        Level.ERROR,
        "A footnote of a compiled page does not say of when its source is.",
        "End it with 'as of' and a year, month or day, or with 'undated, not before' and what the source itself shows.",
    ),
    Rule(
        "malformed-source",
        Level.ERROR,
        "A footnote of a compiled page does not say who published what, where and when, in the form of the others.",
        "Write it as 'Publisher, [Title](https://address), as of 5 March 2013.'",
    ),
    Rule(
        "section-without-page",
        Level.INFO,
        "docs/data/structure.yml lists a section that has no page yet.",
        "Write it from the official text, or put together what other sources say.",
    ),
    Rule(
        "footnote-undefined",
        Level.ERROR,
        "A compiled page refers to a footnote that it does not define.",
        "Define it at the foot of the page, or correct its name.",
    ),
    Rule(
        "footnote-unused",
        Level.ERROR,
        "A compiled page defines a footnote that nothing on it refers to.",
        "Remove it, or refer to it where it supports a statement.",
    ),
    # diagrams
    Rule(
        "diagram",
        Level.ERROR,
        "A diagram in docs/assets/diagrams/ cannot be drawn, cites what does not exist, or is not shown as it must be.",
        "Write it as the ones beside it; macros/manual/diagrams.py says what each name means.",
    ),
    # the video
    Rule(
        "storyboard",
        Level.ERROR,
        "A scene of the video shows or cites what does not exist, or its words are too long or too fast to read.",
        "Correct the scene in docs/data/video.yml; macros/manual/storyboard.py has the limits.",
    ),
    Rule(
        "video-out-of-date",
        Level.ERROR,
        "The video was made of an older storyboard, or of figures or stages that have changed since.",
        "Run 'make video', look at the film, and commit docs/assets/video.",
    ),
    # registers
    Rule(
        "register",
        Level.ERROR,
        "An entry of a register in docs/data/ is incomplete or cannot be read.",
        "Complete the entry as the ones beside it.",
    ),
    Rule(
        "unknown-fact",
        Level.ERROR,
        "A page asks for a figure that the register docs/data/facts.yml does not hold.",
        "Correct the name, or add the figure with its source, as-of and review-by dates.",
    ),
    Rule(
        "stale-fact",
        Level.ERROR,
        "A figure is past the day by which it was to be reviewed.",
        "Compare it with its source, then set 'as_of' and 'review_by' anew.",
    ),
    Rule(
        "unused-fault",
        Level.ERROR,
        "docs/data/faults.yml records a fault of the official text that no page shows any more.",
        "Remove the entry, or restore the paragraph.",
    ),
    # pages that summarise the manual
    Rule(
        "summary",
        Level.ERROR,
        "A page of the guide does not say which paragraphs it summarises or when it was reviewed, or not readably.",
        "Write 'summarises: [C5.4.2, C5.T6]' into the front matter, then run 'python -m scripts.mark_reviewed PAGE'.",
    ),
    Rule(
        "summarises-nothing",
        Level.ERROR,
        "A page says that it summarises a number that this edition does not hold.",
        "Correct the number under 'summarises'.",
    ),
    Rule(
        "not-summarised",
        Level.WARNING,
        "A page that summarises the manual cites a paragraph that it does not list, so nobody hears when that changes.",
        "Add the number to 'summarises', then run 'python -m scripts.mark_reviewed PAGE'.",
    ),
    Rule(
        "unmarked-review",
        Level.ERROR,
        "docs/data/reviews.csv lacks what a page's paragraphs said at its review, or has what no page summarises.",
        "Run 'python -m scripts.mark_reviewed PAGE' after reading the page beside its paragraphs.",
    ),
    Rule(
        # An error, since both texts are ours: whoever changes the one can read the other before it is published.
        "stale-review",
        Level.ERROR,
        "A paragraph was changed after a page that summarises it was reviewed.",
        "Reread the page beside the paragraph, then run 'python -m scripts.mark_reviewed PAGE'.",
    ),
    Rule(
        # A warning, since memos come from outside: the news must not wait. The page says it to its readers meanwhile.
        "memo-after-review",
        Level.WARNING,
        "A policy memo changes a paragraph after a page that summarises it was reviewed; the page tells its readers.",
        "Reread the page beside the memo, then run 'python -m scripts.mark_reviewed PAGE'.",
    ),
    Rule(
        "future-review",
        Level.ERROR,
        "A page gives a day of review that has not come yet.",
        "Correct 'reviewed', or run 'python -m scripts.mark_reviewed PAGE'.",
    ),
    # news
    Rule(
        "duplicate-record",
        Level.ERROR,
        "Two records of news bear the same id, so that one address would mean either.",
        "Keep one; a correction is a version of the record, not a second record.",
    ),
    Rule(
        "unknown-purchaser",
        Level.ERROR,
        "A notice names a purchaser that the register data/purchasers.yml does not hold.",
        "Add it there with its code, or correct the name.",
    ),
    Rule(
        "memo-contradiction",
        Level.ERROR,
        "What the register says of memos cannot be true together: a ring, an older or void successor, another status.",
        "Look at the pages of the memos, and correct the relation or the date.",
    ),
    Rule(
        "future-day",
        Level.ERROR,
        "A record gives a day that has not come yet.",
        "Correct the day; a day of release to come is 'release_at', in a draft.",
    ),
    Rule(
        "embargo",
        Level.ERROR,
        "A record that is held back until later stands among what is published. No page, feed or file shows it.",
        "Take it out of the repository until then; 'python -m scripts.publish_news publish' puts it in when it is due.",
    ),
    Rule(
        "not-published",
        Level.ERROR,
        "A record was written into the data and not published: the ledger data/published.csv does not have it.",
        "Run 'python -m scripts.publish_news publish'.",
    ),
    Rule(
        "silent-change",
        Level.ERROR,
        "A published record says something else than before, and no version says what was changed and why.",
        "Run 'python -m scripts.publish_news correct ID --note …', or restore it.",
    ),
    Rule(
        "removed-record",
        Level.ERROR,
        "A published record is gone from the data and has no tombstone in data/removed.yml.",
        "Restore it, and withdraw it if it should not stand; or record in data/removed.yml why it is gone.",
    ),
    # what was published
    Rule(
        "vanished-label",
        Level.ERROR,
        "A number that an earlier state published is gone, so that links to it lead nowhere.",
        "Restore it, or record it in docs/data/tombstones.yml with what stands for it now.",
    ),
    Rule(
        "redirect-to-nothing",
        Level.ERROR,
        "A redirect or tombstone leads to something that does not exist, or stands for something that does.",
        "Correct where it leads.",
    ),
    Rule(
        "not-in-nav",
        Level.WARNING,
        "A page is not listed in the navigation, so that nobody finds it by browsing.",
        "List it under 'nav' in mkdocs.yml.",
    ),
    Rule(
        "two-spellings",
        Level.WARNING,
        "The glossary spells an acronym or its expansion in two ways.",
        "Keep the official spelling.",
    ),
    Rule(
        "thesaurus-to-nothing",
        Level.ERROR,
        "The thesaurus of the search sends readers to a word that stands on no page.",
        "Take a word that the pages use, in the form in which they use it.",
    ),
    Rule(
        "duplicate-term",
        Level.ERROR,
        "Two entries of the glossary have the same term, other spelling or id.",
        "Make one entry of them, with a meaning for each thing it means.",
    ),
    Rule(
        "ambiguous-term",
        Level.ERROR,
        "A term has several meanings and not each has its definition, so that a reader cannot tell them apart.",
        "Write an expansion and a definition for each, with the paragraph they come from.",
    ),
    Rule(
        "unknown-term",
        Level.ERROR,
        "An entry of the glossary leads to a related term that the glossary does not hold.",
        "Correct the id under 'see', or add the term.",
    ),
    Rule(
        "unexplained-acronym",
        Level.INFO,
        "An acronym is neither in docs/data/glossary.yml nor spelled out on its page.",
        "Spell it out at its first use, or add it to the glossary.",
    ),
    Rule(
        "uncited-table",
        Level.INFO,
        "No citation names this table or figure.",
        "Nothing to do if the paragraph above it introduces it.",
    ),
    Rule(
        "link-not-in-ledger",
        Level.INFO,
        "A link to another site is not in docs/data/external_links.csv yet.",
        "Run 'python -m scripts.check_links --list'.",
    ),
)
