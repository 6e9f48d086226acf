"""The door: counts and verdicts go in, what may be told comes out."""

from __future__ import annotations

from math import isfinite

import numpy as np

from commonweal.disclosure.facts import DENOMINATOR, ENTERED, MET, NOBODY, REST, Merges
from commonweal.disclosure.hidden import Hidden, Reason
from commonweal.disclosure.judged import FloatArray, Judged
from commonweal.disclosure.merge import best_merge
from commonweal.disclosure.policy import HALF, Policy
from commonweal.disclosure.primary import too_few
from commonweal.disclosure.released import MAKER, Gap, Number, Rate, Released, ReleasedRow
from commonweal.disclosure.table import Table
from commonweal.kinds import Counts, Figure, Problem, Purpose


def release(
    counts: Counts,
    judged: Judged | None = None,
    policy: Policy | None = None,
    purpose: Purpose = Purpose.EQUITY_MONITORING,
) -> Released:
    """Let through what may be told of one table, and say why the rest is not.

    counts:  the counts of one measure, view, period and place
    judged:  estimates and verdicts on the full data; without them rates have no interval
    policy:  how careful to be; the usual care when none is given
    purpose: why the table is released

    Gives a table in which no count of 1 to 10 persons is shown or can be worked out from it and
    its margins, not even by a reader who believes the marks.
    Fails with Problem "counts-disagree" or "judged-misshapen".
    Source: trust.md 5.2 and 5.3 (E1 to E3); decisions.md, "One table".
    >>> import numpy as np
    >>> from commonweal.kinds import Group, Period
    >>> cells = np.array([[20, 30], [4, 60], [70, 90]])
    >>> groups = tuple(Group("language", code, code) for code in ("fr", "so", "en"))
    >>> counts = Counts("m", "1", Period.parse("2020"), "", groups, ("not_met", "met"), cells,
    ...     cells, cells.sum(0), cells.sum(0), cells.sum(1), int(cells.sum()), False)
    >>> for row in release(counts).rows:
    ...     print(row.group.code, row.denominator, row.numerator)
    fr 50 not shown (protects another number)
    so 64 not shown (protects another number)
    en 160 90
    """
    policy = policy or Policy()
    if judged is not None:
        _check(judged, len(counts.groups))
    merges, table, decisions = best_merge(counts, policy)
    page = _Page(table, decisions, policy, judged, counts)
    return Released(
        measure=counts.measure,
        version=counts.version,
        period=counts.period,
        site=counts.site,
        purpose=purpose,
        threshold=policy.threshold,
        level=policy.level,
        overlapping=counts.overlapping,
        steps=_names(counts, merges),
        rows=tuple(page.row(counts, index) for index in range(len(counts.groups))),
        everybody=page.row(counts, len(counts.groups)),
        maker=MAKER,
        figures=page.figures(counts),
        counted=judged is not None and judged.counted,
    )


def _names(counts: Counts, merges: Merges) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(counts.steps[step] for step in merged) for merged in merges)


def _check(judged: Judged, groups: int) -> None:
    arrays = (
        *(judged.rate, judged.low, judged.high, judged.diff, judged.diff_low, judged.diff_high),
        *(judged.rest_rate, judged.p, judged.q, judged.mdd, judged.grade, judged.direction),
    )
    if any(len(array) != groups for array in arrays):
        raise Problem(
            "judged-misshapen",
            f"The verdicts do not belong to this table: it has {groups} groups.",
            "Judge the same counts that are released.",
        )


class _Page:
    """Write the rows of one table, hidden facts replaced by the reason why."""

    def __init__(
        self,
        table: Table,
        decisions: frozenset[int] | None,
        policy: Policy,
        judged: Judged | None,
        counts: Counts,
    ) -> None:
        self._table = table
        self._closed = decisions is None
        self._hidden = table.system.hidden(decisions or frozenset())
        self._policy = policy
        self._judged = judged
        self._few = self._of_few()
        self._kept_back = self._seen_through(counts)
        # An adjusted p-value is made from the p-values of all groups, hidden ones too.
        self._adjusted = judged is not None and all(
            self._open(index) for index, p in enumerate(judged.p) if isfinite(p)
        )

    def row(self, counts: Counts, index: int) -> ReleasedRow:
        """Write the row of one group, or of everybody after the last group."""
        groups = counts.groups
        total = index == len(groups)
        numbers = [self._number(fact, value) for fact, value in self._facts(index)]
        judged = None if total else self._judged
        rate = self._rate(index)
        grade = judged.grade[index] if judged else ""
        return ReleasedRow(
            group=None if total else groups[index],
            entered=numbers[ENTERED],
            steps=tuple(numbers[:REST]),
            denominator=numbers[DENOMINATOR],
            rest=numbers[REST],
            numerator=numbers[MET],
            rate=rate,
            gap=self._gap(judged, index) if judged else None,
            grade="S" if isinstance(rate, Hidden) and grade else grade,
            reason=judged.reason[index] if judged and judged.reason and rate is None else "",
        )

    def figures(self, counts: Counts) -> tuple[Figure, ...]:
        """Let through the further numbers that tell nothing about few, or about a hidden group."""
        codes = [group.code for group in counts.groups]
        told = []
        for figure in self._judged.figures if self._judged else ():
            index = codes.index(figure.about) if figure.about in codes else self._everybody
            few = 0 < figure.people < self._policy.threshold
            if not few and (figure.people == 0 or self._open(index)):
                told.append(figure)
        return tuple(told)

    def _of_few(self) -> frozenset[int]:
        """Name the groups whose number rests on too few, such as those whose wait is known."""
        judged = self._judged
        if judged is None or judged.people is None:
            return frozenset()
        return frozenset(np.flatnonzero(too_few(judged.people, self._policy.threshold)).tolist())

    def _seen_through(self, counts: Counts) -> frozenset[int]:
        """Name the groups that few stand behind, or mostly one unit, and whom that would betray.

        With one group kept back, its number would follow from the others and the whole; with
        several of few people all together, that of those few. Then more are kept back, the
        smallest first, and at last the whole.
        """
        judged = self._judged
        if judged is None:
            return frozenset()
        clear = [index for index in range(len(judged.rate)) if self._clear(index)]
        heavy = judged.heaviest if judged.heaviest is not None else np.zeros(len(judged.rate))
        kept = [index for index in clear if index in self._few or heavy[index] > HALF]
        whole = {self._everybody} if judged.heaviest_of_all > HALF else set()
        if not kept:
            return frozenset(whole)
        rest = [index for index in clear if index not in kept and self._facts(index)[0][0] >= 0]
        rest.sort(key=lambda index: (self._facts(index)[DENOMINATOR][1], index))
        while rest and self._betrayed(kept):
            kept.append(rest.pop(0))
        hidden = counts.units.any(axis=1).sum() - len(rest)
        if hidden == 1 or (hidden == len(kept) and self._betrayed(kept)):
            kept.append(self._everybody)
        return frozenset(kept) | whole

    def _betrayed(self, kept: list[int]) -> bool:
        """Say whether what is kept back follows from the rest, or is of few even together."""
        if len(kept) == 1:
            return True
        people = None if self._judged is None else self._judged.people
        return people is not None and bool(too_few(people[kept].sum(), self._policy.threshold))

    def _facts(self, index: int) -> list[tuple[int, int]]:
        """Give number and value of each fact of a row; a group of nobody has facts of no number."""
        place = self._table.rows.places[index]
        if place == NOBODY:
            return [(NOBODY, 0)] * self._table.facts.shape[1]
        facts, units = self._table.facts[place], self._table.rows.units[place]
        return list(zip(facts.tolist(), units.tolist(), strict=True))

    def _number(self, fact: int, value: int) -> Number:
        if self._closed or fact in self._hidden:
            return self._mark(fact in self._table.system.small)
        return value

    def _mark(self, small: bool) -> Hidden:
        reason = Reason.SMALL if small else Reason.PROTECTS
        if self._policy.level == "public":
            reason = Reason.SMALL_OR_PROTECTS
        return Hidden(reason, self._policy.threshold)

    def _three(self, index: int) -> frozenset[int]:
        facts = self._facts(index)
        return frozenset(facts[column][0] for column in (REST, MET, DENOMINATOR))

    def _clear(self, index: int) -> bool:
        return not self._closed and self._hidden.isdisjoint(self._three(index))

    def _open(self, index: int) -> bool:
        return index not in self._kept_back and self._clear(index)

    def _why(self, index: int) -> Hidden:
        # A rate hidden for its rest or its size bears the mark of that count.
        small = not self._table.system.small.isdisjoint(self._three(index))
        return self._mark(small or index in self._few)

    def _rate(self, index: int) -> Rate | Hidden | None:
        if not self._open(index):
            return self._why(index)
        facts = self._facts(index)
        met, size = facts[MET][1], facts[DENOMINATOR][1]
        if self._judged is not None and self._judged.measured:
            value = _known(self._measured(self._judged, index))
            return None if value is None else Rate(value, *self._interval(index))
        if not size:
            return None
        return Rate(met / size, *self._interval(index))

    def _measured(self, judged: Judged, index: int) -> float:
        return judged.total_rate if index == self._everybody else float(judged.rate[index])

    def _interval(self, index: int) -> tuple[float | None, float | None]:
        judged = self._judged
        if judged is None:
            return None, None
        if index == self._everybody:
            return _known(judged.total_low), _known(judged.total_high)
        return _known(judged.low[index]), _known(judged.high[index])

    @property
    def _everybody(self) -> int:
        return len(self._table.rows.places) - 1

    def _gap(self, judged: Judged, row: int) -> Gap | Hidden | None:
        for needed in (row, self._everybody):
            if not self._open(needed):
                return self._why(needed)
        if not isfinite(judged.diff[row]):
            return None
        rest = float(judged.rest_rate[row])
        rate = float(judged.rate[row])
        return Gap(
            difference=float(judged.diff[row]),
            low=float(judged.diff_low[row]),
            high=float(judged.diff_high[row]),
            ratio=rate / rest if rest and not judged.ratio else None,
            rest_rate=rest,
            p=float(judged.p[row]),
            q=_known(judged.q[row]) if self._adjusted else None,
            mdd=float(judged.mdd[row]),
            direction=judged.direction[row],
            ratio_low=_limit(judged.ratio_low, row),
            ratio_high=_limit(judged.ratio_high, row),
            as_ratio=judged.ratio,
        )


def _limit(limits: FloatArray | None, row: int) -> float | None:
    return None if limits is None else _known(limits[row])


def _known(value: float) -> float | None:
    return float(value) if isfinite(value) else None
