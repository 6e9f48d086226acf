"""Screened applicants who are interviewed, compared within each search."""

from commonweal.measures.workforce_common import decided

MEASURE = decided(
    "workforce.selection_interviewed",
    "screened",
    "Screened applicants who are interviewed",
    "{value} of those decided on were invited to an interview",
    "Between the screen and the interview a few people choose whom to meet. "
    "Small habits there add up over many searches.",
)
