"""The text of the pages that are made of records: Markdown in which nothing that a record says is markup.

A page says what is known, from where, and what is not known. What stands in a box on the page (amounts, days, sources)
the templates print from the record; here is the running text, which search finds too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

import yaml

from macros.manual.memos import Memo
from macros.manual.news import NewsItem
from macros.manual.newsroom import Newsroom
from macros.manual.notices import Notice
from macros.manual.records import Removed, dollars
from macros.manual.shelves import NAMES, Shelf

SPECIAL = re.compile(r"[\\`*_{}\[\]()#+.!|~<>&\"'$:/@^=-]")
NOT_A_SALE = (
    "A notice tells Congress what may be offered; it is not a sale and not a contract. The amount is an estimate, as a"
    " rule the highest (Section C5.5.5.1.3.); the case may become smaller, or never be signed."
)


def pages(newsroom: Newsroom) -> dict[str, str]:
    """The text of every page that is made of records, by its path below docs."""
    written = {record.path for _, record in newsroom.records if record.file == record.path}
    made = {notice.path: notice_page(newsroom, notice) for notice in newsroom.notices if notice.path not in written}
    made |= {memo.path: memo_page(memo) for memo in newsroom.memos}
    made |= {item.path: item_page(item) for item in newsroom.items if item.path not in written}
    made |= {removed_path(removed): removed_page(removed) for removed in newsroom.removed}
    return made


def plain(text: str) -> str:
    """Words as Markdown that means nothing but themselves."""
    return SPECIAL.sub(lambda match: f"&#{ord(match[0])};", " ".join(text.split()))


def notice_page(newsroom: Newsroom, notice: Notice) -> str:
    """The page of a notice that has no text of its own."""
    value = f", at an estimated cost of {notice.value}" if notice.value else ""
    lead = f"{_told(notice)} a possible sale to {notice.purchaser} of {notice.item}{value}."
    parts = [plain(lead)]
    if notice.description:
        parts.append(plain(f"In short: {notice.description}"))
    if notice.likely:
        parts.append(plain(f"The notice itself expects less: likely {dollars(notice.likely)}."))
    if notice.note:
        parts.append(plain(notice.note))
    parts += ["## What it means", NOT_A_SALE, _review(newsroom, notice)]
    return _page("notice", f"{notice.purchaser}: {notice.item}", lead, parts, tab=notice.transmittal or "")


def memo_page(memo: Memo) -> str:
    """The page of a memo: what it changes, paragraph by paragraph."""
    lead = f"Policy memo {memo.number}" + (f" of {_day(memo.day)}" if memo.day else "")
    if memo.paragraphs:
        count = len(memo.paragraphs)
        changes = f"It changes {'one place' if count == 1 else f'{count} places'} of the manual:"
        parts = [changes, "\n".join(f"- {label.titled}" for label in memo.paragraphs)]
    elif memo.paragraphs_printed:
        parts = [plain(f"It changes {memo.paragraphs_printed}, a number of an older layout of the manual.")]
    else:
        parts = ["Which paragraphs of the manual it changes, if any, was not seen."]
    if memo.note:
        parts.append(plain(memo.note))
    return _page("memo", f"Memo {memo.number}: {memo.name}", f"{lead}: {memo.name}.", parts)


def item_page(item: NewsItem) -> str:
    """The page of an item of news."""
    parts = [plain(item.description)]
    if item.note:
        parts.append(plain(item.note))
    return _page("news", item.item, item.description, parts)


def removed_page(removed: Removed) -> str:
    """What stands at the address of a record that was removed."""
    parts = [plain(f"It was removed on {_day(removed.gone)}: {removed.note}")]
    if removed.now:
        parts.append(f"[{plain(removed.now)} stands for it now]({removed.now}.md)")
    return _page("removed", f"{NAMES[removed.kind]}: {removed.id} was removed", removed.note, parts)


def removed_path(removed: Removed) -> str:
    """The file of the page of a removed record."""
    folder = {"notice": "news/sales", "memo": "memos", "news": "news/press"}[removed.kind]
    return f"{folder}/{removed.id}.md"


def shelf_page(shelf: Shelf) -> str:
    """The page of a list; what is on it a macro prints, which is given only names that we made."""
    meta = {"title": shelf.title, "render_macros": True, "hide": ["navigation", "toc"], "search": {"exclude": True}}
    if shelf.feed:
        meta["feed"] = shelf.feed
    front = yaml.safe_dump(meta, sort_keys=False, allow_unicode=True, width=10**6)
    return f'---\n{front}---\n\n# {plain(shelf.title)}\n\n{{{{ news_shelf("{shelf.path}") }}}}\n'


def _page(kind: str, title: str, description: str, parts: Sequence[str], tab: str = "") -> str:
    """``tab`` stands after the title where it has no heading below it: in the browser's tab and in search."""
    meta = {
        "kind": kind,
        "title": f"{title} ({tab})" if tab else title,
        "description": description,
        "hide": ["navigation", "toc"],
    }
    front = yaml.safe_dump(meta, sort_keys=False, allow_unicode=True, width=10**6)
    return f"---\n{front}---\n\n# {plain(title)}\n\n" + "\n\n".join(parts) + "\n"


def _told(notice: Notice) -> str:
    name = f"Transmittal {notice.transmittal}" if notice.transmittal else "A notice without a number that we know"
    day = _day(notice.day) if notice.day else ""
    match notice.basis:
        case "released":
            return f"{name} tells Congress, in a release of {day}, of"
        case "delivered":
            return f"{name} told Congress on {day} of"
        case "noticed":
            return f"{name} of {day} tells Congress of"
        case "":
            return f"{name} tells Congress, on a day that is not known to us, of"
    return f"{name} tells Congress, as a text of {day} has it, of"


def _review(newsroom: Newsroom, notice: Notice) -> str:
    buyer = newsroom.purchaser(notice)
    if notice.emergency:
        return "The notice declares an emergency: the formal review is waived (Section C5.5.6.4.5.)."
    if notice.upgrade:
        return (
            "It reports on an earlier notice, so its amount is not a second sale. What such a report means for an offer"
            " is in Section C5.5.6.4.1."
        )
    text = f"Congress has {notice.review(buyer)} days of formal review (Table C5.T17.). "
    ends = notice.review_ends(buyer)
    if ends and notice.delivered:
        return text + f"Counted from {_day(notice.delivered)}, they end on {_day(ends)}; this is our count."
    return text + "They begin when Congress receives the notice; that day is not known to us, so we give no end."


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
