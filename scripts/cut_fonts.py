"""Make the fonts of the site smaller: ``python -m scripts.cut_fonts FOLDER`` reads the fonts of @fontsource there.

The variable fonts come with weights from 200 to 900 and with fractions and figures that no page uses; what pages use
is two thirds of that. A cut font is a modified one, which by its licence (OFL 1.1) may not bear the reserved name
"Source"; so it is renamed, inside too. Needed only when the fonts change, so its library is installed for this alone:
``.venv/bin/python -m pip install fonttools==4.68.0 brotli==1.2.1``. FOLDER holds the woff2 files of the packages
@fontsource-variable/source-sans-3, @fontsource-variable/source-serif-4 and @fontsource/source-serif-4.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence
from pathlib import Path

FONTS = Path("docs/assets/fonts")
CUT = {  # what @fontsource calls it, what we do, and the name that readers' machines are told
    "source-sans-3-latin-wght-normal.woff2": ("reader-sans.woff2", "Reader Sans"),
    "source-serif-4-latin-wght-normal.woff2": ("reader-serif.woff2", "Reader Serif"),
    "source-serif-4-latin-400-italic.woff2": ("reader-serif-italic.woff2", "Reader Serif"),
}
WEIGHTS = (400, 650)
FEATURES = ("kern", "liga", "ccmp", "locl")  # figures are tabular without a feature
NAMES = (1, 3, 4, 6, 16)  # of the family, the font and its PostScript name, in the table of names


def cut(font: bytes, name: str) -> bytes:
    """``font`` (woff2) with the weights and characters that pages use, called ``name``; woff2 again."""
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont
    from fontTools.varLib.instancer import instantiateVariableFont

    whole = TTFont(io.BytesIO(font))
    if "fvar" in whole:
        whole = instantiateVariableFont(whole, {"wght": WEIGHTS})
        for glyph in whole.getGlyphOrder():  # those without variations are missing, which the subsetter minds
            whole["gvar"].variations.setdefault(glyph, [])
    options = Options(layout_features=list(FEATURES), name_IDs=["*"])
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=whole.getBestCmap())
    subsetter.subset(whole)
    for record in whole["name"].names:
        if record.nameID in NAMES:
            record.string = name.replace(" ", "") if record.nameID == 6 else name
    whole.flavor = "woff2"
    made = io.BytesIO()
    whole.save(made)
    return made.getvalue()


def main(argv: Sequence[str]) -> int:
    """Cut each font of the folder that is named; nothing is written unless all are there."""
    folder = Path(argv[0]) if len(argv) == 1 else None
    missing = [name for name in CUT if folder is None or not (folder / name).is_file()]
    if folder is None or missing:
        print(f"usage: python -m scripts.cut_fonts FOLDER, which holds {', '.join(missing)}", file=sys.stderr)
        return 1
    made = {to: cut((folder / name).read_bytes(), family) for name, (to, family) in CUT.items()}
    for to, font in made.items():
        (FONTS / to).write_bytes(font)
        print(f"{FONTS / to}: {len(font):,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
