import http.server
import threading

import pytest

from scripts import check_links

PAGES = {
    "index.md": "# Home\n\n[a](https://a.example/x#part) and [again](https://a.example/x)\n",
    "guide/letter.md": "# Letter\n\n[b](https://b.example/)[^1]\n\n[^1]: Source, <https://c.example/notes>\n",
}


def ledger(folder):
    return (folder / "data/external_links.csv").read_text().splitlines()


def test_listing_needs_no_network_and_keeps_what_is_known(docs):
    known = "address,state,checked,page\nhttps://a.example/x,ok,2026-01-01,old.md\nhttps://gone.example/,ok,2026-01-01,old.md\n"
    folder = docs({**PAGES, "data/external_links.csv": known})

    assert check_links.main(["--docs", str(folder), "--list"], ask=None) == 0

    assert ledger(folder) == [
        "address,state,checked,page",
        "https://a.example/x,ok,2026-01-01,index.md",
        "https://b.example/,unchecked,,guide/letter.md",
        "https://c.example/notes,unchecked,,guide/letter.md",
    ]


def test_listing_twice_changes_nothing(docs):
    folder = docs(PAGES)
    check_links.main(["--docs", str(folder), "--list"])
    first = ledger(folder)

    check_links.main(["--docs", str(folder), "--list"])

    assert ledger(folder) == first


def test_dead_and_blocked_are_told_apart_and_never_fail(docs, capsys):
    folder = docs(PAGES)
    answers = {"https://a.example/x": "dead", "https://b.example/": "blocked", "https://c.example/notes": "ok"}

    assert check_links.main(["--docs", str(folder), "--today", "2026-11-22"], ask=answers.__getitem__) == 0

    said = capsys.readouterr().out
    assert "index.md: https://a.example/x is dead" in said
    assert "guide/letter.md: https://b.example/ is blocked" in said
    assert "3 addresses: 1 blocked, 1 dead, 1 ok" in said
    assert "https://a.example/x,dead,2026-11-22,index.md" in ledger(folder)


@pytest.fixture
def site():
    class Answers(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            code = int(self.path.strip("/"))
            self.send_response(code)
            if code == 302:
                self.send_header("Location", "/200")
            self.end_headers()

        def log_message(self, *_):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.mark.parametrize(
    ("code", "state"),
    [
        (200, "ok"),
        (302, "moved"),
        (404, "dead"),
        (410, "dead"),
        (403, "blocked"),
        (429, "blocked"),
        (500, "unreachable"),
    ],
)
def test_state_of_an_answer(site, code, state, monkeypatch):
    monkeypatch.setenv("no_proxy", "127.0.0.1")

    assert check_links.state(f"{site}/{code}") == state


def test_a_host_that_does_not_exist_is_dead():
    import socket
    import urllib.error
    from unittest import mock

    failure = urllib.error.URLError(socket.gaierror("no such host"))
    with mock.patch("urllib.request.urlopen", side_effect=failure):
        assert check_links.state("https://nowhere.example/") == "dead"
