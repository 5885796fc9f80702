"""The ends of review periods as a calendar (RFC 5545) that calendar programs can follow.

Only notices whose day of delivery to Congress is known have an end; for the others none is invented.
"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from icalendar import Calendar, Event

from macros.manual.feeds import EMPTY, TAG, address
from macros.manual.newsroom import Newsroom

FILE = "feeds/review-periods.ics"


def as_calendar(newsroom: Newsroom, site: str) -> str:
    """One whole-day event for each end, oldest first. ``site`` is the site's address."""
    calendar = Calendar()
    calendar.add("prodid", "-//Security Cooperation Reader//Review periods//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "Arms-sales notices: ends of review by Congress")
    for notice in reversed(newsroom.notices):
        buyer = newsroom.purchaser(notice)
        ends = notice.review_ends(buyer)
        if ends is None or notice.withdrawn:
            continue
        told = newsroom.published.get(("notice", notice.id))
        event = Event()
        event.add("uid", f"{TAG}review/{notice.id}")
        event.add("dtstamp", datetime.combine(told.updated if told else EMPTY, time(), UTC))
        event.add("dtstart", ends)
        event.add("dtend", ends + timedelta(days=1))  # the day after, as the format wants it
        event.add("summary", f"Review ends: {notice.purchaser}, {notice.item}")
        days, since = notice.review(buyer), notice.delivered
        said = f"{days} days (Table C5.T17.) from {since}, when Congress received the notice. Our count."
        event.add("description", said)
        event.add("url", site + address(notice))
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    text: bytes = calendar.to_ical()  # its lines end as the format has it
    return text.decode()
