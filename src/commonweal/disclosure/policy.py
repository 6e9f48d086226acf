"""How careful a release must be. The numbers of the policy stand here once and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass

from commonweal.kinds import Problem

THRESHOLD = 11  # persons; fewer than this, and not 0, are never shown
CERTAINTY_BELOW = 50  # persons; in a smaller group "none" and "all" tell about each one
LEVELS = ("internal", "public")


@dataclass(frozen=True)
class Policy:
    """Set how few persons may be shown, and to whom.

    threshold:          smallest number of persons shown; settable upwards only, never below 11
    level:              "internal" (four reasons) or "public" (small and protecting are one mark)
    certainty_below:    persons; in a smaller group a rate of 0 % or 100 % is hidden
    certainty_approved: whether a privacy officer approved showing such rates

    Fails with Problem "threshold-too-low" or "level-unknown".
    Source: trust.md 5.2, rules 1 to 3; decisions.md, "Smallest cell".
    >>> Policy().threshold
    11
    """

    threshold: int = THRESHOLD
    level: str = "internal"
    certainty_below: int = CERTAINTY_BELOW
    certainty_approved: bool = False

    def __post_init__(self) -> None:
        if self.threshold < THRESHOLD or self.certainty_below < CERTAINTY_BELOW:
            raise Problem(
                "threshold-too-low",
                f"The smallest number of persons shown can be raised but not set below {THRESHOLD},"
                f" and the bound for 0 % and 100 % not below {CERTAINTY_BELOW}.",
                "Leave the number out of the policy, or write a larger one.",
            )
        if self.level not in LEVELS:
            raise Problem(
                "level-unknown",
                f"'{self.level}' is not a level of care.",
                f"Write {LEVELS[0]} or {LEVELS[1]}.",
            )
