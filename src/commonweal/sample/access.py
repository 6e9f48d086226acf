"""Draw how people got in: help with language at visits, and the times of emergency visits."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from commonweal.sample import visits
from commonweal.sample.drawn import Drawn
from commonweal.sample.draws import pick, where
from commonweal.sample.made import Made, Row
from commonweal.sample.people import LANGUAGES, NEEDS
from commonweal.sample.persons import number_of
from commonweal.sample.records import encounter_number

# Help that counts, by share; where none was given, family helped at some visits.
_MODES = ("video", "phone", "in_person", "bilingual_clinician")
_MODE_SHARES = (0.41, 0.29, 0.17, 0.13)
_FAMILY, _DECLINED = 0.25, 0.03
_ENDINGS = ("home", "admitted", "transferred", "AMA")
_ENDING_SHARES = (0.74, 0.21, 0.03, 0.02)
# Waits of the same department lie this far apart, on the log scale.
_SPREAD = 0.6
_HELP_HEAD = (
    "help", "visit", "person", "language", "mode", "asked_at", "began_at", "ended_at", "declined",
)  # fmt: skip
_TRACK_HEAD = (
    "track", "visit", "person", "arrived_at", "roomed_at", "provider_at", "left_at", "ending",
)  # fmt: skip


def interpreters(drawn: Drawn) -> Made:
    """Make the help with language at visits of people who need it.

    drawn: the sample
    """
    return Made(_HELP_HEAD, _helps(drawn))


def ed_tracks(drawn: Drawn) -> Made:
    """Make the times of emergency visits, as the tracking board keeps them.

    drawn: the sample
    """
    return Made(_TRACK_HEAD, _tracks(drawn))


def _helps(drawn: Drawn) -> Iterator[Row]:
    seen, stream = drawn.visits, drawn.draws.on("interpreters")
    needed = where(drawn.people.needs[seen.person] == NEEDS.index("yes"))
    size = len(needed)
    given = stream.random(size) < drawn.access["care.interpreter_provided"][seen.person[needed]]
    family = stream.random(size) < _FAMILY
    declined = stream.random(size) < _DECLINED
    modes = pick(stream, _MODE_SHARES, size).tolist()
    waits = stream.integers(0, 45, size).tolist()
    time = drawn.writing.time
    for at, place in enumerate(needed.tolist()):
        if not (given[at] or family[at] or declined[at]):
            continue
        person, day = int(seen.person[place]), int(seen.day[place])
        minute, wait = int(seen.minute[place]), waits[at]
        refused = bool(declined[at])
        start = "" if refused else time(day, minute + wait)
        end = "" if refused else time(day, minute + wait + int(seen.length[place]))
        mode = _MODES[modes[at]] if given[at] else "family"
        yield (
            f"help-{place + 1:07d}", encounter_number(place), number_of(person),
            LANGUAGES[int(drawn.people.language[person])], "" if refused else mode,
            time(day, minute), start, end, "yes" if refused else "no",
        )  # fmt: skip


def _tracks(drawn: Drawn) -> Iterator[Row]:
    seen, stream = drawn.visits, drawn.draws.on("tracking board")
    places = where(seen.kind == visits.EMERGENCY)
    size = len(places)
    person = seen.person[places]
    middle = drawn.access["care.wait_to_provider"][person]
    wait = np.round(middle * np.exp(_SPREAD * stream.standard_normal(size))).astype(np.int64)
    room = (wait * stream.random(size)).astype(np.int64)
    unseen = stream.random(size) < drawn.access["care.left_without_being_seen"][person]
    endings = pick(stream, _ENDING_SHARES, size).tolist()
    # Some cells are empty, and some clocks were wrong.
    luck = stream.random(size)
    time = drawn.writing.time
    for at, place in enumerate(places.tolist()):
        day, minute = int(seen.day[place]), int(seen.minute[place])
        late = -15 if luck[at] < 0.004 else int(wait[at])
        known = not unseen[at] and luck[at] < 0.985
        yield (
            f"board-{place + 1:07d}", encounter_number(place), number_of(int(person[at])),
            time(day, minute), "" if unseen[at] else time(day, minute + int(room[at])),
            time(day, minute + late) if known else "",
            time(day, minute + int(seen.length[place])),
            "LWBS" if unseen[at] else _ENDINGS[endings[at]],
        )  # fmt: skip
