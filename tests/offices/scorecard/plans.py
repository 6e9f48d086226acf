"""What the tests of initiatives share: one that lacks nothing, and the words of its form."""

from __future__ import annotations

from typing import Any

from commonweal.offices.house import clock
from commonweal.offices.people.models import Person
from commonweal.offices.scorecard.models import Initiative, Record

LAWFUL = "Patients whose last blood pressure was high. Everybody who wants a home cuff."
NAMED = "Women over 65."
STANDS_IN = "People from the census tract of the east clinic."


def initiative(owner: Person, record: Record | None = None, **more: Any) -> Initiative:
    """Make an initiative that lacks nothing, with changes."""
    words = {
        "name": "Call back after a high reading", "commitment": "C1", "record": record,
        "changes": "Nurses call within a week.", "eligibility": LAWFUL, "owner": owner,
        "office": "council", "begins": "2026-01-05", "target": "2026-12-31",
        "outcome": record.key if record else "care.bp_control", "design": "periods",
        "needs": "Transport and food.", "off_plan": "We meet each week.",
        "informs": "A letter each quarter.", "proposed_by": "somebody", "patients": True,
        "made": clock.now(), "worded": clock.now(),
    }  # fmt: skip
    made = Initiative.objects.create(**words | more)
    made.refresh_from_db()
    return made


def filled(owner: Person, **more: str) -> dict[str, str]:
    """Give a filled form."""
    return {
        "name": "Call back", "commitment": "C1", "changes": "Nurses call.", "patients": "on",
        "eligibility": LAWFUL, "rationale": "", "owner": str(owner.pk), "office": "council",
        "begins": "2026-01-05", "target": "2026-12-31", "outcome": "care.bp_control",
        "design": "periods", "needs": "", "off_plan": "", "informs": "",
    } | more  # fmt: skip
