"""How fast citations are found, and that no text makes it slow: ``python -m tests.benchmarks.citations_speed``.

Prints millions of characters a second for plain prose, for prose of ordinary density and for nothing but citations;
then, for hostile texts, the time for a text and for one twice as long. A ratio near 2 is linear time, near 4 quadratic.
"""

from __future__ import annotations

import sys
import time

from macros.manual.citations import find_citations

SIZE = 400_000  # characters: about half of the longest chapters
ROUNDS = 5  # the best of some, since other programs share the machine

PLAIN = (
    "The purchaser signs the offer within the days that it allows, and returns one copy to the agency that wrote it. "
    "Payment follows the schedule; in 2024 the average case took 45 days, of which the U.S. review took 12. "
)
CITATIONS = (
    "Section C5.4.2., Table C5.T3A. and Figure C5.F14. apply (see Sections C4.4.1. through C4.4.3. and Chapter 15). "
    "AECA, section 36(b)(1) (22 U.S.C. 2776(b)(1)), DoDD 5105.65, DoD FMR, Volume 15, Chapter 7, Section 070303; "
    "P.L. 111-8, 22 CFR 126.6(a), ITAR Section 123.22, FAR Part 13, DSCA Policy Memo 24-04 [SAMM E-Change 570], "
    "DD Form 1348-1A and MIL-STD-129. "
)
KINDS = {
    "plain prose": PLAIN,
    "prose, 9 citations in 1,000 words": PLAIN * 30 + CITATIONS,
    "citations only": CITATIONS,
}
# Each makes some rule look as far ahead as it can, as often as it can: an opening, what is repeated, an end.
HOSTILE = {
    "keywords without numbers": ("", "Section ", ""),
    "white space after a keyword": ("Section", " ", "C5.1."),
    "empty lines after a title": ("22", "\n", "U.S.C. 2776"),
    "a number without end": ("Section C5", ".1", "x"),
    "a list without end": ("Sections C5.1.", ", C5.1.", ""),
    "ranges of ranges": ("", "Section C5.1. through C5.999., ", ""),
    "chapters of another book": ("", "Chapters 1, 2 through Chapter 3, ", "4 of the DTR"),
    "sections without an act": ("", "Section 36, Section 3(a), 4(b), and ", "5 of the lease"),
    "parts of parts": ("AECA 36(b)", " (c) and (d)", "("),
    "parentheses that do not close": ("", "AECA, section 2 (22 U.S.C. 2752, ", ""),
    "a list in an open parenthesis": ("FAA 541 (22 U.S.C. 2347", ", 2348", ""),
    "numbers that might be titles": ("", "22 . ", "U"),
    "volumes and chapters": ("DoD FMR, Volume 15", ", Chapter 7", " of this"),
    "capitals and dots": ("", "AA.1.1.C5.", "x"),
}


def seconds(text: str) -> float:
    """The best time for one text."""
    best = float("inf")
    for _ in range(ROUNDS):
        start = time.perf_counter()
        find_citations(text)
        best = min(best, time.perf_counter() - start)
    return best


def filled(opening: str, repeated: str, end: str, size: int) -> str:
    """A text of about ``size`` characters."""
    return opening + repeated * (size // len(repeated)) + end


def main() -> int:
    """Print the figures; exit status 1 when a hostile text takes more than three times as long at double length."""
    for name, piece in KINDS.items():
        text = filled("", piece, "", SIZE)
        print(f"{name:36}{len(text) / 1e6 / seconds(text):7.1f} MB/s {len(find_citations(text)):8,} citations")
    print(f"\n{'hostile text':36}{'n':>9} {'2n':>9} {'ratio':>7}")
    worst = 0.0
    for name, parts in HOSTILE.items():
        once, twice = seconds(filled(*parts, SIZE)), seconds(filled(*parts, 2 * SIZE))
        worst = max(worst, twice / once)
        print(f"{name:36}{once * 1000:6.1f} ms {twice * 1000:6.1f} ms {twice / once:7.2f}")
    return int(worst > 3)


if __name__ == "__main__":
    sys.exit(main())
