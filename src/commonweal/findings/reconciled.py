"""Say how a submitted figure and the rows it was made from agree, in whole sentences.

What is counted here is shown as `disclosure` lets it be: numbers of 1 to 10 people never are. Exact
numbers stand with the rows themselves, in the file that the engineer asks for.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from commonweal.disclosure import Hidden, Policy, ReleasedRow, release
from commonweal.disclosure.released import Number
from commonweal.engine.explained import Part, Tally
from commonweal.engine.reconciling import Compared
from commonweal.findings import reconciled_words as words
from commonweal.findings import words as shared
from commonweal.findings.as_written import Written, read, scale_of
from commonweal.findings.finding import Reconciled
from commonweal.findings.numbers import few, joined
from commonweal.kinds import Counts, Period

FIGURES = ("denominator", "numerator", "exclusions")
_SIGN = "%"


def reconciled(compared: Sequence[Compared], policy: Policy) -> tuple[Reconciled, ...]:
    """Say how each submitted figure stands to its rows.

    compared: from `engine.reconciling.compare`
    policy:   how few people may be shown
    Gives one a figure, in their order.

    >>> from commonweal.engine.submitted import Submitted
    >>> asked = Compared(Submitted("CMS165", population="Medicaid"), None, None,
    ...                  why_not="population")
    >>> reconciled([asked], Policy())[0].sentence
    'Not compared: the rows do not say who belongs to Medicaid.'
    """
    return tuple(_Told(one, policy).whole() for one in compared)


class _Told:
    """Word one comparison."""

    def __init__(self, compared: Compared, policy: Policy) -> None:
        self.compared = compared
        self.figure = compared.figure
        self.policy, self.threshold = policy, policy.threshold
        self.measured = compared.measure is not None and compared.measure.event is None
        self.ours = _released(compared.ours, compared.persons, policy, self.measured)
        size, met = self.figure.denominator, self.figure.numerator
        if self.measured:
            met = size
        theirs = (size or 0, min(met or 0, size or 0), self.figure.exclusions or 0)
        persons = (theirs[0], theirs[1], theirs[0] - theirs[1], theirs[2])
        self.theirs = _released(theirs, persons, policy, self.measured)

    def whole(self) -> Reconciled:
        compared = self.compared
        key = compared.measure.key if compared.measure else ""
        if compared.why_not:
            part, choice = self.figure.population, ", ".join(compared.choice)
            said = words.WHY_NOT[compared.why_not].format(part=part, choice=choice)
            return Reconciled(key, self._title(), "unknown", said)
        rate, counts = self._rate_agrees(), not any(compared.difference)
        known = rate is not None or any(one is not None for one in compared.difference)
        same = "unknown" if not known else "yes" if rate is not False and counts else "no"
        return Reconciled(
            key, self._title(), same, self._sentence(rate, counts=counts), self._lines(counts)
        )

    def _title(self) -> str:
        figure, measure = self.figure, self.compared.measure
        name = f"{figure.measure_id} {figure.measure_version}".strip()
        period = figure.period or self.compared.period
        parts = {
            "title": measure.title if measure else figure.measure_id,
            "name": name,
            "period": period.label if period else words.NO_PERIOD,
            "part": figure.site or figure.population,
        }
        return (words.TITLE_PART if parts["part"] else words.TITLE).format(**parts)

    def _exact(self) -> Fraction | None:
        """Give the figure of the rows in the unit of the submitted one."""
        if self.measured:
            return self.compared.mean
        size, met, _ = self.compared.ours
        return Fraction(met * scale_of(self.figure.unit), size) if size else None

    def _written(self) -> Written | None:
        """Give the rate as submitted; where only counts were, as a percent with one decimal."""
        figure = self.figure
        sign = _SIGN if not self.measured and scale_of(figure.unit) == 100 else ""
        if figure.rate:
            return read(figure.rate, sign)
        if self.measured or not figure.denominator or figure.numerator is None:
            return None
        exact = Fraction(figure.numerator * 100, figure.denominator)
        return read(Written(0, 1).like(exact), sign)

    def _rate_agrees(self) -> bool | None:
        exact, written = self._exact(), read(self.figure.rate) if self.figure.rate else None
        return None if exact is None or written is None else written.holds(exact)

    def _sentence(self, rate: bool | None, *, counts: bool) -> str:
        written, exact = self._written(), self._exact()
        if self.figure.rate and written is None:
            return words.UNREADABLE
        if written is None or exact is None:
            if exact is None and written is not None and not isinstance(self.theirs.rate, Hidden):
                return words.NOBODY.format(theirs=written.like(written.value))
            return words.SAME_COUNTS if counts else words.OTHER_COUNTS
        hidden = next((one.rate for one in self._sides() if isinstance(one.rate, Hidden)), None)
        agrees = counts if rate is None else rate
        if hidden is not None:
            said = words.SAME_HIDDEN if agrees and counts else words.OTHER_HIDDEN
            return said.format(reason=hidden)
        if agrees:
            said = words.SAME if counts else words.SAME_BUT
            return said.format(rate=written.like(exact))
        return words.OTHER.format(ours=written.like(exact), theirs=written.like(written.value))

    def _sides(self) -> tuple[ReleasedRow, ...]:
        """Give the sides whose counts are known: both must be shown for a rate to be."""
        known = self.figure.denominator is not None and (
            self.measured or self.figure.numerator is not None
        )
        return (self.ours, self.theirs) if known else (self.ours,)

    def _lines(self, counts: bool) -> tuple[str, ...]:
        lines: list[str] = []
        if counts:
            return (*lines, *self._beside())
        difference = self.compared.difference
        ours, theirs = _shown(self.ours, self.measured), _shown(self.theirs, self.measured)
        for place, name in enumerate(FIGURES):
            if difference[place] is not None and not (self.measured and name == "numerator"):
                lines.append(words.COUNTS[name].format(theirs=theirs[place], ours=ours[place]))
        lines.append(words.PARTS)
        return (*lines, *self._parts(), words.ADD_UP, *self._beside())

    def _parts(self) -> list[str]:
        """Tell each part. Where just one is of few people, a second one keeps it company.

        The parts add up to a difference that is shown, so a single number kept back could be had
        by taking the others away from it.
        """
        used = [part for part in self.compared.explained.parts if part.used]
        rest = self._changes(self.compared.explained.rest)
        few = [part for part in used if part.lot.people < self.threshold]
        others = [part for part in used if part.lot.people >= self.threshold]
        beside = min(others, key=lambda part: part.lot.people, default=None)
        guard = beside if len(few) == 1 else None
        lines = [self._part(part, guarded=part is guard) for part in used]
        if rest:
            alone = len(few) == 1 and guard is None
            lines.append(words.REST_GUARD if alone else words.REST.format(changes=rest))
        return lines

    def _part(self, part: Part, *, guarded: bool) -> str:
        reason, rows = words.REASONS[part.lot.reason], self._rows(part)
        if guarded:
            return words.PART_GUARD.format(reason=reason)
        if part.lot.people < self.threshold:
            return words.PART_FEW.format(reason=reason, rows=rows)
        return words.PART.format(reason=reason, rows=rows, changes=self._changes(part.taken))

    def _changes(self, taken: Tally) -> str:
        """Say by how much figures change: what the rest of a small one would tell is kept back."""
        size, met, out = map(abs, taken)
        inside = size >= met and not self.measured
        tally = (size, met, out) if inside else (size, size, out)
        row = _released(tally, (*tally[:2], tally[0] - tally[1], out), self.policy, not inside)
        shown = (row.denominator, row.numerator, row.steps[0])
        changes = [
            self._change(name, taken[place], shown[place])
            for place, name in enumerate(FIGURES)
            if taken[place] and self.compared.difference[place] is not None
        ]
        return joined(changes, shared.NAMED_IN_A_ROW)

    def _change(self, name: str, by: int, shown: Number) -> str:
        if isinstance(shown, Hidden) and abs(by) >= self.threshold:
            return words.CHANGE_HIDDEN.format(figure=words.NAMES[name])
        sign = "-" if by < 0 else "+"
        number = few(abs(by), self.threshold)
        return words.CHANGE.format(figure=words.NAMES[name], by=f"{sign}{number}")

    def _beside(self) -> tuple[str, ...]:
        """Name the rows that are not counted and that the difference does not need."""
        lots = [
            words.LOT.format(reason=words.REASONS[part.lot.reason], rows=self._rows(part))
            for part in self.compared.explained.parts
            if not part.used and part.lot.reason != "excluded_met"
        ]
        none = (words.NO_COUNTS,) if self._no_counts() else ()
        return none + ((words.BESIDE.format(lots=joined(lots, shared.LISTED)),) if lots else ())

    def _no_counts(self) -> bool:
        unknown = all(one is None for one in self.compared.difference)
        return unknown and self._rate_agrees() is False

    def _rows(self, part: Part) -> str:
        lot = part.lot
        if lot.people < self.threshold:
            return words.FEW_ROWS.format(largest=self.threshold - 1)
        return words.ROWS.format(rows=f"{lot.rows:,}")


def _released(
    ours: Tally, persons: tuple[int, int, int, int], policy: Policy, measured: bool
) -> ReleasedRow:
    """Let through what may be told of all people together."""
    size, met, out = ours
    people, with_it, without, excluded = persons
    met, with_it, without = (size, people, 0) if measured else (met, with_it, without)
    nobody = np.zeros((0, 3), dtype=np.int64)
    counts = Counts(
        measure="", version="", period=_ANY, site="", groups=(),
        steps=("excluded", "not_met", "met"), units=nobody, persons=nobody,
        total_units=np.array([out, size - met, met], dtype=np.int64),
        total_persons=np.array([excluded, without, with_it], dtype=np.int64),
        people=np.zeros(0, dtype=np.int64), total_people=people, overlapping=False,
    )  # fmt: skip
    sure = policy.certainty_approved or measured
    care = Policy(policy.threshold, policy.level, policy.certainty_below, sure)
    return release(counts, None, care).everybody


_ANY = Period.parse("2000")  # the counts of one figure stand alone, so no period is told apart


def _shown(row: ReleasedRow, measured: bool) -> tuple[str, str, str]:
    numbers = (row.denominator, 0 if measured else row.numerator, row.steps[0])
    one, two, three = (f"{each:,}" if isinstance(each, int) else str(each) for each in numbers)
    return one, two, three
