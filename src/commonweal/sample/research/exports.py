"""Write the made-up research exports as the systems of a research office write theirs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from commonweal.sample import writing
from commonweal.sample.draws import Draws, FloatArray, IntArray, where
from commonweal.sample.research import funding, portfolio, studies
from commonweal.sample.research.conditions import (
    CONDITIONS,
    PEOPLE,
    STRATA,
    strata_shares,
    women_shares,
)
from commonweal.sample.research.mapping import MAPPING
from commonweal.sample.research.people import BOXES, Said, say
from commonweal.sample.research.truth import PLANTED, Size, carried, check
from commonweal.sample.written import Gap, Written
from commonweal.sample.years import Years, first_day

Row = tuple[object, ...]
_PHASES = ("1", "2", "3", "4", "N/A")
_GOALS = ("white", "black", "hispanic", "asian")
_REASONS = ("lab value", "other illness", "medicine", "language", "distance")
STATUSES = (
    "Approached", "Screened", "Screen Failure", "Eligible", "Consented", "Declined", "On Study",
    "Off Study - Withdrew",
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Drawn:
    """Hold everything drawn before it is written.

    years: the years of the sample
    shares, women: who has each condition
    found, people: studies and those approached
    subject: number of the person behind each of those approached
    said: what they say of themselves
    staff, staff_said: researchers, and what they say
    applied, given, mentors, items: what they asked for, got, and spend
    luck: one number from 0 to 1 for each of those approached, for what goes wrong in writing
    """

    years: Years
    shares: FloatArray
    women: FloatArray
    found: studies.Studies
    people: studies.Recruits
    subject: IntArray
    said: Said
    staff: funding.Researchers
    staff_said: Said
    applied: funding.Applications
    given: funding.Awards
    mentors: funding.Mentoring
    items: portfolio.Items
    luck: FloatArray


def write(
    folder: Path,
    *,
    seed: int,
    last_year: int,
    size: Size | None = None,
    gaps: tuple[Gap, ...] = PLANTED,
) -> Written:
    """Write the exports and their mapping. The same arguments give the same bytes.

    folder:    made when it is not there; files of the same names are written over
    seed:      of the random numbers
    last_year: the last year with records
    size:      how many studies, people and years; None for the whole size
    gaps:      what is planted; nothing else differs but what is carried from there
    Fails with Problem "gap-unknown" or "gap-impossible".
    """
    check(gaps)
    drawn = draw(seed, last_year, size or Size(), gaps)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "mapping.toml").write_text(MAPPING, encoding="utf-8")
    rows = tuple(
        (name, writing.table(folder / f"{name}.csv", head, made(drawn)))
        for name, (head, made) in FILES.items()
    )
    return Written(folder, rows, gaps, carried(gaps))


def draw(seed: int, last_year: int, size: Size, gaps: tuple[Gap, ...]) -> Drawn:
    """Draw everything.

    seed:      of the random numbers
    last_year: the last year with records
    size:      how many of what
    gaps:      what is planted
    """
    draws, years = Draws(seed), Years(last_year, size.years)
    shares, women = strata_shares(draws), women_shares(draws)
    found = studies.studies(draws, size, years)
    people = studies.recruits(draws, found, (shares, women), years, gaps)
    subject = _subjects(draws, people)
    staff = funding.researchers(draws, size, years, len(studies.UNITS))
    return Drawn(
        years=years,
        shares=shares,
        women=women,
        found=found,
        people=people,
        subject=subject,
        said=say(draws, "participants", people.stratum, people.woman),
        staff=staff,
        staff_said=say(draws, "researchers", staff.stratum, staff.woman),
        applied=funding.applications(draws, staff, years, gaps),
        given=funding.awards(draws, staff, years),
        mentors=funding.mentoring(draws, staff, years),
        items=portfolio.items(draws, size, years, gaps),
        luck=draws.on("slips of the pen").random(people.size),
    )


def _subjects(draws: Draws, people: studies.Recruits) -> IntArray:
    """Let three in a hundred be people who were approached for another study before."""
    subject = np.arange(people.size)
    alike = people.stratum * 2 + people.woman
    again = where(draws.on("twice").random(people.size) < 0.03)
    for kind in np.unique(alike[again]):
        here = again[alike[again] == kind]
        first = where((alike == kind) & ~np.isin(subject, again))
        taken = first[: len(here)]
        here = here[: len(taken)]
        elsewhere = people.study[here] != people.study[taken]
        subject[here[elsewhere]] = taken[elsewhere]
    return subject


def _day(day: int) -> str:
    return str(np.datetime64(int(day), "D"))


def _us_day(day: int) -> str:
    year, month, of_month = _day(day).split("-")
    return f"{month}/{of_month}/{year}"


def _protocol(study: int) -> str:
    return f"RP-{study + 1:04d}"


def _subject(person: int) -> str:
    return f"S{person + 1:06d}"


def _investigator(person: int) -> str:
    return f"INV{person + 1:05d}"


def _subjects_file(drawn: Drawn) -> Iterator[Row]:
    for at in np.unique(drawn.subject).tolist():
        said = drawn.said
        ticked = [int(box in said.boxes[at]) for box in BOXES]
        born = 1935 + int(drawn.luck[at] * 68)
        yield (
            _subject(at), f"{born}-06-15", *ticked, said.ethnicity[at], said.sex[at],
            said.language[at],
        )  # fmt: skip


def _studies_file(drawn: Drawn) -> Iterator[Row]:
    found = drawn.found
    for at in range(found.size):
        sponsor = studies.SPONSORS[found.sponsor[at]]
        federal = "Y" if sponsor == "federal" else "N"
        phase = _PHASES[found.phase[at]]
        status = "Closed to accrual" if found.closes[at] < drawn.years.end else "Open to accrual"
        yield (
            _protocol(at), f"NCT0{9_000_000 + at}", phase, sponsor.title(), federal,
            "Y" if federal == "Y" and phase == "3" else "N",
            CONDITIONS[found.condition[at]].key, studies.UNITS[found.unit[at]], status,
            int(found.target[at]), _us_day(found.opens[at]), _us_day(found.closes[at]),
            "Y" if at % 6 == 0 else "N", "Y" if at % 18 == 0 else "N",
        )  # fmt: skip


def _sites_file(drawn: Drawn) -> Iterator[Row]:
    for at in range(drawn.found.size):
        for site in range(int(drawn.found.sites[at])):
            yield _protocol(at), f"Site {site + 1}", _us_day(drawn.found.opens[at] + 30 * site), ""


def _statuses_file(drawn: Drawn) -> Iterator[Row]:
    """Write each step; some rows come twice, some days and words can not be read."""
    people, number = drawn.people, 0
    for at, luck in enumerate(drawn.luck.tolist()):
        person, study = _subject(int(drawn.subject[at])), _protocol(int(people.study[at]))
        site = f"Site {int(people.site[at]) + 1}"
        for status, after, reason in _steps(people, at, luck):
            number += 1
            day = _us_day(people.day[at] + after)
            if status == "Approached" and luck < 0.0005:
                day = "99/99/9999"
            row = (f"E{number:07d}", study, person, status, day, site, reason)
            yield row
            if luck > 0.998:
                yield row
        if 0.9970 < luck < 0.9975:
            number += 1
            day = _us_day(people.day[at])
            yield f"E{number:07d}", study, person, "Left voicemail", day, site, ""
    for missing in range(3):
        yield (
            f"E9{missing:06d}", _protocol(0), f"X{missing}", "Approached",
            _us_day(drawn.years.start + 5), "Site 1", "",
        )  # fmt: skip


def _steps(people: studies.Recruits, at: int, luck: float) -> Iterator[tuple[str, int, str]]:
    yield "Approached", 0, ""
    if not people.screened[at]:
        return
    yield "Screened", 7, ""
    if people.failed[at]:
        yield "Screen Failure", 10, _REASONS[int(luck * len(_REASONS))]
        return
    yield "Eligible", 10, ""
    if not people.consented[at]:
        yield "Declined", 14, "no time"
        return
    yield "Consented", 14, ""
    if people.enrolled[at]:
        yield "On Study", 20, ""
    if people.withdrawn[at]:
        yield "Off Study - Withdrew", 40, "moved away"


def _references_file(drawn: Drawn) -> Iterator[Row]:
    as_of = f"{drawn.years.first - 1}-12-31"
    for place, condition in enumerate(CONDITIONS):
        women = round(float(drawn.women[place]) * PEOPLE)
        counted = [("legacy_re", one, round(float(share) * PEOPLE))
                   for one, share in zip(STRATA, drawn.shares[place], strict=True)]  # fmt: skip
        counted += [("sex", "female", women), ("sex", "male", PEOPLE - women)]
        for view, stratum, many in counted:
            yield "area registry", condition.key, view, stratum, many, as_of, "made up"


def _goals_file(drawn: Drawn) -> Iterator[Row]:
    for at in range(drawn.found.size):
        place = int(drawn.found.condition[at])
        shares = dict(zip(STRATA, drawn.shares[place].tolist(), strict=True))
        wanted = [("legacy_re", one, shares[one]) for one in _GOALS]
        wanted.append(("sex", "female", float(drawn.women[place])))
        for view, stratum, share in wanted:
            set_on = _us_day(drawn.found.opens[at] - 60)
            yield _protocol(at), view, stratum, f"{share:.4f}", "area registry", set_on


def _investigators_file(drawn: Drawn) -> Iterator[Row]:
    staff, said = drawn.staff, drawn.staff_said
    for at in range(staff.size):
        ticked = ";".join(said.boxes[at])
        left = _day(staff.left[at]) if staff.left[at] >= 0 else ""
        yield (
            _investigator(at), studies.UNITS[staff.unit[at]],
            funding.STAGES[staff.stage[at]].title() + " career", _day(staff.joined[at]), left,
            ticked, said.ethnicity[at], said.sex[at],
        )  # fmt: skip


def _proposals_file(drawn: Drawn) -> Iterator[Row]:
    asked, staff = drawn.applied, drawn.staff
    for at, who in enumerate(asked.who.tolist()):
        funded = bool(asked.funded[at])
        yield (
            f"P{at + 1:06d}", _investigator(who), funding.MECHANISMS[asked.mechanism[at]],
            funding.TOPICS[asked.topic[at]], _us_day(asked.submitted[at]),
            f"${asked.dollars[at]:,}.00", "Awarded" if funded else "Not funded",
            f"${asked.dollars[at]:,}.00" if funded else "", funding.DEGREES[staff.degree[who]],
            int(asked.experience[at]), int(asked.publications[at]),
        )  # fmt: skip


def _awards_file(drawn: Drawn) -> Iterator[Row]:
    given, staff = drawn.given, drawn.staff
    for at, who in enumerate(given.who.tolist()):
        opened = bool(given.open_call[at])
        # One in fifty bears no word on how it was given.
        said = "" if at % 50 == 7 else ("Y" if opened else "N")
        called = _day(given.day[at] - given.waited[at]) if opened else ""
        yield (
            f"A{at + 1:06d}", _investigator(who), funding.KINDS[given.kind[at]],
            studies.UNITS[staff.unit[who]], f"{given.dollars[at]}.00", _day(given.day[at]),
            called, said, "Y" if given.criteria[at] else "N", int(given.panel[at]),
        )  # fmt: skip


def _mentors_file(drawn: Drawn) -> Iterator[Row]:
    pairs = drawn.mentors
    for at, who in enumerate(pairs.mentee.tolist()):
        mentor = _investigator(int(pairs.mentor[at]))
        yield _investigator(who), mentor, _day(pairs.began[at]), "", int(pairs.meetings[at])


def _portfolio_file(drawn: Drawn) -> Iterator[Row]:
    items = drawn.items
    for at, place in enumerate(items.condition.tolist()):
        gap = f"GAP-{items.gap[at] + 1:03d}" if items.gap[at] >= 0 else ""
        yield (
            f"I{at + 1:05d}", "grant", CONDITIONS[place].key, f"{items.dollars[at]}",
            _day(items.began[at]), "", portfolio.FOCUS[items.focus[at]], gap,
        )  # fmt: skip


def _burden_file(drawn: Drawn) -> Iterator[Row]:
    as_of = f"{drawn.years.first - 1}-12-31"
    for condition in CONDITIONS:
        yield condition.key, "area", f"{condition.dalys:.0f}", as_of, "made up"


def _gaps_file(drawn: Drawn) -> Iterator[Row]:
    found = _day(first_day(drawn.years.first) - 90)
    for at, gap in enumerate(portfolio.GAPS):
        yield f"GAP-{at + 1:03d}", gap.measure, gap.view, gap.stratum, gap.condition, found


FILES: dict[str, tuple[tuple[str, ...], Callable[[Drawn], Iterator[Row]]]] = {
    "redcap_subjects": (
        ("record_id", "dob", *(f"race___{box}" for box in BOXES), "ethnicity", "sex", "pref_lang"),
        _subjects_file,
    ),
    "ctms_protocols": (
        ("Protocol No", "NCT Number", "Phase", "Sponsor Type", "NIH Clinical Research",
         "NIH Phase 3", "Condition", "Department", "Status", "Target Accrual", "Open Date",
         "Projected Close", "English Required", "English Rationale"),
        _studies_file,
    ),
    "ctms_sites": (("Protocol No", "Site", "Activated", "Closed"), _sites_file),
    "ctms_subject_status": (
        ("Event ID", "Protocol No", "Subject", "Status", "Status Date", "Site", "Reason"),
        _statuses_file,
    ),
    "reference_populations": (
        ("source", "condition", "grouping", "group", "people", "as_of", "citation"),
        _references_file,
    ),
    "inclusion_goals": (
        ("Protocol No", "grouping", "group", "share", "basis", "set_on"), _goals_file,
    ),
    "investigators": (
        ("Investigator", "Unit", "Stage", "Start", "End", "Race", "Ethnicity", "Sex"),
        _investigators_file,
    ),
    "proposals": (
        ("Proposal", "Investigator", "Mechanism", "Topic", "Submitted", "Requested", "Outcome",
         "Awarded Amount", "Degree", "Years Since Degree", "Publications"),
        _proposals_file,
    ),
    "internal_awards": (
        ("Award", "Investigator", "Type", "Unit", "Amount", "Notice Date", "Call Closed",
         "Open Call", "Criteria Published", "Panel Size"),
        _awards_file,
    ),
    "mentor_pairs": (("Mentee", "Mentor", "Start", "End", "Meetings 12m"), _mentors_file),
    "portfolio": (
        ("item", "type", "topic", "dollars", "start", "end", "disparity_focus", "answers_gap"),
        _portfolio_file,
    ),
    "burden": (("topic", "population", "dalys", "as_of", "citation"), _burden_file),
    "equity_gaps": (
        ("gap", "measure", "grouping", "group", "topic", "found_on"), _gaps_file,
    ),
}  # fmt: skip
