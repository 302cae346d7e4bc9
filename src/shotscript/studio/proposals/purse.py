"""The money of a run: what was spent on proposals, over all its scenes and files, and what may still be."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass
class Purse:
    """`most` may be spent, None: what each model's own limit says; `spent` is what answers said they cost, or our
    estimate where they did not say."""

    most: Decimal | None = None
    spent: Decimal = Decimal(0)
    calls: int = 0

    def limit(self, own: Decimal) -> Decimal:
        return own if self.most is None else self.most

    def holds(self, usd: Decimal, own: Decimal) -> bool:
        return self.spent + usd <= self.limit(own)

    def pay(self, usd: Decimal) -> None:
        self.spent += usd
