"""Booked visits that a provider or the system cancelled."""

from commonweal.measures.criteria import IsTrue, Known
from commonweal.measures.measure import Better, Measure, Step
from commonweal.tables.units.care import Booking

MEASURE = Measure(
    key="care.cancelled_by_us",
    version="1.0.0",
    title="Booked visits that we cancelled",
    commitments=("C2",),
    better=Better.LOWER,
    unit_of_analysis=Booking,
    people="booked visits",
    population=(Step("booked, and known by whom if cancelled", Known(Booking.cancelled_by_us)),),
    event=Step("cancelled by a provider or the system", IsTrue(Booking.cancelled_by_us)),
    met="were cancelled by us",
    smallest_gap=0.25,
    needs=("patient", "appointment"),
    why=(
        "A visit that we cancel costs a day of work, a ride and weeks of waiting, and most for "
        "those who have the least of these. Missed visits are counted everywhere; ours are not."
    ),
    limits=(
        "A visit counts in the period in which it should have begun. One that was booked again "
        "the next day counts like one that was not. Cancellations without a note of who did it "
        "are not counted and stand in the funnel. Kinds of clinic are not allowed for."
    ),
    levers=(
        "Leave and on-call plans made before visits are booked, a first place in line for those "
        "we cancelled, and telling people in their own language: clinics and patient access."
    ),
    sources=("care-measures.md 2.3 and 3 of this project, step 2",),
)
