"""All tables that a store can hold, area by area: the one list that intake and engine go by."""

from __future__ import annotations

from commonweal.kinds import Problem
from commonweal.tables.clinical import CLINICAL
from commonweal.tables.columns import Table
from commonweal.tables.community import COMMUNITY
from commonweal.tables.research import RESEARCH
from commonweal.tables.results import RESULTS
from commonweal.tables.survey import SURVEY
from commonweal.tables.teaching import TEACHING
from commonweal.tables.workforce import WORKFORCE

TABLES: tuple[type[Table], ...] = (
    *CLINICAL, *SURVEY, *WORKFORCE, *COMMUNITY, *RESEARCH, *TEACHING, *RESULTS,
)  # fmt: skip
BY_NAME: dict[str, type[Table]] = {table.name: table for table in TABLES}
ROSTERS: dict[str, type[Table]] = {table.people(): table for table in TABLES if table.roster()}


def roster_of(people: str) -> type[Table]:
    """Give the table that lists certain people, one row each.

    people: such as "patient" or "staff"
    Fails with Problem "people-unknown".
    >>> roster_of("patient").name
    'patient'
    """
    if people not in ROSTERS:
        raise Problem(
            "people-unknown",
            f"No table lists people called '{people}'.",
            f"Known are: {', '.join(ROSTERS)}.",
        )
    return ROSTERS[people]
