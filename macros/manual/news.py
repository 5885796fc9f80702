"""News records: arms-sales notices and press stories. A record is its page's front matter; its text is the page."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from macros.manual.problems import Problem
from macros.manual.registers import Address, Reference, Words
from macros.manual.source import Source


class Record(BaseModel):
    """What every news record says. Front matter that is for the page alone (``template``) may stand beside it."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    description: Words
    released: date | None
    sources: tuple[Reference, ...] = Field(min_length=1)
    template: str | None = None
    title: str | None = None
    hide: tuple[str, ...] = ()


class Notice(Record):
    """An arms-sales notice under AECA 36(b). It tells Congress of a possible sale; it is not a sale.

    ``value`` is in US dollars, the highest that was estimated; ``value_printed`` is how the notice prints it.
    ``delivered`` is the day Congress received it, ``released`` the day the public text appeared.
    """

    kind: Literal["notice"]
    transmittal: Annotated[str, Field(pattern=r"^\d[\dA-Z]-[\dA-Z]{2,3}$")]
    purchaser: Words
    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
    item: Words
    value: int = Field(gt=0)
    value_printed: Words
    delivered: date | None = None
    statute: Words
    contractors: tuple[str, ...] = ()
    review_days: Literal[15, 30]
    review_basis: Words


class Story(Record):
    """Somebody else's press item. ``listed`` says when the agency's page carried it, if its own day is unknown."""

    kind: Literal["story"]
    item: Words
    publisher: Words
    author: str | None = None
    url: Address | None = None
    listed: str | None = None


RECORD: TypeAdapter[Notice | Story] = TypeAdapter(Annotated[Notice | Story, Field(discriminator="kind")])


def is_record(source: Source) -> bool:
    """Whether the page is a news record rather than an index of them."""
    return source.path.startswith("news/") and not source.path.endswith("index.md")


def record(source: Source) -> tuple[Notice | Story | None, list[Problem]]:
    """The record in a page's front matter, or what is wrong with it."""
    try:
        return RECORD.validate_python(dict(source.meta)), []
    except ValidationError as error:
        return None, [_wrong(source, detail) for detail in error.errors()]


def _wrong(source: Source, detail: Any) -> Problem:
    field = ".".join(str(part) for part in detail["loc"][1:]) or "kind"
    return Problem(source.path, 1, "front-matter", f"{field}: {detail['msg'][0].lower()}{detail['msg'][1:]}")
