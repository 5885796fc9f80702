"""A site served over a slow line: ``python -m tests.benchmarks.slow_line FOLDER [PORT] [--protocol http/1.1]``.

What DevTools throttles does not reach workers, and a search runs in one; so the line is shaped in the server. A request
waits one round trip, and the first of a connection also for those that open it: one for TCP, and one for TLS where that
is spoken. All connections and streams share one line. Like GitHub Pages, text is sent with gzip, an ETag and ten
minutes of caching, and the protocol is HTTP/2, which browsers speak only with TLS; HTTP/1.1 is here to compare, for
networks whose proxies speak nothing newer. TCP's slow start and the size of TLS's own records are left out, so a real
line is a little slower for every system alike.
"""

from __future__ import annotations

import argparse
import asyncio
import base64
import functools
import gzip
import hashlib
import http
import http.server
import mimetypes
import ssl
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

import trustme
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from h2.config import H2Configuration
from h2.connection import H2Connection
from h2.events import RequestReceived, StreamReset, WindowUpdated
from h2.exceptions import ProtocolError

ROUND_TRIP = 0.150  # s
RATE = 1_600_000 / 8  # bytes a second: 1.6 Mbit/s, "slow 4G" of Lighthouse
PACKET = 1460  # bytes: connections and streams take turns after each
LATE = 0.02  # s that a thread may wake late before the line counts as idle

PROTOCOLS = ("h2", "http/1.1")  # as TLS names them
TEXT = frozenset({".html", ".css", ".js", ".json", ".svg", ".xml", ".txt", ".csv", ".yml", ".ics", ".map"})


@dataclass(frozen=True, slots=True)
class Sent:
    """One answered request: when its last byte left (seconds since 1970), what was asked, and bytes with headers."""

    when: float
    path: str
    size: int
    status: int


@dataclass(frozen=True, slots=True)
class Reply:
    """What a request is answered with; the names of the headers are in small letters, as HTTP/2 wants them."""

    status: int
    headers: Sequence[tuple[str, str]]
    body: bytes


class Line:
    """What all connections share: a byte goes out when those before it have."""

    def __init__(self, rate: float = RATE) -> None:
        self.rate = rate
        self.lock = threading.Lock()
        self.free = 0.0

    def passed(self, size: int) -> float:
        """Put ``size`` more bytes on the line; the seconds until they have passed."""
        with self.lock:
            start = max(self.free, time.monotonic() - LATE)
            self.free = start + size / self.rate
            return max(0.0, self.free - time.monotonic())


class Server(Protocol):
    """What answers for a site in one protocol: serves from when it is made until it is closed."""

    address: str

    def close(self) -> None:
        """Serve no more."""


class SlowSite:
    """Serves folders on a port of this machine (0: a free one) until it is closed; ``sent`` lists what went out.

    A file is taken from the first folder that has it, so that a second search can be laid over a built site.
    """

    def __init__(
        self,
        *folders: Path,
        port: int = 0,
        round_trip: float = ROUND_TRIP,
        rate: float = RATE,
        protocol: str = PROTOCOLS[0],
    ) -> None:
        self.folders = [folder.resolve() for folder in folders]
        self.round_trip = round_trip
        self.line = Line(rate)
        self.sent: list[Sent] = []
        self.packed: dict[Path, bytes] = {}
        self.running = 0
        self.lock = threading.Lock()
        self.server: Server = _Http2(self, port) if protocol == "h2" else _Http1(self, port)

    @property
    def address(self) -> str:
        """Where the site is, with a final slash."""
        return self.server.address

    def __enter__(self) -> SlowSite:
        return self

    def __exit__(self, *_: object) -> None:
        self.server.close()

    def begins(self) -> None:
        """Count a request that is being answered."""
        with self.lock:
            self.running += 1

    def ends(self, path: str, size: int, status: int) -> None:
        """Count it as answered; a ``size`` of 0 is that of a request that the browser gave up."""
        with self.lock:
            self.running -= 1
            if size:
                self.sent.append(Sent(time.time(), path, size, status))

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

    def reply(self, path: str, known: str | None) -> Reply:
        """The answer to a request for ``path`` by a browser that holds the version with the ETag ``known``."""
        file = self.find(path)
        body = self.body(file) if file else b"Nothing is here.\n"
        tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        status = 404 if file is None else 304 if known == tag else 200
        name = file or Path("nothing.txt")
        kind = mimetypes.guess_type(name.name)[0] or "application/octet-stream"
        headers = [
            ("server", "slow"),
            ("content-type", f"{kind}{'; charset=utf-8' if name.suffix in TEXT else ''}"),
            ("etag", tag),
            ("cache-control", "max-age=600"),
            ("content-length", str(0 if status == 304 else len(body))),
        ]
        if name.suffix in TEXT and status != 404:
            headers += [("content-encoding", "gzip"), ("vary", "Accept-Encoding")]
        return Reply(status, headers, b"" if status == 304 else body)


class _Http1(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, site: SlowSite, port: int) -> None:
        super().__init__(("127.0.0.1", port), _Request)
        self.site = site
        self.address = f"http://127.0.0.1:{self.server_port}/"
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def close(self) -> None:
        """Serve no more."""
        self.shutdown()
        self.server_close()

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: a browser that is closed drops its connections."""


class _Request(http.server.BaseHTTPRequestHandler):
    """One connection: it is kept open, and its requests are answered one after the other."""

    protocol_version = "HTTP/1.1"
    server: _Http1
    met = False  # whether this connection has answered before
    disable_nagle_algorithm = True  # else a packet waits until the browser has acknowledged the one before

    def do_GET(self) -> None:
        """Answer after the round trips that the request would take, no faster than the line."""
        site, path, size, status = self.server.site, unquote(urlsplit(self.path).path), 0, 0
        due = time.monotonic() + site.round_trip * (1 if self.met else 2)
        self.met = True
        site.begins()
        try:
            reply = site.reply(path, self.headers.get("If-None-Match"))
            lines = [f"HTTP/1.1 {reply.status} {http.HTTPStatus(reply.status).phrase}"]
            lines += [f"{name}: {value}" for name, value in reply.headers]
            data = "\r\n".join([*lines, "", ""]).encode() + reply.body
            time.sleep(max(0.0, due - time.monotonic()))
            for start in range(0, len(data), PACKET):
                packet = data[start : start + PACKET]
                time.sleep(site.line.passed(len(packet)))
                self.wfile.write(packet)
            size, status = len(data), reply.status
        finally:
            site.ends(path, size, status)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class _Http2:
    """All connections in one thread, since a connection of TLS may not be read and written by two."""

    def __init__(self, site: SlowSite, port: int) -> None:
        self.site = site
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)  # Playwright runs a loop in this one
        self.thread.start()
        serving = asyncio.start_server(self._connected, "127.0.0.1", port, ssl=_speaking_h2())
        self.server = asyncio.run_coroutine_threadsafe(serving, self.loop).result()
        self.address = f"https://127.0.0.1:{self.server.sockets[0].getsockname()[1]}/"

    def close(self) -> None:
        """Serve no more."""
        asyncio.run_coroutine_threadsafe(self._end(), self.loop).result()
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()
        self.loop.close()

    async def _end(self) -> None:
        self.server.close()
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await _Connection(self.site, reader, writer).serve()
        except (ConnectionError, ssl.SSLError, asyncio.CancelledError):
            pass  # a browser that is closed drops its connections, and so does this server
        finally:
            writer.close()


class _Connection:
    """One connection of HTTP/2: its requests are answered side by side."""

    def __init__(self, site: SlowSite, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.site, self.reader, self.writer = site, reader, writer
        self.state = H2Connection(H2Configuration(client_side=False, header_encoding="utf-8"))
        self.met = False  # whether this connection has answered before
        self.room = asyncio.Condition()  # the browser takes more
        self.frames: asyncio.Queue[tuple[bytes, asyncio.Future[None]]] = asyncio.Queue()

    async def serve(self) -> None:
        """Answer what is asked until the browser goes away."""
        self.state.initiate_connection()
        self._say()
        sending, answers = asyncio.create_task(self._send()), set()
        try:
            while data := await self.reader.read(65536):
                for event in self.state.receive_data(data):
                    if isinstance(event, RequestReceived) and event.stream_id is not None:
                        answer = asyncio.create_task(self._answer(event.stream_id, dict(event.headers or ())))
                        answers.add(answer)
                        answer.add_done_callback(answers.discard)
                    elif isinstance(event, WindowUpdated | StreamReset):
                        async with self.room:
                            self.room.notify_all()
                self._say()
        finally:
            for task in (sending, *answers):
                task.cancel()

    def _say(self) -> None:
        """Send what belongs to the protocol itself at once."""
        self.writer.write(self.state.data_to_send())

    async def _send(self) -> None:
        """Put the frames on the line in the order in which they were made: each one's headers build on those before."""
        while True:
            frame, sent = await self.frames.get()
            await asyncio.sleep(self.site.line.passed(len(frame)))
            self.writer.write(frame)
            sent.set_result(None)

    async def _passed(self) -> int:
        """Wait until the frames that are made now have passed the line; their bytes."""
        frame, sent = self.state.data_to_send(), asyncio.get_running_loop().create_future()
        await self.frames.put((frame, sent))
        await sent
        return len(frame)

    async def _answer(self, stream: int, asked: dict[str, str]) -> None:
        site, path, size, status = self.site, unquote(urlsplit(asked[":path"]).path), 0, 0
        due = time.monotonic() + site.round_trip * (1 if self.met else 3)  # the first: after TCP and TLS
        self.met = True
        site.begins()
        try:
            reply = site.reply(path, asked.get("if-none-match"))
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            headers = [(":status", str(reply.status)), *reply.headers]
            self.state.send_headers(stream, headers, end_stream=not reply.body)
            passed = await self._passed()
            for start in range(0, len(reply.body), PACKET):
                packet = reply.body[start : start + PACKET]
                while self.state.local_flow_control_window(stream) < len(packet):
                    async with self.room:
                        await self.room.wait()
                self.state.send_data(stream, packet, end_stream=start + PACKET >= len(reply.body))
                passed += await self._passed()
            size, status = passed, reply.status
        except ProtocolError:
            pass  # the browser wants it no more
        finally:
            site.ends(path, size, status)


@functools.cache
def _certificate() -> trustme.LeafCert:
    return trustme.CA().issue_cert("127.0.0.1")


def _speaking_h2() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.set_alpn_protocols(["h2"])
    _certificate().configure_cert(context)
    return context


def trusting() -> str:
    """The switch with which Chromium takes this process's certificate for a good one, and so keeps what it fetches."""
    certificate = x509.load_pem_x509_certificate(_certificate().cert_chain_pems[0].bytes())
    key = certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    pin = base64.b64encode(hashlib.sha256(key).digest()).decode()
    return f"--ignore-certificate-errors-spki-list={pin}"


def main(argv: list[str]) -> int:
    """Serve until interrupted, for looking at a site by hand as a reader on a slow line sees it."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])  # type: ignore[union-attr]
    asked.add_argument("folder", type=Path)
    asked.add_argument("port", type=int, nargs="?", default=0)
    asked.add_argument("--protocol", choices=PROTOCOLS, default="http/1.1", help="h2: browsers warn of its certificate")
    options = asked.parse_args(argv)
    if not options.folder.is_dir():
        print(f"{options.folder} is not a folder; build the site first", file=sys.stderr)
        return 1
    with SlowSite(options.folder, port=options.port, protocol=options.protocol) as site:
        print(site.address, flush=True)
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            return 0
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
