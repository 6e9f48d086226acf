"""All bad exports of the corpus."""

from tests.corpus import fhir, mapped, omop, results

CASES = (*fhir.CASES, *mapped.CASES, *omop.CASES, *results.CASES)
