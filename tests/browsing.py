"""A page open in the browser: where it was opened, what it said, and what it asked for elsewhere."""

from __future__ import annotations

import contextlib
from typing import Any

from playwright.sync_api import Browser, Error, Page, Response, expect

WIDTHS = (390, 1280)
SCHEMES = ("light", "dark")
# What passes is not told one by one: that takes axe twice the time, and no test reads it.
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], "resultTypes": ["violations"]}
VIOLATIONS = """
window.violations = [];
addEventListener("securitypolicyviolation", e => violations.push(e.violatedDirective + " " + e.blockedURI));
"""
SETTLED = "document.fonts.ready.then(() => new Promise((done) => requestIdleCallback(done, {timeout: 1000})))"


expect.set_options(timeout=30_000)  # ms; a busy machine is slow, which no test of ours is about


class Visit:
    """A page open in the browser, and what went on while it loaded."""

    def __init__(
        self, browser: Browser, address: str, width: int = 1280, scheme: Any = "light", script: bool = True
    ) -> None:
        # The policy is left in force: axe is then added by the test itself, not by a script element.
        self.context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, java_script_enabled=script
        )
        self.script = script
        self.page: Page = self.context.new_page()
        self.root = address
        self.said: list[str] = []
        self.away: list[str] = []
        self.page.add_init_script(VIOLATIONS)
        self.page.on("console", lambda message: self.said.append(message.text) if message.type == "error" else None)
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on(
            "request",
            lambda request: (
                None if request.url.startswith((address, "data:", "blob:")) else self.away.append(request.url)
            ),
        )

    def to(self, path: str) -> Response | None:
        """Open the page and wait until its scripts have run, its fonts have come and it has nothing more to do.

        Not "networkidle": a busy machine may ask nothing for half a second before the scripts are asked for.
        """
        response = self.page.goto(self.root + path, wait_until="load")
        if self.script:
            self.settle()
        return response

    def settle(self) -> None:
        """Wait until the fonts have come and the page's scripts have nothing more to do."""
        with contextlib.suppress(Error):  # a page that goes on to another at once has nothing to wait for
            self.page.evaluate(SETTLED)
