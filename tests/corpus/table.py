"""Write the corpus as the table of the documentation: what is bad, and what becomes of it."""

from __future__ import annotations

from itertools import groupby

from tests.corpus.case import Case
from tests.corpus.cases import CASES

KINDS = {
    "fhir": "FHIR as NDJSON", "csv": "Tables of your own", "omop": "OMOP",
    "results": "Results from elsewhere",
}  # fmt: skip
HEAD = """# What becomes of a bad export

Each line is an export that a test writes and hands to `commonweal ingest`. Some are in {term}`FHIR`
as {term}`NDJSON`, some are tables with a {term}`mapping`, some are OMOP, and some hold a
{term}`measure` that another engine computed. The test looks at how the command ends, at each
count, and at every word that is said: no word of a person's is among them. After a refusal the
version before stands untouched. In all others, rows received are rows kept plus rows listed.

Two more are too large for the table, in FHIR, in tables of your own and in OMOP. A line of 200 MB
is set aside, and the rest is kept; no process takes 600 MB of memory. A column whose type changes
in row 900,000 costs that one row its number: the row is marked, or set aside where it is FHIR.

A number larger than a computer holds spoils its line. It does not where it is passed over: in an
element of a claim that nobody reads, or in the former of two members of one name.

"""


def page() -> str:
    """Give the whole page."""
    parts = [HEAD.rstrip()]
    for kind, cases in groupby(CASES, lambda case: case.kind):
        parts.append(f"## {KINDS[kind]}")
        lines = [f"| {case.name} | {_verdict(case)} |" for case in cases]
        parts.append("\n".join(["| the export | what becomes of it |", "|---|---|", *lines]))
    return "\n\n".join(parts) + "\n"


def _verdict(case: Case) -> str:
    if case.refused:
        return f"refused: `{case.refused}`"
    said = [f"{n:,} set aside: `{why}`" for why, n in case.aside.items()]
    said += [f"{n:,} marked `{mark.split()[1]}`" for mark, n in case.marks.items()]
    said += ["read as far as it goes, and named"] if case.broken else []
    if not said:
        left = sum(out for _, _, _, out in case.files.values())
        kept = sum(count for _, count, _, _ in case.files.values())
        unread = [name for name, count in case.files.items() if count == (0, 0, 0, 0)]
        said += [f"{kept:,} rows kept"] if kept else ["an empty table"]
        said += [f"{left:,} counted as of no table"] if left else []
        said += ["files that nobody reads are named"] if unread and kept else []
    return "; ".join(said)
