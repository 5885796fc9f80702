"""The files that the search fetches: the index cut into small shards, so that a question costs what it needs.

Every file is a line of JavaScript, ``searchPart("t12",…)``, of which a worker reads the JSON, and which a page opened
from a disk, where nothing can be fetched, loads as a script.

======== =========================================================================================================
``head``  what every question needs, in six files that come side by side: the small things in ``head``, the first terms
          of the shards in ``h0``, field lengths in ``h1`` to ``h3``, acronyms and thesaurus in ``h4``
``tN``    a range of sorted terms: ``{term: [number, postings of text, of context, of title]}``, empty ends left out
``lN``    the names and opening words of ``CHUNK`` documents, with their pages
``n…``    the numbers of one chapter or appendix, with titles: a number that is typed is answered from this alone
``v…``    the distinct words that begin with one letter, for typing errors
======== =========================================================================================================

Numbers are packed into printable characters (``packed``), which compress better than digits and are read in one loop.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from macros.manual.documents import Document, documents, shelves
from macros.manual.edition import Edition
from macros.manual.postings import FIELDS, Posting, Postings, postings
from macros.manual.registers import Thesaurus
from macros.manual.words import Terms

SHARD = 2048  # bytes before compression: a question needs four to eight shards, mostly for one term of each
CHUNK = 4  # documents: ten hits seldom share one, so larger ones mostly carry what nobody asked for
LEAD = 400  # characters of text to show from: most paragraphs whole
# Printable ASCII without the two characters that JSON writes as two.
ALPHABET = "".join(chr(code) for code in range(0x20, 0x7F) if chr(code) not in '"\\')
VERSION = "@"  # stands for the name of the folder until it is known
BASE = 46  # half of the alphabet: the other half says that more of the number follows


@dataclass(frozen=True, slots=True)
class Synonyms:
    """What readers type and the manual says otherwise: both ways for acronyms, one way for the thesaurus.

    Each phrase is the terms that the index has for its words, with blanks between.
    """

    acronyms: Mapping[str, Sequence[str]]
    thesaurus: Sequence[tuple[str, Sequence[str]]]

    @classmethod
    def of(cls, acronyms: Mapping[str, Sequence[str]], thesaurus: Iterable[Thesaurus]) -> Synonyms:
        """Those of the registers: an acronym's expansions, and each plain word with all that it may mean."""
        term = Terms()

        def phrase(text: str) -> str:
            return " ".join(term.of(text))

        meant: dict[str, list[str]] = defaultdict(list)
        for acronym, meanings in acronyms.items():
            meant[phrase(acronym)] += map(phrase, meanings)
        plain = [
            (phrase(typed), [phrase(word) for word in entry.means]) for entry in thesaurus for typed in entry.typed
        ]
        return cls(meant, plain)


def published(edition: Edition, address: Callable[[str], str]) -> dict[str, str]:
    """The text of each file of the search over an edition, by its path below ``search/``.

    ``address`` gives a page's address on the site by its path, '' where the site has no such page.
    """
    found = [document for document in documents(edition) if address(document.path)]
    titles = {document.path: document.title for document in found if not document.anchor}  # pages made of records
    titles |= {path: source.title for path, source in edition.sources.items()}
    return files(found, Synonyms.of(edition.expansions, edition.thesaurus), address, titles)


def files(
    found: Sequence[Document], synonyms: Synonyms, address: Callable[[str], str], titles: Mapping[str, str]
) -> dict[str, str]:
    """The text of each file by its path below ``search/``.

    ``address`` gives a page's address on the site, ``titles`` its title, by path. All but the head are in a folder
    named after their content, and each file of the head says that name, so that a reader's old copies and a newly
    published site are never mixed.
    """
    index = postings(found)
    texts = dict(_texts(found, index, address, titles))
    heads = [_file(name, head) for name, head in _head(found, index, synonyms, texts).items()]
    version = hashlib.sha256("".join([*texts.values(), *(text for _, text in heads)]).encode()).hexdigest()[:10]
    said = {f"{name}.js": text.replace(VERSION, version, 1) for name, text in heads}
    return said | {f"{version}/{name}.js": text for name, text in texts.items()}


def _texts(
    found: Sequence[Document], index: Postings, address: Callable[[str], str], titles: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    for number, terms in enumerate(_ranges(index.terms)):
        yield _file(f"t{number}", {term: _row(index.terms[term]) for term in terms})
    for number in range(0, len(found), CHUNK):
        yield _file(f"l{number // CHUNK}", _leads(found[number : number + CHUNK], address, titles))
    for part, pages in _numbers(found, address).items():
        yield _file(f"n{part}", pages)
    for letter, written in _vocabulary(index.written).items():
        yield _file(f"v{letter}", written)


def _head(found: Sequence[Document], index: Postings, synonyms: Synonyms, names: Iterable[str]) -> dict[str, Any]:
    """The files of the head, by name. A browser that fetches six at once has six connections open for the question."""
    kinds = {kind: [name[1:] for name in names if name[0] == kind] for kind in "nv"}
    small = {
        "fields": [list(field) for field in FIELDS],
        "chunk": CHUNK,
        "facets": [[name, count] for name, count in shelves(found).items()],
        "parts": " ".join(kinds["n"]),
        "letters": "".join(kinds["v"]),
    }
    said = {
        "acronyms": {name: list(meanings) for name, meanings in synonyms.acronyms.items()},
        "thesaurus": [[typed, *meant] for typed, meant in synonyms.thesaurus],
    }
    lengths = [{f"length{n}": packed(lengths)} for n, lengths in enumerate(index.lengths)]
    files: list[dict[str, Any]] = [{"shards": [terms[0] for terms in _ranges(index.terms)]}, *lengths, said]
    heads = {"head": small, **{f"h{n}": file for n, file in enumerate(files)}}
    return {name: {"version": VERSION, **file} for name, file in heads.items()}


def packed(numbers: Iterable[int]) -> str:
    """Numbers from 0 as characters, the lowest digit first; ``unpacked`` in engine.js reads them."""
    out = []
    for number in numbers:
        while number >= BASE:
            out.append(ALPHABET[BASE + number % BASE])
            number //= BASE
        out.append(ALPHABET[number])
    return "".join(out)


def _file(name: str, value: Any) -> tuple[str, str]:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    # a line separator ends a line in old JavaScript
    return name, f'searchPart("{name}",{text})\n'.replace("\u2028", " ").replace("\u2029", " ")


def _row(posting: Posting) -> list[Any]:
    """The term's number and its postings, text first, since most terms stand in texts alone."""
    row = [_gaps(counts) for counts in reversed(posting.fields)]
    while row and not row[-1]:
        row.pop()
    return [posting.number, *row]


def _gaps(counts: Mapping[int, int]) -> str:
    """Each document as its distance from the one before, doubled; odd if a frequency above one follows."""
    numbers: list[int] = []
    last = 0
    for document, often in counts.items():
        numbers += [(document - last) * 2] if often == 1 else [(document - last) * 2 + 1, often]
        last = document
    return packed(numbers)


def _ranges(terms: Mapping[str, Posting]) -> Iterator[list[str]]:
    """The sorted terms cut where a shard is full. Sorted as JavaScript compares: by UTF-16, equal for these terms."""
    shard: list[str] = []
    size = 0
    for term in sorted(terms):
        cost = len(term) + 10 + sum(2 * len(counts) + 3 for counts in terms[term].fields if counts)
        if shard and size + cost > SHARD:
            yield shard
            shard, size = [], 0
        shard.append(term)
        size += cost
    if shard:
        yield shard


def _leads(found: Sequence[Document], address: Callable[[str], str], titles: Mapping[str, str]) -> list[Any]:
    pages = list(dict.fromkeys(document.path for document in found))
    return [
        [[address(path), titles[path]] for path in pages],
        [[pages.index(d.path), d.anchor, d.name, shortened(d.text)] for d in found],
    ]


def shortened(text: str) -> str:
    """The first words of a text, as many as are kept to be shown."""
    return text if len(text) <= LEAD else text[:LEAD].rsplit(" ", 1)[0]


def _numbers(found: Sequence[Document], address: Callable[[str], str]) -> dict[str, Any]:
    """For each part of the manual its pages, each with its first document's number and its ids with their titles."""
    parts: dict[str, dict[str, tuple[int, dict[str, str]]]] = defaultdict(dict)
    for number, document in enumerate(found):
        if document.label:
            pages = parts[str(document.label.part)]
            _, names = pages.setdefault(address(document.path), (number, {}))
            names[document.anchor or document.label.anchor] = document.title
    return dict(parts)


def _vocabulary(written: Mapping[str, int]) -> dict[str, str]:
    """By first letter its words of four letters and more, each as what it shares with the one before, its rest, and how
    common it is (the logarithm, one digit).
    """
    letters: dict[str, list[str]] = defaultdict(list)
    last = ""
    for word in sorted(word for word in written if len(word) >= 4 and word.isascii() and word.isalpha()):
        same = next((n for n, (a, b) in enumerate(zip(word, last, strict=False)) if a != b), min(len(word), len(last)))
        same = min(same, 35) if word[0] == last[:1] else 0
        letters[word[0]].append(f"{_DIGITS[same]}{word[same:]}{min(written[word].bit_length() - 1, 9)}")
        last = word
    return {letter: " ".join(words) for letter, words in letters.items()}


_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
assert len(ALPHABET) >= 2 * BASE  # both halves
