"""The conductor: engine, statistics and disclosure in a row, and findings handed on.

The only place where counts, verdicts and what may be told are held together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import commonweal
from commonweal.disclosure import Gap, Policy, Released, release
from commonweal.engine import needs, reconciling, reported
from commonweal.engine.cells import count
from commonweal.engine.gather import applies, gather
from commonweal.engine.rows import sql_of
from commonweal.engine.session import ENGINE, Session
from commonweal.findings import evaluate, words
from commonweal.findings.compose import SERIOUS, Setting, compose, not_computable
from commonweal.findings.courses import Behind, Courses, reduced
from commonweal.findings.finding import Audit, Finding, Reconciled
from commonweal.findings.judge import Sight, flagged, judge, look_at
from commonweal.findings.numbers import few
from commonweal.findings.promises import first_five, promises
from commonweal.findings.reconciled import reconciled
from commonweal.findings.trace import Trace, plan_hash
from commonweal.intake import targets
from commonweal.kinds import Period, Purpose
from commonweal.kinds.period import long_date
from commonweal.measures.measure import Fidelity, Measure, Unit
from commonweal.tables.dataset import Dataset
from commonweal.tables.views import View, by_name
from commonweal.vision.vision import Vision

LOOK_BACK = 2
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Question:
    """Hold what an audit is asked.

    dataset:    the version looked at
    period:     when
    measures:   what
    views:      keys of the views asked for; () means each measure's own
    value_sets: (hash, file) of the value sets loaded, or None
    policy:     of disclosure
    loaded:     day on which the data were loaded, or None
    marked:     whether rows carry marks

    >>> held = Dataset(Path("store"), "0123456789abcdef", frozenset(), "", "")
    >>> Question(held, Period.parse("2020"), ()).policy.threshold
    11
    """

    dataset: Dataset
    period: Period
    measures: tuple[Measure, ...]
    views: tuple[str, ...] = ()
    value_sets: tuple[str, Path] | None = None
    policy: Policy = field(default_factory=Policy)
    loaded: date | None = None
    marked: bool = False


@dataclass(frozen=True)
class Answer:
    """Hold an audit and the traces of its numbers.

    audit:  what was found
    traces: one a number shown, by id

    >>> empty = Audit("Found", "Ours", "2020", "", "", (), (), (), (), (), (), "")
    >>> Answer(empty, ()).audit.title
    'Found'
    """

    audit: Audit
    traces: tuple[Trace, ...]


def audit(question: Question, vision: Vision, progress: Progress | None = None) -> Answer:
    """Measure, judge, guard and say: the one way data flows.

    question: what is asked of which data
    vision:   whose promises
    progress: told (what, done, all) as each measure ends
    Fails with Problem "vault-missing" when the version holds nobody's self-description.

    >>> from commonweal.kinds import Problem
    >>> nowhere = Dataset(Path("nowhere"), "0123456789abcdef", frozenset())
    >>> try:
    ...     audit(Question(nowhere, Period.parse("2020"), ()), Vision("Ours", "en", ()))
    ... except Problem as problem:
    ...     print(problem.code)
    vault-missing
    """
    with Session(question.dataset, question.value_sets[1] if question.value_sets else None) as look:
        conductor = _Conductor(question, look)
        found: list[Finding] = []
        for done, measure in enumerate(question.measures):
            if progress:
                progress(measure.title, done, len(question.measures))
            found += conductor.findings(measure)
        if progress:
            progress("", len(question.measures), len(question.measures))
        missing = conductor.missing_sets()
    findings = tuple(found)
    return Answer(
        Audit(
            title=words.TITLE,
            institution=vision.title,
            period=question.period.label,
            version=question.dataset.version,
            made=long_date(question.loaded) if question.loaded else "",
            summary=_summary(question.period, findings),
            first=first_five(findings),
            findings=findings,
            promises=promises(vision, findings),
            value_sets=missing,
            notes=_notes(question),
            foot=words.ONE_BY_ONE,
            submitted=_submitted(question),
        ),
        tuple(conductor.traces),
    )


class _Conductor:
    """Take one measure after the other through the rooms."""

    def __init__(self, question: Question, look: Session) -> None:
        self.question = question
        self.look = look
        self.known = look.known_sets()
        self.traces: list[Trace] = []
        self.courses = Courses(look, lambda measure, sight: self._released(measure, sight, ()))

    def findings(self, measure: Measure) -> list[Finding]:
        """Give one finding a view."""
        views = self._views(measure)
        reasons = needs.why_not(measure, self.question.dataset, self.known)
        reasons = reasons or reported.absent(self.look, measure, self.question.period)
        evaluated = self._evaluated(measure)
        if reasons and evaluated:
            return evaluated
        if reasons:
            plan = plan_hash(sql_of(measure, self.question.period))
            self.traces += [self._trace(measure, view, "", plan) for view in views]
            return [not_computable(self._setting(measure, view), reasons) for view in views]
        return [
            self._with_course(measure, view, views, cells)
            for view, cells in self._cells(measure, views).items()
        ] + evaluated

    def _evaluated(self, measure: Measure) -> list[Finding]:
        """Evaluate the programs registered to change a measure of ours, by this design."""
        if measure.key not in evaluate.DESIGNS.values() or not self._registers_programs:
            return []
        view = by_name("evaluation")
        found = []
        for outcome in evaluate.registered(self.look):
            periods = evaluate.quarters(self.question.period)
            for design, sight in evaluate.effects(self.look, outcome, periods):
                if design == measure:
                    found.append(self._finding(measure, view, (sight,), outcome.key)[0])
        return found

    @property
    def _registers_programs(self) -> bool:
        return "exposure" in self.question.dataset.tables

    def _views(self, measure: Measure) -> tuple[View, ...]:
        """Take the groupings asked for; a measure that bears none of them keeps its own."""
        store = self.question.dataset.store
        asked = [targets.find(store, key) for key in dict.fromkeys(self.question.views)]
        fitting = tuple(view for view in asked if applies(measure, view))
        return fitting or tuple(by_name(key) for key in dict.fromkeys(measure.stratify_by))

    def missing_sets(self) -> tuple[tuple[str, str, str], ...]:
        """List the value sets that the measures lack, and how to obtain each."""
        wanted = {
            entry
            for measure in self.question.measures
            for entry in needs.of(measure).value_sets
            if entry.url not in self.known
        }
        return tuple(
            (entry.name, entry.url, words.OBTAIN.format(url=entry.url))
            for entry in sorted(wanted, key=lambda entry: (entry.name, entry.oid))
        )

    def _cells(self, measure: Measure, views: tuple[View, ...]) -> dict[View, tuple[Sight, ...]]:
        """Count this period and the two before it; those before the first visit are left out."""
        period = self.question.period
        back = LOOK_BACK if measure.apart else 0
        asked = [period, *(period.previous(one) for one in range(1, back + 1))]
        periods = tuple(one for one in asked if one == period or self._covered(one))
        if isinstance(measure.unit_of_analysis, Unit):
            cells = count(self.look, (measure,), periods, views)
            return {
                view: tuple(map(Sight, cells[place :: len(views)]))
                for place, view in enumerate(views)
            }
        looks = [gather(self.look, measure, one, views) for one in asked]
        # Before the first unit there is nothing to compare with; this period is always shown.
        held = [one for one in looks if one is looks[0] or one[0].rows.size]
        return {
            view: tuple(look_at(measure, look[place].counts, look[place].rows) for look in held)
            for place, view in enumerate(views)
        }

    def _with_course(
        self, measure: Measure, view: View, views: tuple[View, ...], sights: tuple[Sight, ...]
    ) -> Finding:
        """Give a finding and what lies behind it."""
        finding, table, told = self._finding(measure, view, sights)
        if not told and measure.apart:
            before = tuple(replace(one, counts=reduced(one.counts)) for one in sights[1:2])
            told = tuple(self._released(measure, one, ()) for one in before)
        setting = self._setting(measure, view)
        behind = Behind(setting, views, sights[0].counts, table, told)
        return replace(finding, course=self.courses.behind(behind))

    def _finding(
        self, measure: Measure, view: View, sights: tuple[Sight, ...], site: str = ""
    ) -> tuple[Finding, Released, tuple[Released, ...]]:
        now, before = sights[0], sights[1:]
        earlier = tuple(flagged(measure, one.counts, one.rows, one.found) for one in before)
        table = self._released(measure, now, earlier)
        told = self._told_before(measure, table, before)
        if any(row.grade == "A" for row in table.rows):
            seen = tuple(_shown(one, part) for one, part in zip(earlier, told, strict=True))
            table = self._released(measure, now, seen)
        self._keep_traces(measure, view, table, site)
        setting = self._setting(measure, view, site)
        return compose(setting, table, told[0] if told else None), table, told

    def _told_before(
        self, measure: Measure, table: Released, before: tuple[Sight, ...]
    ) -> tuple[Released, ...]:
        """Release the earlier periods where a verdict or a sentence leans on them."""
        grades = {row.grade for row in table.rows}
        if not grades & set(SERIOUS):
            return ()
        leaned = before if "A" in grades else before[:1]
        return tuple(self._released(measure, one, ()) for one in leaned)

    def _covered(self, period: Period) -> bool:
        """Say whether the data reach back to the beginning of a period, all but a tenth of it."""
        first = self.question.dataset.first_day
        if not first:
            return False
        return not _matters((date.fromisoformat(first) - period.first).days, period)

    def _released(
        self, measure: Measure, sight: Sight, earlier: tuple[frozenset[tuple[str, str]], ...]
    ) -> Released:
        judged = judge(measure, sight.counts, earlier, sight.rows, sight.found)
        policy = care_for(measure, self.question.policy)
        return release(sight.counts, judged, policy, Purpose.EQUITY_MONITORING)

    def _setting(self, measure: Measure, view: View, site: str = "") -> Setting:
        dataset = self.question.dataset
        sources = needs.unseen(measure, dataset)
        notes = [words.FIDELITY[measure.fidelity.value], *measure.caveats]
        whole = self.question.period.twelve_months or measure.fidelity is Fidelity.REPORTED
        if not whole:
            notes[0] = words.NOT_A_YEAR
        if sources:
            notes.append(words.UNSEEN.format(sources=", ".join(sources)))
        notes += self._undated(measure)
        plan = plan_hash(sql_of(measure, self.question.period))
        return Setting(
            measure=measure,
            view=view,
            period=self.question.period,
            site=words.GAPS_FROM.format(outcome=site) if site else "",
            version=dataset.version,
            trace=lambda group: self._trace(measure, view, group, plan, site).id,
            notes=tuple(notes),
        )

    def _undated(self, measure: Measure) -> list[str]:
        """Say what stands without a date where the measure asks when it stood."""
        read = needs.of(measure).tables
        found: list[str] = []
        for table, message in (
            ("condition", words.UNDATED_CONDITIONS),
            ("medication_request", words.UNDATED_ORDERS),
        ):
            people = self.look.undated(table) if table in read else 0
            if people:
                found.append(message.format(people=few(people, self.question.policy.threshold)))
        return found

    def _keep_traces(self, measure: Measure, view: View, table: Released, site: str) -> None:
        plan = plan_hash(sql_of(measure, self.question.period))
        codes: Iterable[str] = [row.group.code for row in table.rows if row.group]
        self.traces += [self._trace(measure, view, code, plan, site) for code in ("", *codes)]

    def _trace(self, measure: Measure, view: View, group: str, plan: str, site: str = "") -> Trace:
        question = self.question
        return Trace(
            dataset=question.dataset.version,
            measure=measure.key,
            measure_version=measure.version,
            view=view.key,
            group=group,
            period=question.period.key,
            site=site,
            value_sets=question.value_sets[0] if question.value_sets else "",
            policy=f"t={question.policy.threshold} level={question.policy.level}",
            plan=plan,
            engine=ENGINE,
            code=commonweal.__version__,
        )


def care_for(measure: Measure, policy: Policy) -> Policy:
    """Give the care that a measure asks for, never less than that of the audit.

    measure: the declaration
    policy:  of the audit
    >>> from commonweal.measures.registry import find
    >>> care_for(find("care.bp_control"), Policy(threshold=20)).threshold
    20
    """
    privacy = measure.privacy
    threshold = privacy.smallest
    if privacy.about == "persons":
        threshold = max(policy.threshold, privacy.smallest)
    return replace(
        policy,
        threshold=threshold,
        about=privacy.about,
        # Without a numerator everybody counted stands in the last column: no certainty about any;
        # and what is certain about things betrays nobody.
        certainty_approved=(
            policy.certainty_approved or measure.event is None or privacy.about == "things"
        ),
    )


def _shown(flags: frozenset[tuple[str, str]], told: Released) -> frozenset[tuple[str, str]]:
    """Keep the flags of rows that may be told: a verdict must not lean on a hidden number."""
    open_rows = {row.group.code for row in told.rows if row.group and isinstance(row.gap, Gap)}
    return frozenset(flag for flag in flags if flag[0] in open_rows)


def _submitted(question: Question) -> tuple[Reconciled, ...]:
    """Hold the figures submitted for the period and the measures asked against their rows."""
    asked, held = set(question.measures), reported.reported(question.dataset)
    ids = tuple(one.measure_id for one, measure in held if measure in asked)
    compared = reconciling.compare(question.dataset, ids) if ids else ()
    of_the_period = [one for one in compared
                     if one.measure in asked and one.period in (None, question.period)]  # fmt: skip
    return reconciled(of_the_period, question.policy)


def _summary(period: Period, findings: tuple[Finding, ...]) -> tuple[str, ...]:
    computed = [one for one in findings if one.computable]
    looked = len(computed)
    gaps = sum(one.grade in ("A", "B") for one in computed)
    unsure = sum(one.grade in ("I", "S", "") for one in computed)
    missing = len({one.key for one in findings if not one.computable})
    lines = [words.summary_gaps(looked).format(looked=looked, period=period.label, gaps=gaps)]
    if computed and not gaps:
        lines.append(words.SUMMARY_NONE)
    if unsure:
        lines.append(words.SUMMARY_UNSURE.format(unsure=unsure))
    if missing:
        lines.append(words.summary_not(missing).format(missing=missing))
    return tuple(lines)


def _matters(days: int, period: Period) -> bool:
    """Say whether so many days are more than a tenth of a period."""
    return days * 10 > (period.last - period.first).days


def _reach(dataset: Dataset, period: Period) -> list[str]:
    """Say where the data leave out more than a tenth of the period."""
    if not dataset.first_day or not dataset.last_day:
        return []
    first, last = (date.fromisoformat(day) for day in (dataset.first_day, dataset.last_day))
    found: list[str] = []
    if _matters((first - period.first).days, period):
        found.append(words.DATA_BEGIN.format(day=long_date(first)))
    if _matters((period.last - last).days, period):
        found.append(words.DATA_END.format(day=long_date(last)))
    return found


def _notes(question: Question) -> tuple[str, ...]:
    notes: list[str] = []
    if question.loaded:
        notes.append(words.MADE_FROM.format(day=long_date(question.loaded)))
    if question.marked:
        notes.append(words.MARKED)
    notes += _reach(question.dataset, question.period)
    return tuple(notes)
