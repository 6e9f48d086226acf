"""Write as CSV what FHIR exports lack: bookings, help with language, times of emergency visits."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from commonweal.sample import access, visits, writing
from commonweal.sample.drawn import Drawn
from commonweal.sample.draws import pick, where
from commonweal.sample.made import Made, Row
from commonweal.sample.persons import number_of
from commonweal.sample.places import HOSPITALS
from commonweal.sample.records import appointment_number

_SERVICES = {
    visits.OFFICE: "office visit",
    visits.ANNUAL: "annual visit",
    visits.HOME: "home visit",
}
_LOST = (("noshow", ""), ("cancelled", "patient"), ("cancelled", "provider"))


def write(folder: Path, name: str, made: Made) -> int:
    """Write a table, and give how many rows there are.

    folder: where
    name: of the table
    made: the table
    """
    return writing.table(folder / f"{name}.csv", made.head, made.rows)


def appointments(drawn: Drawn) -> Made:
    """Make the bookings: those that led to a visit, and those that did not.

    drawn: the sample
    """
    return Made(_BOOKING_HEAD, _bookings(drawn))


MADE: dict[str, Callable[[Drawn], Made]] = {
    "appointment": appointments,
    "interpreter_use": access.interpreters,
    "ed_track": access.ed_tracks,
}


def _bookings(drawn: Drawn) -> Iterator[Row]:
    seen, stream = drawn.visits, drawn.draws.on("bookings")
    booked = where(np.isin(seen.kind, sorted(visits.BOOKED)))
    ahead = stream.integers(1, 60, len(booked)).tolist()
    lost = stream.random(len(booked)).tolist()
    ends = pick(stream, (0.5, 0.35, 0.15), len(booked)).tolist()
    time, day_text = drawn.writing.time, drawn.writing.day
    for place, before, luck, end in zip(booked.tolist(), ahead, lost, ends, strict=True):
        person, day = number_of(int(seen.person[place])), int(seen.day[place])
        service = _SERVICES[int(seen.kind[place])]
        site = HOSPITALS[int(seen.site[place])][0]
        minute, minutes = int(seen.minute[place]), int(seen.length[place])
        number = appointment_number(place)
        booked_on = day_text(day - before)
        starts = time(day, minute)
        yield number, person, service, booked_on, starts, minutes, "fulfilled", "", site
        if luck < 0.14:
            # An earlier booking for the same need, which came to nothing.
            missed = time(day - before, minute)
            status, who = _LOST[end]
            asked = day_text(day - before - 14)
            yield f"{number}-lost", person, service, asked, missed, minutes, status, who, site


_BOOKING_HEAD = (
    "booking", "person", "service", "booked_on", "starts_at", "minutes", "status",
    "cancelled_by", "hospital",
)  # fmt: skip
MAPPING = """\
# What the columns of the tables of the made-up health system mean.

[[file]]
name = "appointment.csv"
table = "appointment"

[file.columns]
appointment_key = "booking"
patient_key = "person"
service_type = "service"
created = "booked_on"
start = "starts_at"
minutes = "minutes"
status = "status"
cancelled_by = "cancelled_by"
org_key = "hospital"

[[file]]
name = "interpreter_use.csv"
table = "interpreter_use"

[file.columns]
interpreter_use_key = "help"
encounter_key = "visit"
patient_key = "person"
mode = "mode"
requested = "asked_at"
start = "began_at"
end = "ended_at"
declined = "declined"

[[file]]
name = "ed_track.csv"
table = "ed_track"

[file.columns]
ed_track_key = "track"
encounter_key = "visit"
patient_key = "person"
arrived = "arrived_at"
roomed = "roomed_at"
seen = "provider_at"
departed = "left_at"
outcome = { column = "ending", map = { "home" = "discharged", "admitted" = "admitted", \
"transferred" = "transferred", "LWBS" = "left_unseen", "AMA" = "left_early" } }
"""
