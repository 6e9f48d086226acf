"""Applicants whose application passes the screen, compared within each search."""

from commonweal.measures.workforce_common import decided

MEASURE = decided(
    "workforce.selection_screened",
    "applied",
    "Applicants whose application passes the screen",
    "{value} of those decided on passed the screen",
    "Most applications end at the first look, often in seconds and unseen by anybody else. "
    "A difference here decides who is ever interviewed.",
)
