"""Why a number is not there, in words. The words stand here once and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from commonweal.kinds import message as _


class Reason(Enum):
    """Name why a number is hidden; the value is what a reader reads.

    The first two are told apart only inside the institution; in public they are one mark, so
    that a reader can not tell which number is the small one.

    Source: experience.md section 5; decisions.md, "What a hidden number says".
    >>> Reason.NOT_ASKED.value
    'not asked'
    """

    SMALL = _("not shown (1 to 10)")
    PROTECTS = _("not shown (protects another number)")
    NOT_ASKED = _("not asked")
    NOT_RECORDED = _("not recorded")
    SMALL_OR_PROTECTS = _("not shown (small, or protects a small number)")


USUAL = 11  # the smallest number of persons that may be shown, unless a policy says more
SMALLER_THAN = _("not shown (1 to {most})")


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
    below: int = USUAL

    def __str__(self) -> str:
        if self.reason is Reason.SMALL and self.below != USUAL:
            return SMALLER_THAN.format(most=self.below - 1)
        return self.reason.value
