"""The notes of Appendix 6, which have no numbers: a text cites them by title.

A title is ordinary words ("Warranties"), so it is taken for a citation only where the text says that it is one: after
"Appendix 6", or before "note".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from macros.manual.citations import Citation
from macros.manual.registers import LoaNote

# "Appendix 6, Warranties", "Appendix 6 - FMS Agent Sale", "the “Contingent Fees” note", "SCML LOA note"
AFTER_APPENDIX = re.compile(r"Appendix\s+6(?:\s*[,:–-]\s*|\s+)(?:the\s+)?[\"“']?\Z")
BEFORE_NOTE = re.compile(
    r"""["”']? (?: \s+(?:(?:LOA|line|case|standard)\s+)?[Nn]otes?\b
                | ,?\s+(?:found\s+)?in\s+Appendix\s+6\b )""",
    re.VERBOSE,
)
REACH = 24  # characters before a title in which "Appendix 6" may stand


def find_notes(text: str, notes: Iterable[LoaNote]) -> list[Citation]:
    """The notes that the text cites by title, in order; kind ``loa-note``, target ``loanote:`` and the page's name."""
    found = []
    for note in notes:
        for title in (note.title, *note.cited_as):
            words = r"\s+".join(re.escape(word) for word in title.split())
            for match in re.finditer(rf"(?<![\w-]){words}(?!\w)", text):
                start, end = match.span()
                before = text[max(0, start - REACH) : start]
                if AFTER_APPENDIX.search(before) or BEFORE_NOTE.match(text, end):
                    found.append(Citation(start, end, "loa-note", f"loanote:{note.slug}"))
    return sorted(found)


def with_notes(citations: Sequence[Citation], notes: Sequence[Citation]) -> list[Citation]:
    """Both in one list, in order; a note's title that runs into another citation gives way to it."""
    free = [note for note in notes if not any(c.start < note.end and note.start < c.end for c in citations)]
    return sorted([*citations, *free])
