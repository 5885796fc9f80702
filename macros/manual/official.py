"""Where the official manual keeps what a label names.

As read on samm.dsca.mil in December 2025: a chapter is one long page whose anchors are the printed numbers, final
dot included and case-sensitive. Appendix 7 (the RCG) has a page for each of its chapters; whether those and the
programme pages have anchors was not seen, so their addresses stop at the page.
"""

from __future__ import annotations

from macros.manual.labels import Kind, Label

SITE = "https://samm.dsca.mil"


def address(label: Label) -> str:
    """The official page of ``label``, with its anchor where the official site has one."""
    if label.guide:
        return f"{SITE}/rcg/chapter-{label.guide}"
    if label.series == "AP":
        return f"{SITE}/appendix/appendix-{label.number}{_anchor(label)}"
    if label.series == "C" and not label.number:  # the front sections, which have pages apart
        return f"{SITE}/listing/chapters"
    if label.series != "C":
        return f"{SITE}/program/{label.series}"
    legacy = "-legacy" if label.legacy else ""
    return f"{SITE}/chapter/chapter-{label.number}{legacy}{_anchor(label)}"


def _anchor(label: Label) -> str:
    if label.kind in (Kind.CHAPTER, Kind.APPENDIX):
        return ""
    return f"#{label.printed.replace('-Legacy', 'L')}"
