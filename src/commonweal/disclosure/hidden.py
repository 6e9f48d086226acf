"""Why a number is not there, in words. The words stand here once and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Reason(Enum):
    """Name why a number is hidden; the value is what a reader reads.

    The first two are told apart only inside the institution; in public they are one mark, so
    that a reader can not tell which number is the small one.

    Source: experience.md section 5; decisions.md, "What a hidden number says".
    >>> Reason.NOT_ASKED.value
    'not asked'
    """

    SMALL = "not shown (1 to 10)"
    PROTECTS = "not shown (protects another number)"
    NOT_ASKED = "not asked"
    NOT_RECORDED = "not recorded"
    SMALL_OR_PROTECTS = "not shown (small, or protects a small number)"


@dataclass(frozen=True)
class Hidden:
    """Stand in the place of a number that is not shown.

    reason: why it is not shown
    below:  the smallest number of persons that may be shown, 11 unless a policy sets it higher

    >>> str(Hidden(Reason.SMALL))
    'not shown (1 to 10)'
    >>> str(Hidden(Reason.SMALL, below=21))
    'not shown (1 to 20)'
    """

    reason: Reason
    below: int = 11

    def __str__(self) -> str:
        return self.reason.value.replace("1 to 10", f"1 to {self.below - 1}")
