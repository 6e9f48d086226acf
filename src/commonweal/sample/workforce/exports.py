"""Write careers as a personnel system exports them: its columns, its words, and its faults."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from commonweal.sample.draws import IntArray
from commonweal.sample.made import Made, Row
from commonweal.sample.workforce import places, selves
from commonweal.sample.workforce.careers import FTES, NEVER, REASONS, YEAR, Careers
from commonweal.sample.workforce.development import LEVELS, PROGRAMS, Development, yearly_pay
from commonweal.sample.workforce.places import FAMILIES, SITES
from commonweal.sample.workforce.selves import shares

FAULTS = 3


def written(days: IntArray) -> list[str]:
    """Write days as ISO dates, "" for those that never come.

    days: counts of days from 1970
    """
    known = days < NEVER
    text = np.datetime_as_string(np.where(known, days, 0).astype("datetime64[D]"))
    return list(np.where(known, text, ""))


def worker(place: int) -> str:
    """Write the number of a person.

    place: of the person
    """
    return f"E{place + 100001}"


def position(place: int) -> str:
    """Write the number of the post that a person was hired into.

    place: of the person
    """
    return f"P-{place + 100001}"


def workers(careers: Careers) -> Made:
    """List the staff, with what the form on self-identification says.

    careers: the staff
    """
    head = ("Employee_ID", "Birth_Year", "Original_Hire_Date", "Continuous_Service_Date")
    return Made((*head, *selves.HEAD), _workers(careers))


def _workers(careers: Careers) -> Iterator[Row]:
    hired = written(careers.hired)
    for place, day in enumerate(hired):
        # A few years of birth were typed with a letter in them.
        born = "19o4" if place < FAULTS else int(careers.born[place])
        row = (worker(place), born, day, day, *careers.selves.cells(place, day))
        yield row
        if place == FAULTS:
            yield row


def history(careers: Careers) -> Made:
    """List who held which post, one line for each change, as of the start of the export.

    careers: the staff
    """
    head = (
        "Assignment_ID", "Employee_ID", "Position_ID", "Supervisory_Organization", "Job_Profile",
        "Compensation_Grade", "FTE", "Primary_Job", "Worker_Type", "Effective_Date", "End_Date",
    )  # fmt: skip
    return Made(head, _history(careers))


def _history(careers: Careers) -> Iterator[Row]:
    for place, changes in enumerate(_changes(careers)):
        ends = [*changes[1:, 0], careers.left[place]]
        days = written(np.array([*changes[:, 0], *ends]))
        family, term = int(careers.family[place]), bool(careers.term[place])
        for line, (begin, rank, unit) in enumerate(changes.tolist()):
            del begin
            end = ends[line]
            if end <= careers.years.start:
                continue
            row = (
                f"{worker(place)}-{line + 1}", worker(place), position(place),
                places.unit_code(unit), places.job_code(family, rank),
                places.rank_code(family, rank), FTES[int(careers.fte[place])], "Yes",
                "Contingent Worker" if term else "Employee", days[line], days[len(changes) + line],
            )  # fmt: skip
            yield row
            if place < FAULTS:
                yield row


def _changes(careers: Careers) -> Iterator[IntArray]:
    """Give for each person the days on which something changed, with rank and unit after it."""
    for place in range(careers.size):
        ups = careers.promoted[place][careers.promoted[place] < NEVER]
        moved = careers.moved[place : place + 1]
        days = np.unique(np.concatenate((careers.hired[place : place + 1], ups,
                                         moved[moved < NEVER])))  # fmt: skip
        rank = careers.rank[place] + (ups[None, :] <= days[:, None]).sum(axis=1)
        unit = np.where(days >= moved, careers.next_unit[place], careers.unit[place])
        yield np.column_stack((days, rank, unit))


def events(careers: Careers) -> Made:
    """List the business processes since the start of the export.

    careers: the staff
    """
    head = (
        "Event_ID", "Employee_ID", "Effective_Date", "Business_Process", "Reason",
        "Organization_From", "Organization_To", "Grade_From", "Grade_To",
    )  # fmt: skip
    return Made(head, _events(careers))


def _events(careers: Careers) -> Iterator[Row]:
    start = careers.years.start
    for place, changes in enumerate(_changes(careers)):
        family = int(careers.family[place])
        days = written(changes[:, 0])
        who = worker(place)
        for line, (day, rank, unit) in enumerate(changes.tolist()):
            if day < start:
                continue
            place_now, rank_now = places.unit_code(unit), places.rank_code(family, rank)
            number = f"{who}-EV{line + 1}"
            if line == 0:
                yield number, who, days[line], "Hire", "", "", place_now, "", rank_now
                continue
            _, was, before = changes[line - 1].tolist()
            kind = "Promote Employee" if rank > was else "Transfer"
            yield (number, who, days[line], kind, "", places.unit_code(before), place_now,
                   places.rank_code(family, was), rank_now)  # fmt: skip
        if careers.left[place] < NEVER:
            _, rank, unit = changes[-1].tolist()
            # One reason is not in the list that the mapping knows.
            reason = "Unknown to payroll" if place < FAULTS else REASONS[int(careers.reason[place])]
            yield (
                f"{who}-EX", who, written(careers.left[place : place + 1])[0], "Terminate",
                reason, places.unit_code(unit), "", places.rank_code(family, rank), "",
            )  # fmt: skip


def snapshots(careers: Careers, day: int) -> Made:
    """List who was on the payroll on one day: what other systems keep in place of a history.

    careers: the staff
    day:     count of days from 1970
    """
    head = (
        "As_Of_Date", "Employee_ID", "Supervisory_Organization", "Job_Profile",
        "Compensation_Grade", "FTE", "Worker_Type",
    )  # fmt: skip
    rank, unit = careers.rank_on(day), careers.unit_on(day)
    said = written(np.array([day]))[0]
    rows: Iterator[Row] = (
        (
            said, worker(place), places.unit_code(int(unit[place])),
            places.job_code(int(careers.family[place]), int(rank[place])),
            places.rank_code(int(careers.family[place]), int(rank[place])),
            FTES[int(careers.fte[place])],
            "Contingent Worker" if careers.term[place] else "Employee",
        )
        for place in np.flatnonzero(careers.here(day)).tolist()
    )  # fmt: skip
    return Made(head, rows)


def positions(careers: Careers, development: Development) -> Made:
    """List the posts, and which of them are critical.

    careers:     the staff
    development: with the critical posts
    """
    head = (
        "Position_ID", "Job_Profile", "Supervisory_Organization", "FTE", "Critical_Position",
        "Criticality_Score", "Available_Date",
    )  # fmt: skip
    scale = dict(zip(development.critical.tolist(), development.scale.tolist(), strict=True))
    unit, hired = careers.unit_on(careers.years.end - 1), written(careers.hired)
    rows: Iterator[Row] = (
        (
            position(place), places.job_code(int(careers.family[place]), int(careers.rank[place])),
            places.unit_code(int(unit[place])), FTES[int(careers.fte[place])],
            "Yes" if place in scale else "No", scale.get(place, ""), hired[place],
        )
        for place in range(careers.size)
    )  # fmt: skip
    return Made(head, rows)


def pay(careers: Careers, development: Development) -> Made:
    """List base pay from each July of the last years, and at hire.

    careers:     the staff
    development: with the factor of each person's pay
    """
    head = ("Employee_ID", "Effective_Date", "Pay_Component", "Annualized_Amount", "FTE",
            "Currency")  # fmt: skip
    return Made(head, _pay(careers, development))


def _pay(careers: Careers, development: Development) -> Iterator[Row]:
    fte = np.array([float(one) for one in FTES])[careers.fte]
    years = careers.years
    july = [years.end - round(YEAR / 2) - round(back * YEAR) for back in (2, 1, 0)]
    for day in july:
        amount = np.round(yearly_pay(careers, development, day) * fte).astype(np.int64)
        said = written(np.array([day]))[0]
        for place in np.flatnonzero(careers.here(day)).tolist():
            # A few amounts stand in a letter only.
            told = "see letter" if place < FAULTS else _dollars(int(amount[place]))
            yield worker(place), said, "Base Pay", told, fte[place], "USD"
    hired = written(careers.hired)
    for place in np.flatnonzero(careers.hired > july[0]).tolist():
        told = _dollars(round(_starting(careers, development, place) * float(fte[place])))
        yield worker(place), hired[place], "Base Pay", told, fte[place], "USD"


def _starting(careers: Careers, development: Development, place: int) -> int:
    later = max((careers.years.end - int(careers.hired[place])) / YEAR, 0)
    base: float = places.PAY[int(careers.family[place])] * places.STEP ** int(careers.rank[place])
    then: float = base * 0.974**later * float(development.factor[place])
    return round(then / 100) * 100


def _dollars(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"


def ranges(careers: Careers) -> Made:
    """List what jobs are paid at each site.

    careers: the staff, for the years
    """
    head = ("Job_Profile", "Location", "Effective_Date", "Minimum", "Midpoint", "Maximum")
    day = written(np.array([careers.years.start]))[0]
    rows: Iterator[Row] = (
        (
            places.job_code(family, rank), site, day,
            *(_dollars(round(places.PAY[family] * places.STEP**rank * part / 100) * 100)
              for part in (0.8, 1.0, 1.3)),
        )
        for family in range(len(FAMILIES)) for rank in range(places.RANKS) for site in SITES
    )  # fmt: skip
    return Made(head, rows)


def mentoring(careers: Careers, development: Development) -> Made:
    """List mentoring relations, a line for each of the two.

    careers:     the staff
    development: with the relations
    """
    head = ("Employee_ID", "Program", "Role", "Start_Date", "End_Date", "Meetings_Held")
    return Made(head, _mentoring(development))


def _mentoring(development: Development) -> Iterator[Row]:
    start, end = written(development.start), written(development.end)
    for line, (mentee, mentor) in enumerate(
        zip(development.mentee.tolist(), development.mentor.tolist(), strict=True)
    ):
        told = (PROGRAMS[int(development.program[line])], start[line], end[line])
        for who, role in ((mentee, "Mentee"), (mentor, "Mentor")):
            yield worker(who), told[0], role, told[1], told[2], int(development.meetings[line])


def succession(careers: Careers, development: Development) -> Made:
    """List who was assessed as able to follow in a critical post.

    careers:     the staff
    development: with the assessments
    """
    head = ("Position_ID", "Employee_ID", "Readiness", "Assessed_On", "Valid_Until")
    assessed = written(development.assessed)
    until = written(development.assessed + 365)
    rows: Iterator[Row] = (
        (
            position(int(development.critical[post])), worker(int(development.person[line])),
            LEVELS[int(development.level[line])], assessed[line], until[line],
        )
        for line, post in enumerate(development.post.tolist())
    )  # fmt: skip
    return Made(head, rows)


def benchmarks(careers: Careers) -> Made:
    """List the shares of groups elsewhere, each with its kind: as they are drawn, made up.

    careers: the staff, for the years
    """
    head = ("Benchmark_ID", "Kind", "Job_Family", "Area", "Attribute", "Group", "Share",
            "Margin_of_Error_90", "Vintage", "Source")  # fmt: skip
    return Made(head, _benchmarks(str(careers.years.last - 1)))


def _benchmarks(vintage: str) -> Iterator[Row]:
    kinds = [("Availability", family) for family in FAMILIES]
    for kind, family in (*kinds, ("Mirror", ""), ("Norm", "")):
        for view, groups in shares().items():
            for group, share in sorted(groups.items()):
                yield (
                    f"{kind[:1]}-{family or 'all'}-{view}-{group}", kind, family, "Made-up area",
                    view, group, round(share, 6), 0.002 if kind == "Availability" else "", vintage,
                    "Made up",
                )  # fmt: skip
