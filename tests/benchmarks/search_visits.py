"""A reader who opens a page cold and searches, in Chromium, with everything measured that it costs.

The processor is slowed by DevTools, which reaches a page's own thread and refuses to slow a worker ("Operation is only
supported for pages, not workers"). So the processor time that the workers' threads really took is read from the
kernel, and what a slowed one would have taken longer is added: a time here is never shorter than with a slowed worker,
since some of that work runs while the line is waited for anyway. Reading threads needs Linux.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from tests.benchmarks.search_sites import PAGE
from tests.benchmarks.slow_line import SlowSite, trusting
from tests.conftest import CHROMIUM_SWITCHES, chromium

SLOWER = 4  # times
LETTER = 120  # ms between two letters: a hundred words a minute, faster than most
CALM = 1.5  # s without a byte sent, a word changed or a worker at work: all is done
PATIENCE = 240  # s
MIB = 1024 * 1024


@dataclass(frozen=True)
class System:
    """A search and how it is handled: the page, its box and list, and the paths of the files that it fetches.

    ``awake`` is a script that ends when a question could be answered at once.
    """

    name: str
    page: str
    box: str
    hits: str
    paths: tuple[str, ...]
    awake: str


# Material says READY (1) when its index is built; our page says so before there is a worker, so it is asked where no
# number leads, which is answered as soon as anything can be.
AWAKE = """new Promise(done => {
  const look = () => window.siteSearch ? done(siteSearch.place("")) : setTimeout(look, 5);
  look();
})"""
READY = "new Promise(done => { const look = () => bench.ready ? done() : setTimeout(look, 5); look(); })"
THEME = (PAGE, ".md-search__input", ".md-search-result__list")
SYSTEMS = {
    system.name: system
    for system in (
        System("ours", *THEME, ("/search/", "/assets/js/search/", "/assets/js/labels.js"), AWAKE),
        System("stock", *THEME, ("/search/", "/assets/javascripts/workers/"), READY),
        System("pagefind", "pagefind.html", ".ask", ".hits", ("/pagefind/",), "awake()"),
    )
}

# In the page from its beginning: every answer of a worker, when the last letter was typed, and what the list said when.
WATCH = """
(() => {
  const now = () => performance.timeOrigin + performance.now(), Native = Worker;
  window.bench = {now, ready: 0, focus: 0, letter: 0, seen: [], answers: []};
  window.Worker = class extends Native {
    constructor(...given) {
      super(...given);
      this.addEventListener("message", ({data}) => {
        if (data && data.type === 1) bench.ready ||= now();
        if (data && data.type === 3) bench.answers.push(data.data);
      });
    }
  };
  addEventListener("focusin", () => { bench.focus = now(); }, true);
  addEventListener("input", () => { bench.letter = now(); }, true);
  const look = (list) => {
    const hits = [...list.querySelectorAll("a[href]")], place = hits.find((link) => link.hash);
    bench.seen.push([now(), list.textContent, place ? place.hash : "", hits.length]);
  };
  addEventListener("DOMContentLoaded", () => {
    const list = document.querySelector(SELECTOR), shown = () => requestAnimationFrame(() => look(list));
    new MutationObserver(shown).observe(list, {childList: true, subtree: true, characterData: true});
  });
})();
"""


@dataclass(frozen=True)
class Answer:
    """What one question cost: ``seconds`` from its last letter to its hits on the screen, and ``size`` in bytes."""

    seconds: float
    size: int
    first: str  # the id of the first hit on its page, with #
    hits: int


class Reader:
    """One cold visit, on a machine so many times ``slower``; ``calm`` is how long nothing must happen (s)."""

    def __init__(
        self, browser: Browser, site: SlowSite, system: System, slower: float = SLOWER, calm: float = CALM
    ) -> None:
        self.site, self.system, self.stillness = site, system, calm
        self.context = browser.new_context(viewport={"width": 1280, "height": 900})
        self.page: Page = self.context.new_page()
        self.workers = Workers(self.context.new_cdp_session(self.page), browser.new_browser_cdp_session(), slower)
        self.page.add_init_script(WATCH.replace("SELECTOR", json.dumps(system.hits)))
        self.opened = len(site.sent)
        self.page.goto(site.address + system.page, wait_until="load", timeout=PATIENCE * 1000)

    def fetched(self) -> dict[str, int]:
        """Bytes by path since the page was opened; waits until all is quiet."""
        self.calm()
        sizes: dict[str, int] = {}
        for each in self.site.sent[self.opened :]:
            sizes[each.path] = sizes.get(each.path, 0) + each.size
        return sizes

    def focus(self) -> float:
        """Put the cursor into the box, now that the page is loaded; the seconds until a question could be answered."""
        work = self.workers.seconds()
        self.page.focus(self.system.box)
        start, end = self.page.evaluate(
            f"async () => {{ await {self.system.awake}; return [bench.focus, bench.now()]; }}"
        )
        return (end - start) / 1000 + self.workers.slowed(work)

    def ask(self, question: str, *, at_once: bool = False, number: bool = False) -> Answer:
        """Put a question, letter by letter or at once, and wait until its answer stands.

        Of a ``number`` only the place that the answer names first matters.
        """
        box = self.page.locator(self.system.box)
        if box.input_value():
            box.fill("")
            self.page.keyboard.press("End")  # the theme looks at the box when a key is let go
            self.calm()
        self.page.evaluate("text => { question = text; bench.seen = []; bench.answers = []; }", question)
        sent = len(self.site.sent)
        work = self._type(question, at_once=at_once)
        self.calm()
        slower = self.workers.slowed(work)
        letter, looks = self.page.evaluate("[bench.letter, bench.seen]")
        size = sum(each.size for each in self.site.sent[sent:])
        if not looks:
            return Answer(float("inf"), size, "", 0)
        since = max(letter, _standing(looks, 2 if number else 1))
        return Answer((since - letter) / 1000 + slower, size, *looks[-1][2:])

    def _type(self, question: str, *, at_once: bool) -> float:
        """The workers' seconds before the last letter."""
        if at_once:
            work = self.workers.seconds()
            self.page.keyboard.insert_text(question)
            self.page.keyboard.press("End")
            return work
        start = time.monotonic()  # a letter that the page was slow to take does not delay those after it
        for n, letter in enumerate(question[:-1], 1):
            self.page.keyboard.press("Space" if letter == " " else letter)
            time.sleep(max(0.0, start + n * LETTER / 1000 - time.monotonic()))
        work = self.workers.seconds()
        self.page.keyboard.press(question[-1])
        return work

    def calm(self) -> None:
        """Wait until nothing has happened for a while."""
        state, since, end = None, time.monotonic(), time.monotonic() + PATIENCE
        while time.monotonic() - since < self.stillness and time.monotonic() < end:
            now = (len(self.site.sent), self.page.evaluate("bench.seen.length"), round(self.workers.seconds(), 2))
            if now != state or self.site.running:
                state, since = now, time.monotonic()
            self.page.wait_for_timeout(min(100, self.stillness * 250))

    def close(self) -> None:
        """End the visit."""
        self.context.close()


def _standing(looks: list[Any], what: int) -> float:
    """When the list first showed what it shows at the end, and went on showing it."""
    last = looks[-1]
    for look in reversed(looks):
        if look[what] != looks[-1][what]:
            break
        last = look
    return float(last[0])


class Workers:
    """What DevTools and the kernel say of a page and its workers."""

    def __init__(self, page: CDPSession, browser: CDPSession, slower: float) -> None:
        self.page, self.browser, self.slower = page, browser, slower
        self.sessions: list[str] = []
        self.replies: dict[int, Any] = {}
        self.count = 0
        page.on("Target.attachedToTarget", lambda event: self.sessions.append(event["sessionId"]))
        page.on("Target.detachedFromTarget", lambda event: self.sessions.remove(event["sessionId"]))
        page.on("Target.receivedMessageFromTarget", lambda event: self._received(event["message"]))
        page.send("Target.setAutoAttach", {"autoAttach": True, "waitForDebuggerOnStart": False, "flatten": False})
        page.send("Emulation.setCPUThrottlingRate", {"rate": slower})

    def seconds(self) -> float:
        """Processor time that the threads of all workers have taken so far."""
        found = self.browser.send("SystemInfo.getProcessInfo")["processInfo"]
        return sum(_thread_seconds(process["id"]) for process in found if process["type"] == "renderer")

    def slowed(self, since: float) -> float:
        """What a slower processor would have added to the workers' time since then."""
        return (self.seconds() - since) * (self.slower - 1)

    def heap(self) -> tuple[float, float]:
        """MiB in use after a collection: of all workers, of the page."""
        self.page.send("HeapProfiler.collectGarbage")
        page = _used(self.page.send("Runtime.getHeapUsage"))
        workers = 0.0
        for session in list(self.sessions):
            self._ask(session, "HeapProfiler.collectGarbage")
            workers += _used(self._ask(session, "Runtime.getHeapUsage"))
        return workers, page

    def _ask(self, session: str, method: str) -> Any:
        self.count += 1
        message = json.dumps({"id": self.count, "method": method})
        self.page.send("Target.sendMessageToTarget", {"sessionId": session, "message": message})
        end = time.monotonic() + 30
        while self.count not in self.replies:
            if time.monotonic() > end:
                raise TimeoutError(f"a worker does not answer {method}")
            self.page.send("Runtime.getIsolateId")  # any message: lets the replies in
        return self.replies.pop(self.count)

    def _received(self, message: str) -> None:
        reply = json.loads(message)
        if "id" in reply:
            self.replies[reply["id"]] = reply.get("result", {})


def _used(usage: Any) -> float:
    """MiB of JavaScript objects and of the buffers behind them, WebAssembly's memory among these."""
    return float(usage["usedSize"] + usage.get("backingStorageSize", 0)) / MIB


def _thread_seconds(process: int) -> float:
    total = 0
    for task in Path(f"/proc/{process}/task").glob("*"):
        try:
            if (task / "comm").read_text().startswith("DedicatedWorker"):
                total += int((task / "schedstat").read_text().split()[0])
        except OSError:  # a thread that has just ended
            continue
    return total / 1e9


@contextmanager
def browsing() -> Iterator[Browser]:
    """A headless Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=[*CHROMIUM_SWITCHES, trusting()])
        yield browser
        browser.close()
