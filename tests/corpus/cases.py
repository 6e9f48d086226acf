"""All bad exports of the corpus."""

from tests.corpus import columnar, fhir, mapped, omop, results, saved

CASES = (
    *fhir.CASES, *mapped.CASES, *saved.CASES, *columnar.MAPPED_CASES, *omop.CASES,
    *columnar.OMOP_CASES, *results.CASES,
)  # fmt: skip
