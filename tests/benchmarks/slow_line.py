"""A site served over a slow line: ``python -m tests.benchmarks.slow_line FOLDER [PORT]``.

What DevTools throttles does not reach workers, and a search runs in one; so the line is shaped in the server. A request
waits one round trip, the first of a connection two; all connections share one line. Like GitHub Pages, text is sent
with gzip, an ETag and ten minutes of caching. TCP's slow start and TLS are left out, so a real line is a little slower
for every system alike.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import http.server
import mimetypes
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

ROUND_TRIP = 0.150  # s
RATE = 1_600_000 / 8  # bytes a second: 1.6 Mbit/s, "slow 4G" of Lighthouse
PACKET = 1460  # bytes: connections take turns after each
LATE = 0.02  # s that a thread may wake late before the line counts as idle

TEXT = frozenset({".html", ".css", ".js", ".json", ".svg", ".xml", ".txt", ".csv", ".yml", ".ics", ".map"})


@dataclass(frozen=True, slots=True)
class Sent:
    """One answered request: when its last byte left (seconds since 1970), what was asked, and bytes with headers."""

    when: float
    path: str
    size: int
    status: int


class Line:
    """What all connections share: a byte goes out when those before it have."""

    def __init__(self, rate: float = RATE) -> None:
        self.rate = rate
        self.lock = threading.Lock()
        self.free = 0.0

    def wait(self, size: int) -> None:
        """Return when ``size`` more bytes have passed."""
        with self.lock:
            start = max(self.free, time.monotonic() - LATE)
            self.free = over = start + size / self.rate
        time.sleep(max(0.0, over - time.monotonic()))


class SlowSite(http.server.ThreadingHTTPServer):
    """Serves folders on a port of this machine (0: a free one) until it is closed; ``sent`` lists what went out.

    A file is taken from the first folder that has it, so that a second search can be laid over a built site.
    """

    daemon_threads = True

    def __init__(self, *folders: Path, port: int = 0, round_trip: float = ROUND_TRIP, rate: float = RATE) -> None:
        super().__init__(("127.0.0.1", port), _Request)
        self.folders = [folder.resolve() for folder in folders]
        self.round_trip = round_trip
        self.line = Line(rate)
        self.sent: list[Sent] = []
        self.packed: dict[Path, bytes] = {}
        self.running = 0
        self.lock = threading.Lock()

    @property
    def address(self) -> str:
        """Where the site is, with a final slash."""
        return f"http://127.0.0.1:{self.server_port}/"

    def __enter__(self) -> SlowSite:
        threading.Thread(target=self.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.server_close()

    def find(self, path: str) -> Path | None:
        """The file that an address names, if there is one."""
        for folder in self.folders:
            file = (folder / path.lstrip("/")).resolve()
            file = file / "index.html" if file.is_dir() else file
            if file.is_file() and file.is_relative_to(folder):
                return file
        return None

    def body(self, file: Path) -> bytes:
        """A file as it goes over the line; kept, so that only the first request waits for its compression."""
        if file not in self.packed:
            raw = file.read_bytes()
            self.packed[file] = gzip.compress(raw, 6, mtime=0) if file.suffix in TEXT else raw
        return self.packed[file]

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: a browser that is closed drops its connections."""


class _Request(http.server.BaseHTTPRequestHandler):
    """One connection: it is kept open, and its requests are answered one after the other."""

    protocol_version = "HTTP/1.1"
    server: SlowSite
    met = False  # whether this connection has answered before
    disable_nagle_algorithm = True  # else a packet waits until the browser has acknowledged the one before

    def do_GET(self) -> None:
        """Answer after the round trips that the request would take, no faster than the line."""
        with self.server.lock:
            self.server.running += 1
        try:
            self._answer(time.monotonic() + self.server.round_trip * (1 if self.met else 2))
        finally:
            self.met = True
            with self.server.lock:
                self.server.running -= 1

    def _answer(self, due: float) -> None:
        path = unquote(urlsplit(self.path).path)
        file = self.server.find(path)
        body = self.server.body(file) if file else b"Nothing is here.\n"
        tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        status = 404 if file is None else 304 if self.headers.get("If-None-Match") == tag else 200
        head = self._head(status, file or Path("nothing.txt"), tag, len(body))
        data = head if status == 304 else head + body
        time.sleep(max(0.0, due - time.monotonic()))
        for start in range(0, len(data), PACKET):
            packet = data[start : start + PACKET]
            self.server.line.wait(len(packet))
            self.wfile.write(packet)
        with self.server.lock:
            self.server.sent.append(Sent(time.time(), path, len(data), status))

    def _head(self, status: int, file: Path, tag: str, size: int) -> bytes:
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        lines = [
            f"HTTP/1.1 {status} {self.responses[status][0]}",
            "Server: slow",
            f"Content-Type: {kind}{'; charset=utf-8' if file.suffix in TEXT else ''}",
            f"ETag: {tag}",
            "Cache-Control: max-age=600",
            f"Content-Length: {0 if status == 304 else size}",
        ]
        if file.suffix in TEXT and status != 404:
            lines += ["Content-Encoding: gzip", "Vary: Accept-Encoding"]
        return "\r\n".join([*lines, "", ""]).encode()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def main(argv: list[str]) -> int:
    """Serve until interrupted, for looking at a site by hand as a reader on a slow line sees it."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])  # type: ignore[union-attr]
    asked.add_argument("folder", type=Path)
    asked.add_argument("port", type=int, nargs="?", default=0)
    options = asked.parse_args(argv)
    if not options.folder.is_dir():
        print(f"{options.folder} is not a folder; build the site first", file=sys.stderr)
        return 1
    with SlowSite(options.folder, port=options.port) as site:
        print(site.address, flush=True)
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            return 0
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
