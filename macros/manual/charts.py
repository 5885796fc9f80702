"""Bar charts as SVG that stands in a page: no style, no script, named for those who do not see it.

leather draws it with plain attributes, which is all that our security policy lets pass (pygal writes a style sheet and
style attributes into each chart); the page's style sheet then gives it the colours of the scheme.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

import leather  # type: ignore[import-untyped]  # it ships no types

PIXELS = 520  # the width in which it is drawn; a phone shows it at two thirds, and its words can still be read
BAR = 24  # the height of a lying bar with its gap


def bars(name: str, title: str, description: str, values: Sequence[tuple[str, float]]) -> str:
    """Lying bars, one for each (label, value), the first on top. ``name`` makes the ids; a table tells the values."""
    chart = leather.Chart()
    chart.add_bars([(value, label) for label, value in values])
    return _named(str(chart.to_svg(width=PIXELS, height=90 + BAR * len(values))), name, title, description)


def _named(svg: str, name: str, title: str, description: str) -> str:
    """The drawing with a role, a title and a description, scaled by its column, without leather's fonts and sizes."""
    size = re.search(r'width="(\d+)" height="(\d+)"', svg)
    assert size
    head = (
        f'<svg class="sc-chart" viewBox="0 0 {size[1]} {size[2]}" role="img" '
        f'aria-labelledby="{name}-title {name}-text"><title id="{name}-title">{escape(title)}</title>'
        f'<desc id="{name}-text">{escape(description)}</desc>'
    )
    body = svg[svg.index("<svg") :].partition(">")[2]
    body = re.sub(r' (font-family|font-size)="[^"]*"', "", body)
    return head + re.sub(r"(\d+\.\d)\d+", r"\1", body).replace("\n", "")
