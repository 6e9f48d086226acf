"""Write searches as a recruiting system exports them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from commonweal.sample.made import Made, Row
from commonweal.sample.workforce import places, selves
from commonweal.sample.workforce.careers import NEVER
from commonweal.sample.workforce.exports import written
from commonweal.sample.workforce.searches import CHANNELS, FORWARD, OUTCOMES, Searches

STAGES = ("Application", "Screen", "Interview", "Offer", "Ready for Hire")


def requisitions(searches: Searches) -> Made:
    """List the searches.

    searches: all of them
    """
    head = (
        "Job_Requisition_ID", "Job_Profile", "Supervisory_Organization", "Created", "Posted",
        "Filled", "Cancelled", "Openings", "Internal_Only",
    )  # fmt: skip
    return Made(head, _requisitions(searches))


def _requisitions(searches: Searches) -> Iterator[Row]:
    opened, posted = written(searches.opened), written(searches.opened + 2)
    closed = written(np.where(searches.closed == 0, NEVER, searches.closed))
    for place, day in enumerate(opened):
        ended = closed[place]
        cancelled = bool(searches.cancelled[place])
        yield (
            _search(place), places.job_code(int(searches.family[place]), 0),
            places.unit_code(int(searches.unit[place])), day, posted[place],
            "" if cancelled else ended, ended if cancelled else "",
            int(searches.openings[place]), "No",
        )  # fmt: skip


def candidates(searches: Searches) -> Made:
    """List the applicants, with the form on self-identification, which no recruiter sees.

    searches: all of them
    """
    first = np.full(len(searches.selves.sex), NEVER)
    np.minimum.at(first, searches.applicant, searches.applied)
    known = np.flatnonzero(first < NEVER).tolist()
    days = written(first)
    rows: Iterator[Row] = (
        (_candidate(place), days[place], *searches.selves.cells(place, days[place]))
        for place in known
    )
    return Made(("Candidate_ID", "First_Application_Date", *selves.HEAD), rows)


def applications(searches: Searches) -> Made:
    """List the applications.

    searches: all of them
    """
    head = (
        "Job_Application_ID", "Job_Requisition_ID", "Candidate_ID", "Applied_On", "Source",
        "Internal", "Meets_Basic_Qualifications",
    )  # fmt: skip
    days = written(searches.applied)
    rows: Iterator[Row] = (
        (
            _application(place), _search(int(searches.search[place])),
            _candidate(int(searches.applicant[place])), day,
            CHANNELS[int(searches.channel[place])], "No",
            "Yes" if searches.qualified[place] else "No",
        )
        for place, day in enumerate(days)
    )  # fmt: skip
    return Made(head, rows)


def stages(searches: Searches) -> Made:
    """List the stages that applications entered, and what came of each.

    searches: all of them
    """
    head = ("Move_ID", "Job_Application_ID", "Candidate_ID", "Stage", "Entered_On", "Disposition")
    return Made(head, _stages(searches))


def _stages(searches: Searches) -> Iterator[Row]:
    days = [written(searches.applied + 9 * stage) for stage in range(len(STAGES))]
    for place, reached in enumerate(searches.reached.tolist()):
        who = _candidate(int(searches.applicant[place]))
        for stage in range(reached):
            last = stage == reached - 1
            outcome = int(searches.outcome[place]) if last else FORWARD
            yield (
                f"{_application(place)}-{stage + 1}", _application(place), who, STAGES[stage],
                days[stage][place], OUTCOMES[outcome],
            )  # fmt: skip


def _search(place: int) -> str:
    return f"REQ-{place + 10001}"


def _application(place: int) -> str:
    return f"JA-{place + 100001}"


def _candidate(place: int) -> str:
    return f"C{place + 100001}"
