"""The Content-Security-Policy: what a browser may run and load on our pages, written into each page.

Everything comes from this site; inline scripts run only if their hash is listed. The theme has a few, some of which
differ from page to page with the depth of its address. Their hashes are taken from what the theme writes around the
text, never from the text itself: a script that slipped into an article is not listed and does not run.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable
from pathlib import Path

SCRIPT = re.compile(r"<script\b(?P<attributes>[^>]*)>(?P<code>.*?)</script>", re.DOTALL)
# From the first to the last, so that a stray closing tag in the text does not let the rest of it out.
ARTICLE = re.compile(r"<article\b.*</article>", re.DOTALL)
CHARSET = '<meta charset="utf-8">'
# The theme draws icons as data: addresses in its style sheets. iframe-worker, with which search runs from a folder
# without a server, is not allowed here: a folder on disk has no policy.
POLICY = (
    "default-src 'none'; script-src 'self' {hashes}; style-src 'self'; img-src 'self' data:; media-src 'self'; "
    "font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'"
)


def seal(site: Path) -> None:
    """Write the policy into every page of the built ``site`` and into ``_headers``, for servers that read that file.

    Raises ValueError when a page has no charset mark to write it after: the theme would have changed.
    """
    pages = {path: path.read_text(encoding="utf-8") for path in sorted(site.rglob("*.html"))}
    policy = POLICY.format(hashes=" ".join(sorted(hashes(pages.values()))))
    for path, html in pages.items():
        if CHARSET not in html:
            raise ValueError(f"{path} has no {CHARSET}, after which the security policy is written")
        meta = f'{CHARSET}\n<meta http-equiv="Content-Security-Policy" content="{policy}">'
        path.write_text(html.replace(CHARSET, meta, 1), encoding="utf-8")
    (site / "_headers").write_text(headers(policy), encoding="utf-8")


def hashes(pages: Iterable[str]) -> set[str]:
    """The hashes of the inline scripts that the theme writes around the articles of ``pages``."""
    found = set()
    for html in pages:
        for script in SCRIPT.finditer(ARTICLE.sub("", html)):
            if "src=" not in script["attributes"] and "application/json" not in script["attributes"]:
                digest = hashlib.sha256(script["code"].encode()).digest()
                found.add(f"'sha256-{base64.b64encode(digest).decode()}'")
    return found


def headers(policy: str) -> str:
    """The same policy, and what a meta element cannot say, as a ``_headers`` file."""
    lines = (
        f"Content-Security-Policy: {policy}; frame-ancestors 'none'",
        "X-Content-Type-Options: nosniff",
        "Referrer-Policy: no-referrer",
        "Permissions-Policy: camera=(), geolocation=(), microphone=()",
    )
    return "/*\n" + "".join(f"  {line}\n" for line in lines)
