"""Interviewed applicants who are offered the job, compared within each search."""

from commonweal.measures.workforce_common import decided

MEASURE = decided(
    "workforce.selection_offered",
    "interviewed",
    "Interviewed applicants who are offered the job",
    "{value} of those decided on were offered the job",
    "The interview is where judgment weighs most and rules least. "
    "A gap here is the one that the people concerned feel.",
)
