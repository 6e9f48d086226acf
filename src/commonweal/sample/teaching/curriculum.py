"""Write the frame of competencies in two versions, and what the curriculum teaches and tests of it.

The frame is made up for the sample; it copies none that is published.
"""

from __future__ import annotations

from collections.abc import Iterator

from commonweal.sample.teaching import truth
from commonweal.sample.teaching.school import Row, School

FRAME = "Care across cultures"
# domain, competencies of the second version (knowledge, skill, attitude in turn)
FRAMES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Self and others", (
        "Names own habits of thought that shape a first impression",
        "Asks how a person wishes to be addressed",
        "Welcomes correction from patients and colleagues",
        "Tells habit from evidence in own decisions",
        "Seeks views that differ from own",
    )),
    ("Talking together", (
        "Knows when an interpreter is needed",
        "Works with an interpreter in the room and by phone",
        "Checks understanding by having it said back",
        "Explains without words of the trade",
        "Invites questions before deciding",
    )),
    ("Health in its place", (
        "Explains how housing, work and food bear on health",
        "Takes a history that includes daily life",
        "Knows the services of the neighborhood",
        "Refers to a service and finds out what came of it",
    )),
    (truth.THIN_DOMAIN, (
        "Explains how rules and money shape who is seen",
        "Reads a table of outcomes by group",
        "Finds a step where one group is lost",
        "Proposes a change of that step",
        "Stands up for a person treated unfairly",
    )),
    ("Learning from care", (
        "Asks patients how care went",
        "Changes own practice after what they said",
        "Teaches a colleague what was learned",
        "Reports a harm without blame",
        "Follows up on a report",
    )),
)  # fmt: skip
_KINDS = ("knowledge", "skill", "attitude")
_COURSES = ("Foundations", "Clinical reasoning", "Community health", "Ethics and law")


def competencies(school: School) -> Iterator[Row]:
    """Make both versions; the second holds from the first day of the last year.

    school: what it is drawn from
    """
    turn = f"{school.last_year}-01-01"
    number = 0
    for domain, texts in FRAMES:
        for place, wording in enumerate(texts):
            number += 1
            kind = _KINDS[place % len(_KINDS)]
            code = f"{domain[0]}{number}"
            if place:
                yield (f"CC1-{number:02d}", FRAME, "1.0", domain, code, wording, kind,
                       "2018-07-01", turn)  # fmt: skip
            yield (f"CC2-{number:02d}", FRAME, "2.0", domain, code, wording, kind, turn, "")


def sessions(school: School) -> Iterator[Row]:
    """Make the sessions and tests of the last two years.

    school: what it is drawn from
    """
    for event, year, _ in _events(school):
        place = int(event[-3:])
        tested = event[0] == "T"
        yield (
            event, _COURSES[place % 4], "Assessment" if tested else "Instruction",
            place % 4 + 1, place % 3 + 1, 1 if tested else 1 + place % 4,
            f"{year}-{place % 9 + 1:02d}-10",
        )  # fmt: skip


def objectives(school: School) -> Iterator[Row]:
    """Make the list of what each session and test carries.

    school: what it is drawn from
    """
    for event, _, nodes in _events(school):
        for node in nodes:
            yield f"{event}/{node}", event, node


def _events(school: School) -> Iterator[tuple[str, int, tuple[str, ...]]]:
    """Give sessions that carry a competency and the next, and a test of each that has one."""
    places = [domain for domain, texts in FRAMES for _ in texts]
    untested = _untested(school, places)
    for year, version in ((school.last_year - 1, "CC1"), (school.last_year, "CC2")):
        stem = f"{year % 100:02d}"
        for at in range(len(places)):
            both = (f"{version}-{at + 1:02d}", f"{version}-{(at + 1) % len(places) + 1:02d}")
            yield f"L{stem}-{at + 1:03d}", year, both
            if at not in untested:
                yield f"T{stem}-{at + 1:03d}", year, both[:1]


def _untested(school: School, places: list[str]) -> set[int]:
    found: set[int] = set()
    for gap in school.gaps:
        if gap.measure == "teaching.coverage":
            inside = [at for at, domain in enumerate(places) if domain == gap.group]
            found |= set(inside[: int(gap.size)])
    return found
