"""All bad exports of the corpus."""

from tests.corpus import fhir, mapped

CASES = (*fhir.CASES, *mapped.CASES)
