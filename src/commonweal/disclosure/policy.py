"""How careful a release must be. The numbers of the policy stand here once and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass

from commonweal.kinds import Problem

THRESHOLD = 11  # persons; fewer than this, and not 0, are never shown
# Fewest that may be shown together: vendors keep a rule of their own (community.md K5), and
# things, such as conditions or topics, have nothing to hide.
FLOORS = {"persons": THRESHOLD, "vendors": 5, "things": 1}
HALF = 0.5  # of the sum of a group of vendors; one that holds more would be seen through it
CERTAINTY_BELOW = 50  # persons; in a smaller group "none" and "all" tell about each one
LEVELS = ("internal", "public")


@dataclass(frozen=True)
class Policy:
    """Set how few persons may be shown, and to whom.

    threshold:          smallest number of persons shown; settable upwards only, never below 11
    level:              "internal" (four reasons) or "public" (small and protecting are one mark)
    certainty_below:    persons; in a smaller group a rate of 0 % or 100 % is hidden
    certainty_approved: whether a privacy officer approved showing such rates
    about:              what is counted: "persons", "vendors" or "things"

    Fails with Problem "threshold-too-low" or "level-unknown".
    Source: trust.md 5.2, rules 1 to 3; decisions.md, "Smallest cell".
    >>> Policy().threshold
    11
    """

    threshold: int = THRESHOLD
    level: str = "internal"
    certainty_below: int = CERTAINTY_BELOW
    certainty_approved: bool = False
    about: str = "persons"

    def __post_init__(self) -> None:
        floor = FLOORS.get(self.about, THRESHOLD)
        if self.threshold < floor or self.certainty_below < CERTAINTY_BELOW:
            raise Problem(
                "threshold-too-low",
                f"The smallest number of {self.about} shown can be raised but not set below "
                f"{floor}, and the bound for 0 % and 100 % not below {CERTAINTY_BELOW}.",
                "Leave the number out of the policy, or write a larger one.",
            )
        if self.level not in LEVELS:
            raise Problem(
                "level-unknown",
                f"'{self.level}' is not a level of care.",
                f"Write {LEVELS[0]} or {LEVELS[1]}.",
            )
