"""What the findings mean for each promise, and which five matter most."""

from __future__ import annotations

from dataclasses import replace

from commonweal.findings import words
from commonweal.findings.compose import ORDER, SERIOUS, apart
from commonweal.findings.finding import Finding, Promise, Row
from commonweal.findings.numbers import joined
from commonweal.measures.registry import every_measure
from commonweal.vision.vision import Vision

MOST = 5
SIMPLE = "_simple"


def promises(vision: Vision, findings: tuple[Finding, ...]) -> tuple[Promise, ...]:
    """Give one row a commitment: its most serious finding, and how many were looked at.

    vision:   whose promises, in whose words
    findings: all of the audit
    Gives a row of the vision page a commitment, in the order of the vision: verdict, size,
    direction, certainty and what is missing.

    >>> from commonweal.vision.vision import Commitment, Domain
    >>> promise = Commitment("C1", "Fair care", "We care for all.", (), "")
    >>> promises(Vision("Ours", "en", (Domain("care", "Care", (promise,)),)), ())[0].verdict
    'Not measured'
    """
    rows = []
    for domain in vision.domains:
        for commitment in domain.commitments:
            own = tuple(one for one in findings if commitment.key in one.commitments)
            blank = Promise(commitment.key, commitment.title, domain.title, "", "", 0, "")
            if commitment.held_by_counsel:
                held = words.HELD_BY_COUNSEL
                blank = replace(blank, verdict=held, sentence=held)
                rows.append(replace(blank, looked=sum(one.computable for one in own)))
                continue
            rows.append(_row(blank, own))
    return tuple(rows)


def _row(blank: Promise, own: tuple[Finding, ...]) -> Promise:
    """Fill the row of one commitment from the findings that bear on it."""
    if not own:
        measured = any(blank.key in one.commitments for one in every_measure())
        sentence: str = words.PROMISE_NOT_ASKED if measured else words.PROMISE_MISSING
        blank = replace(blank, asked=not measured)
        return replace(blank, verdict=words.NOT_MEASURED, sentence=sentence, missing=sentence)
    computed = tuple(one for one in own if one.computable)
    row = replace(blank, looked=len(computed), missing=_missing(own))
    if not computed:
        looked = len({one.key for one in own})
        sentence = words.promise_not_computed(looked).format(looked=looked)
        return replace(row, verdict=words.NOT_MEASURED, sentence=sentence)
    judged = tuple(one for one in computed if one.verdict != words.DESCRIBED)
    if not judged:
        told = computed[0]
        return replace(row, verdict=words.DESCRIBED, sentence=told.headline, measure=_named(told))
    worst = min(judged, key=_weight)
    row = replace(row, grade=worst.grade, measure=_named(worst))
    if worst.grade in SERIOUS:
        gap = _gap_row(worst)
        return replace(
            row,
            verdict=worst.verdict,
            sentence=worst.headline,
            size=_size(worst, gap),
            direction=_direction(worst, gap),
            certainty=_certainty(worst),
        )
    if worst.grade == "N":
        sentence = words.promise_equal(len(judged)).format(looked=len(judged))
        return replace(row, verdict=worst.verdict, sentence=sentence, certainty=words.EQUAL_ENOUGH)
    return replace(
        row,
        verdict=words.CANNOT_SAY,
        sentence=worst.price or worst.headline,
        certainty=words.NOT_SURE,
        missing=joined(tuple(part for part in (worst.price, row.missing) if part), words.SENTENCES),
    )


def _named(finding: Finding) -> str:
    return words.BY_VIEW.format(title=finding.title, view=finding.view)


def _missing(own: tuple[Finding, ...]) -> str:
    """Name the measures of a promise that could not be computed."""
    titles = dict.fromkeys(one.title for one in own if not one.computable)
    return words.COULD_NOT.format(titles=joined(tuple(titles), words.LISTED)) if titles else ""


def _gap_row(finding: Finding) -> Row | None:
    """Give the row that the headline tells of, or else the first of the gravest grade."""
    own = [row for row in finding.rows if row.judged and row.grade == finding.grade]
    told = [row for row in own if row.sentence and row.sentence in finding.headline]
    return next(iter((*told, *own)), None)


def _size(finding: Finding, row: Row | None) -> str:
    if row is None or not row.gap.shown or not row.gap_interval:
        return row.gap.text if row else ""
    if not finding.unit and not finding.as_ratio:
        return words.INTERVAL_IN_100.format(gap=row.gap.text, interval=row.gap_interval)
    return words.INTERVAL_OF.format(gap=row.gap.text, interval=row.gap_interval)


def _direction(finding: Finding, row: Row | None) -> str:
    if row is None or row.gap.value is None:
        return ""
    above = row.gap.value > (1 if finding.as_ratio else 0)
    if finding.better == "neither":
        way = words.HIGHER if above else words.LOWER
    else:
        way = words.BETTER if above == (finding.better == "higher") else words.WORSE
    if not finding.over_time:
        return way
    return words.WAY_OVER_TIME.format(way=way, over_time=finding.over_time)


def _certainty(finding: Finding) -> str:
    if finding.counted and finding.grade in ("A", "B"):
        return words.SURE_COUNTED
    if finding.grade == "A":
        return words.SEEN_TWICE
    if finding.grade == "B":
        return words.sure(finding.judged).format(judged=finding.judged)
    return words.VERDICTS["C"]


def first_five(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Choose the findings that matter most, one a measure.

    findings: all of the audit; the gravest come first, then the worse side, then the largest
    Gives at most five, in order; only grades A, B and C can matter.

    >>> first_five(())
    ()
    """
    chosen: dict[str, Finding] = {}
    for one in sorted(findings, key=_weight):
        measured = one.key.removesuffix(SIMPLE)
        if one.grade in SERIOUS and measured not in chosen and len(chosen) < MOST:
            chosen[measured] = one
    return tuple(chosen.values())


def in_order(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Put findings in order, the most serious first.

    findings: of one audit
    Gives gaps before what can not be said, then what is equal, what only describes, and last what
    could not be computed.

    >>> in_order(())
    ()
    """
    described = words.DESCRIBED
    return tuple(
        sorted(
            findings, key=lambda one: (not one.computable, one.verdict == described, _weight(one))
        )
    )


def _weight(finding: Finding) -> tuple[int, bool, bool, float, str, str]:
    """Weigh a finding: the grade, then a full measure before its simplified form, then the gap."""
    gaps = [
        (
            not _worse(finding, row.gap.value),
            -_far(finding, row),
        )
        for row in finding.rows
        if row.grade == finding.grade and row.gap.value is not None
    ]
    side, size = min(gaps, default=(True, 0.0))
    simple = finding.key.endswith(SIMPLE)
    return ORDER.index(finding.grade), simple, side, size, finding.key, finding.view_key


def _far(finding: Finding, row: Row) -> float:
    """Say how far a group is from the other figure, so that dollars do not outweigh shares."""
    gap, value = row.gap.value or 0.0, abs(row.rate.value or 0.0)
    if finding.as_ratio or finding.unit in ("", "percent"):
        return apart(gap, as_ratio=finding.as_ratio)
    return abs(gap) / (abs(gap) + value) if gap else 0.0


def _worse(finding: Finding, gap: float) -> bool:
    if finding.better == "neither":
        return False
    neutral = 1 if finding.as_ratio else 0
    return gap < neutral if finding.better == "higher" else gap > neutral
