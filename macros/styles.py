"""The style sheets of the theme and ours, joined into the one that readers fetch.

On a slow line a page stands when its style sheets have come: fifteen files are three rounds of asking, one is one
round. A third of the theme's rules is for things that no page of ours has; a rule goes when it needs a class that is a
word of no page and no script, and so can be on no element. Authors' classes need no list, they are in the pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import tinycss2
from mkdocs.exceptions import PluginError
from rcssmin import cssmin

JOINED = "assets/css/joined.css"
THEME = ("assets/stylesheets/main.*.css", "assets/stylesheets/palette.*.css")
WORD = re.compile(r"[\w-]+")
CLASS = re.compile(r"\.(-?[a-zA-Z_][\w-]*)")
SCHEME = re.compile(r"\[data-md-color-(?:primary|accent)=([\w-]+)\]")
# What a selector says of elsewhere: a class in it may be missing and the rule holds all the same.
ELSE = re.compile(r":(?:not|is|where)\((?:[^()]|\([^()]*\))*\)")
GROUPS = frozenset({"media", "supports"})


def join(site: Path, own: Sequence[str]) -> None:
    """Write the theme's style sheets and our ``own`` (paths below ``site``, in order) as one, and take them away.

    A site of another theme, or without style sheets of its own, is left as it is. Raises PluginError when sheets that
    mkdocs.yml names are not there.
    """
    theme = [path for pattern in THEME for path in sorted(site.glob(pattern))]
    if not own or not theme:
        return
    if missing := [path for path in own if not (site / path).is_file()]:
        named = ", ".join(missing)
        raise PluginError(f"mkdocs.yml: extra_css names {named}, which docs does not have. Correct it or add the file.")
    seen = words(path.read_text(encoding="utf-8") for ending in ("html", "js") for path in site.rglob(f"*.{ending}"))
    parts = [used(path.read_text(encoding="utf-8"), seen) for path in theme]
    files = [site / path for path in own]
    parts += [path.read_text(encoding="utf-8") for path in files]
    (site / JOINED).write_text(str(cssmin("\n".join(parts))), encoding="utf-8")
    for path in (*theme, *files):
        path.unlink()
    for path in (site / "assets" / "stylesheets").glob("*.map"):
        path.unlink()


def words(texts: Iterable[str]) -> set[str]:
    """All words of pages and scripts, in which the name of every class that an element may get is one."""
    return {word for text in texts for word in WORD.findall(text)}


def used(css: str, seen: set[str]) -> str:
    """A style sheet without the rules that need a class which is not among the words ``seen``."""
    return "".join(_kept(tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True), seen))


def _kept(rules: Iterable[tinycss2.ast.Node], seen: set[str]) -> Iterator[str]:
    for rule in rules:
        if rule.type == "qualified-rule":
            selectors = [each for each in _selectors(rule.prelude) if _may_match(each, seen)]
            if selectors:
                yield f"{','.join(selectors)}{{{tinycss2.serialize(rule.content)}}}"
        elif rule.type == "at-rule" and rule.lower_at_keyword in GROUPS:
            inner = "".join(_kept(tinycss2.parse_rule_list(rule.content, True, True), seen))
            if inner:
                yield f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{{{inner}}}"
        else:
            yield rule.serialize()


def _selectors(prelude: Sequence[tinycss2.ast.Node]) -> Iterator[str]:
    """The selectors of a list; a comma in brackets belongs to a block, which is one token of its own."""
    start = 0
    for n, part in enumerate(prelude):
        if part == ",":
            yield tinycss2.serialize(prelude[start:n])
            start = n + 1
    yield tinycss2.serialize(prelude[start:])


def _may_match(selector: str, seen: set[str]) -> bool:
    needed = ELSE.sub("", selector)
    return all(name in seen for pattern in (CLASS, SCHEME) for name in pattern.findall(needed))
