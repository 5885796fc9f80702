"""The registers in ``docs/data/``: figures, the manual's structure, its known faults, directors, guide steps.

Each is a YAML file that an editor can read and change; each is checked in full against its model here, so that a
wrong entry is reported with its line before a page is made from it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Annotated, Any, Literal, TypeVar

import yaml
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from macros.manual import notation
from macros.manual.labels import Label
from macros.manual.problems import RULES, Problem


def _label(value: object) -> object:
    return Label.parse(value) if isinstance(value, str) else value


def _rule(name: str) -> str:
    if name not in RULES:
        raise ValueError(f"{name!r} is not a rule of the checks")
    return name


LabelField = Annotated[Label, BeforeValidator(_label)]
Words = Annotated[str, Field(min_length=1)]
Address = Annotated[str, Field(pattern=r"^https?://\S+$")]


class Entry(BaseModel):
    """One entry of a register. ``line`` is where it stands in its file; no key is allowed that the model lacks."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)
    line: int = Field(default=0, exclude=True)


class Reference(Entry):
    """Where a statement comes from."""

    title: Words
    publisher: Words
    url: Address | None = None
    day: str | None = Field(default=None, alias="date")
    supports: str = ""

    @model_validator(mode="before")
    @classmethod
    def _dates_as_text(cls, values: Any) -> Any:
        if isinstance(values, dict) and isinstance(values.get("date"), int | date):
            return {**values, "date": str(values["date"])}
        return values


class Fact(Entry):
    """A figure that drifts. ``value`` is printed as it stands; ``number`` and ``unit`` are for calculation.

    ``dated`` is printed in place of ``as_of`` where the source gives no day, such as "May 2020".
    """

    id: Words
    value: Words
    unit: Words
    number: float | None = None
    about: Words
    source: Words
    label: LabelField | None = None
    url: Address
    as_of: date
    dated: str = ""
    review_by: date

    @model_validator(mode="after")
    def _reviewed_after_read(self) -> Fact:
        if self.review_by <= self.as_of:
            raise ValueError("'review_by' must be later than 'as_of'")
        return self


class Section(Entry):
    """A section as the official manual lists it; ``verified`` when number and title were read in a source."""

    label: LabelField
    title: Words | None
    verified: bool


class Part(Entry):
    """A chapter or appendix as the official manual lists it, with the official page where it is known."""

    label: LabelField
    title: Words | None
    verified: bool
    official: Address | None = None
    note: str = ""
    sections: tuple[Section, ...] = ()


class Fault(Entry):
    """A fault of the official text that this edition keeps and says.

    ``label`` is the paragraph that shows it. A ``misnumbered`` one gives in ``stands_for`` the number in whose place
    it stands; a fault of a citation gives the ``target`` that it names,
    by its canonical name (``C5.4.15.3``, ``usc:10/2761``); a number ``used-twice`` and an odd
    ``wording`` need nothing more.
    """

    label: LabelField
    fault: Literal["misnumbered", "used-twice", "citation-to-nothing", "wrong-citation", "wording"]
    stands_for: LabelField | None = None
    target: Words | None = None
    note: Words

    @model_validator(mode="after")
    def _complete(self) -> Fault:
        wanted = {"misnumbered": "stands_for", "used-twice": "label", "wording": "label"}.get(self.fault, "target")
        if getattr(self, wanted) is None:
            raise ValueError(f"a {self.fault!r} fault needs {wanted!r}")
        return self


class Director(Entry):
    """A head of the agency, as far as a source bears it out."""

    name: Words
    rank: str | None = None
    since: str | None = Field(default=None, alias="from")
    until: str | None = Field(default=None, alias="to")
    acting: bool = False
    dates: Words
    source: Reference
    verified: Literal["yes", "years-only"]


class GuideStep(Entry):
    """A step of the customer guide. ``stage`` is its stage in the life cycle of a sale, 1 to 8."""

    slug: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    title: Words
    answers: Words
    mover: Literal["you", "us", "both"]
    stage: int = Field(ge=1, le=8)
    samm: tuple[LabelField, ...] = ()
    written: bool = False


class LoaNote(Entry):
    """A note of Appendix 6: its title, other words by which it is cited, and its official page."""

    title: Words
    cited_as: tuple[Words, ...] = ()
    official: Annotated[str, Field(pattern=r"^https://samm\.dsca\.mil/loanote/[\w-]+$")]

    @property
    def slug(self) -> str:
        """The name of its official page."""
        return self.official.rpartition("/")[2]


class Tombstone(Entry):
    """A number that was published and is gone; ``now`` is the number that took its place, if one did."""

    label: LabelField
    gone: date
    now: LabelField | None = None
    note: Words


class Redirect(Entry):
    """An address that was published and has moved; ``to`` is the Markdown file of the page that stands for it now."""

    old: Annotated[str, Field(pattern=r"^[\w./-]+/$")]
    to: Words


class Planted(Entry):
    """A defect that the tests plant in a small sound manual, and the rule that must catch it.

    ``change`` replaces files of that manual, ``before`` are labels that an earlier state of it published, and ``at``
    is where the finding must stand: ``file:line``, or the file alone.
    """

    defect: Words
    rule: Annotated[str, AfterValidator(_rule)]
    at: Words
    change: Mapping[str, str]
    before: tuple[LabelField, ...] = ()

    @property
    def excerpt(self) -> str:
        """The lines of the defect: two before and two after the finding, or all where it means a whole file."""
        path, _, line = self.at.partition(":")
        if path not in self.change or not line:
            return "\n".join(self.change.values()).strip("\n")
        lines = self.change[path].splitlines()
        return "\n".join(lines[max(int(line) - 3, 0) : int(line) + 2]).strip("\n")


class Thesaurus(Entry):
    """Words that readers type, and what the manual calls the same; each of ``typed`` finds all of ``means``."""

    typed: tuple[Words, ...] = Field(min_length=1)
    means: tuple[Words, ...] = Field(min_length=1)


class Stage(Entry):
    """A stage in the life of a sale. ``time`` may name figures in braces; ``step`` is the guide page it leads to."""

    stage: int = Field(ge=1, le=8)
    name: Words
    mover: Literal["you", "us", "both"]
    time: Words
    step: str | None = None


Model = TypeVar("Model", bound=Entry)


def entries(
    path: str, text: str, model: type[Model], *, top: str = "", key: str = ""
) -> tuple[list[Model], list[Problem]]:
    """The entries of a register and what is wrong with it.

    ``top`` names the key under which the list stands, if there is one; ``key`` the field that the names of a
    mapping become. Entries that cannot be read are left out and reported.
    """
    try:
        node, data = notation.nodes(text), notation.values(text)
    except notation.NotationError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        return [], [Problem(path, line, "register", f"The file is not YAML: {error.problem}", "Correct the line.")]
    if top and isinstance(data, Mapping):
        node, data = _below(node, top), data.get(top)
    good: list[Model] = []
    problems: list[Problem] = []
    for line, values in _rows(node, data, key):
        try:
            good.append(
                model.model_validate({**values, "line": line})
                if isinstance(values, Mapping)
                else model.model_validate(values)
            )
        except ValidationError as error:
            problems += [_wrong(path, line, values, detail) for detail in error.errors()]
    if data is None or not isinstance(data, (Mapping if key else Sequence)):
        problems.append(Problem(path, 1, "register", f"The file holds no {'mapping' if key else 'list'} of entries"))
    return good, problems


def _below(node: yaml.Node | None, top: str) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode):
        return next((value for name, value in node.value if name.value == top), None)
    return None


def _rows(node: yaml.Node | None, data: object, key: str) -> Iterator[tuple[int, Any]]:
    if key and isinstance(node, yaml.MappingNode) and isinstance(data, Mapping):
        for (name, _), (entry, values) in zip(node.value, data.items(), strict=False):
            yield name.start_mark.line + 1, {key: entry, **values} if isinstance(values, Mapping) else values
    elif not key and isinstance(node, yaml.SequenceNode) and isinstance(data, Sequence):
        for item, values in zip(node.value, data, strict=True):
            yield item.start_mark.line + 1, values


def _wrong(path: str, line: int, values: object, detail: Any) -> Problem:
    field = ".".join(str(part) for part in detail["loc"]) or "entry"
    name = (
        next((str(values[k]) for k in ("id", "label", "slug", "name") if k in values), "")
        if isinstance(values, Mapping)
        else ""
    )
    said = detail["msg"].removeprefix("Value error, ")
    return Problem(path, line, "register", f"{name + ': ' if name else ''}{field}: {said[0].lower()}{said[1:]}")
