"""A number that may be shown, and a row of them: what every finding and figure is made of."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Cell:
    """Hold a number that may be shown with its words, or the words that say why it is not.

    value: the number at full precision, or None where it is hidden or undefined
    text:  the number as every output writes it, or one of the four reasons

    >>> Cell(0.748, "74.8%").shown
    True
    """

    value: float | None
    text: str

    @property
    def shown(self) -> bool:
        """Say whether there is a number to draw."""
        return self.value is not None


@dataclass(frozen=True)
class Row:
    """Say how one group fares, or everybody together.

    label:       the group's name
    judged:      whether it is a group of people whose gap was judged (those who did not say,
                 and everybody together, are not)
    grade:       A, B, C, N, I, S, or "" when not judged
    verdict:     the grade in words, or "" when not judged
    rate, low, high: proportion and its 95 % interval, as fractions; texts such as "74.8%"
    interval:    the interval in words: "73.9 to 75.7"
    numerator, denominator: whole numbers
    gap, gap_interval: difference to everybody else in points, and its interval
    ratio:       rate over the rate of everybody else
    sentence:    one sentence that says it all
    price:       what it would take to know more, or ""
    trace:       id that `commonweal trace` explains

    >>> rate = Cell(0.6, "60.0%")
    >>> hidden = Cell(None, "not shown (1 to 10)")
    >>> row = Row("Asian", True, "I", "Too little data to say", rate, rate, rate, "", hidden,
    ...           hidden, hidden, "", hidden, "", "", "cw-0")
    >>> row.numerator.shown
    False
    """

    label: str
    judged: bool
    grade: str
    verdict: str
    rate: Cell
    low: Cell
    high: Cell
    interval: str
    numerator: Cell
    denominator: Cell
    gap: Cell
    gap_interval: str
    ratio: Cell
    sentence: str
    price: str
    trace: str
