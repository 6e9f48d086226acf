"""Units of access to care: emergency visits, visits that need an interpreter, bookings.

How each comes about is in `engine.units.care`.
"""

from __future__ import annotations

from typing import ClassVar

from commonweal.tables.columns import Flag, Number, Person, Table, Text


class EdVisit(Table):
    """Hold a visit to the emergency department that began in the period.

    >>> EdVisit.people()
    'patient'
    """

    name: ClassVar[str] = "ed_visit"
    says: ClassVar[str] = "A visit to the emergency department"
    key: ClassVar[str] = "encounter_key"
    encounter_key = Text("visit")
    patient_key = Person("patient", "whose visit")
    left_unseen = Flag("whether the person left without being seen; missing: end not recorded")
    wait = Number(
        "minutes from arrival until a provider saw the person; missing: not seen, or "
        "recorded so that it can not be"
    )
    to_room = Number("minutes from arrival to a place of treatment")


class InterpretedVisit(Table):
    """Hold a visit or stay of a person who needs an interpreter.

    >>> InterpretedVisit.provided
    interpreted_visit.provided
    """

    name: ClassVar[str] = "interpreted_visit"
    says: ClassVar[str] = "A visit or stay of a person who needs an interpreter"
    key: ClassVar[str] = "encounter_key"
    encounter_key = Text("visit")
    patient_key = Person("patient", "whose visit")
    provided = Flag("whether an interpreter or a bilingual clinician helped; family is no one")
    declined = Flag("whether the person declined help and had none")


class Booking(Table):
    """Hold a visit that was booked to begin in the period.

    >>> Booking.cancelled_by_us
    booking.cancelled_by_us
    """

    name: ClassVar[str] = "booking"
    says: ClassVar[str] = "A booked visit"
    key: ClassVar[str] = "appointment_key"
    appointment_key = Text("booking")
    patient_key = Person("patient", "for whom")
    service_type = Text("what for")
    cancelled_by_us = Flag(
        "whether a provider or the system cancelled it; missing: cancelled, "
        "and nobody wrote by whom"
    )
