"""What the findings mean for each promise, and which five matter most."""

from __future__ import annotations

from commonweal.findings import words
from commonweal.findings.compose import ORDER, SERIOUS
from commonweal.findings.finding import Finding, Promise
from commonweal.vision.vision import Vision

MOST = 5
SIMPLE = "_simple"


def promises(vision: Vision, findings: tuple[Finding, ...]) -> tuple[Promise, ...]:
    """Give one row a commitment: its most serious finding, and how many were looked at.

    vision:   whose promises, in whose words
    findings: all of the audit

    >>> from commonweal.vision.vision import Commitment, Domain
    >>> promise = Commitment("C1", "Fair care", "We care for all.", (), "")
    >>> promises(Vision("Ours", "en", (Domain("care", "Care", (promise,)),)), ())[0].verdict
    'Not measured'
    """
    rows = []
    for domain in vision.domains:
        for commitment in domain.commitments:
            own = tuple(one for one in findings if commitment.key in one.commitments)
            verdict, grade, sentence = _row(own)
            if commitment.held_by_counsel:
                verdict, grade, sentence = words.HELD_BY_COUNSEL, "", words.HELD_BY_COUNSEL
            rows.append(
                Promise(
                    key=commitment.key,
                    title=commitment.title,
                    domain=domain.title,
                    verdict=verdict,
                    grade=grade,
                    looked=sum(one.computable for one in own),
                    sentence=sentence,
                )
            )
    return tuple(rows)


def _row(own: tuple[Finding, ...]) -> tuple[str, str, str]:
    if not own:
        return words.NOT_MEASURED, "", words.PROMISE_MISSING
    computed = tuple(one for one in own if one.computable)
    if not computed:
        looked = len({one.key for one in own})
        return words.NOT_MEASURED, "", words.promise_not_computed(looked).format(looked=looked)
    judged = tuple(one for one in computed if one.verdict != words.DESCRIBED)
    if not judged:
        return words.DESCRIBED, "", computed[0].headline
    worst = min(judged, key=_weight)
    if worst.grade in SERIOUS:
        return worst.verdict, worst.grade, worst.headline
    if worst.grade == "N":
        looked = len(judged)
        return worst.verdict, "N", words.promise_equal(looked).format(looked=looked)
    return words.CANNOT_SAY, worst.grade, worst.price or worst.headline


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


def _weight(finding: Finding) -> tuple[int, bool, bool, float, str, str]:
    """Weigh a finding: the grade, then a full measure before its simplified form, then the gap."""
    gaps = [
        (not _worse(finding, row.gap.value), -abs(row.gap.value))
        for row in finding.rows
        if row.grade == finding.grade and row.gap.value is not None
    ]
    side, size = min(gaps, default=(True, 0.0))
    simple = finding.key.endswith(SIMPLE)
    return ORDER.index(finding.grade), simple, side, size, finding.key, finding.view_key


def _worse(finding: Finding, gap: float) -> bool:
    if finding.better == "neither":
        return False
    return gap < 0 if finding.better == "higher" else gap > 0
