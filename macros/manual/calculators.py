"""The calculators of the customer guide: the figures and citations that each needs, and the groups of purchasers.

The rules themselves run in the reader's browser (``docs/assets/js/calculators.js``); this is what the build hands them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from macros.manual.labels import Label
from macros.manual.purchasers import Purchaser


@dataclass(frozen=True, slots=True)
class Calculator:
    """One calculator. ``figures`` are names of ``docs/data/facts.yml``; ``memos`` are numbers such as ``18-27``."""

    name: str
    title: str
    figures: tuple[str, ...]
    cites: tuple[Label, ...]
    memos: tuple[str, ...] = ()


class Group(NamedTuple):
    """Purchasers for whom one row of Tables C5.T13., C5.T16. and C5.T17. holds; ``rest`` names those not listed."""

    key: str
    title: str
    names: tuple[str, ...]
    rest: str = ""


def groups(purchasers: Iterable[Purchaser]) -> tuple[Group, ...]:
    """The purchasers by what the tables say of them, each by its name.

    An organization of NATO has the thresholds and the informal review of others, but the short formal review.
    """
    all_of_them = tuple(purchasers)

    def names(key: str, member: bool = False) -> tuple[str, ...]:
        return tuple(p.name for p in all_of_them if group(p) == key and (p.nato is not None) is member)

    return (
        Group("nato-plus-5", "NATO countries", names("nato-plus-5", member=True), "Another NATO country"),
        Group("nato-plus-5", "The five other countries of the tables", names("nato-plus-5")),
        Group("nato-organization", "NATO organizations", names("nato-organization"), "Another NATO organization"),
        Group("other", "All others", names("other"), "Another country or international organization"),
    )


def group(purchaser: Purchaser) -> str:
    """The key of the purchaser's row; an organization, which has no code, has the short review only if it is NATO's."""
    if not (purchaser.fifteen or purchaser.nato):
        return "other"
    return "nato-plus-5" if purchaser.code else "nato-organization"


def _calculator(name: str, title: str, figures: str, cites: str, memos: str = "") -> Calculator:
    return Calculator(name, title, tuple(figures.split()), tuple(map(Label.parse, cites.split())), tuple(memos.split()))


CALCULATORS = {
    each.name: each
    for each in (
        _calculator(
            "review-period",
            "Does my sale need notice to Congress, and how long are the reviews?",
            "notice-threshold-mde-nato-plus-5 notice-threshold-mde-other "
            "notice-threshold-total-nato-plus-5 notice-threshold-total-other "
            "notice-threshold-construction-nato-plus-5 notice-threshold-construction-other "
            "tiered-review-nato-plus-5 tiered-review-other tiered-review-sensitive "
            "formal-review-nato-plus-5 formal-review-other",
            "C5.5.3.1 C5.5.3.2 C5.5.6.3 C5.5.6.4.2 C5.5.6.4.5 C5.T13 C5.T16 C5.T17",
        ),
        _calculator(
            "offer-date",
            "When is the goal for my answer?",
            "offer-goal-blanket-order offer-goal-defined-order offer-goal-complex-order offer-goal-partner-capacity "
            "offer-goal-share p-and-a-answer lor-actionable-follow-up",
            "C5.1.7.2.2 C5.1.7.3 C5.3.2 C5.4.2.2.1 C5.T6",
        ),
        _calculator(
            "discrepancy",
            "Until when can I report a discrepancy?",
            "discrepancy-articles discrepancy-services discrepancy-non-receipt discrepancy-sensitive-report "
            "discrepancy-sensitive-return discrepancy-return discrepancy-minimum",
            "C6.4.10.1 C6.4.10.1.1 C6.4.10.2",
        ),
        _calculator(
            "surcharge",
            "How much is the administrative surcharge?",
            "administrative-surcharge-rate administrative-surcharge-start contract-administration-rate "
            "contract-administration-start initial-deposit-surcharge-share initial-deposit-small-surcharge",
            "C5.T3B C9.6.1 C9.6.2 C9.9.1.5.2.8 C9.T17",
            "18-27 19-23 19-43",
        ),
    )
}
