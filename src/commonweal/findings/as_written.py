"""Compare a rate with the text in which it was submitted: by whole numbers, to its last decimal."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

SCALES = {"": 100, "percent": 100, "%": 100, "proportion": 1, "per_1000": 1000, "per 1000": 1000}
_FORM = re.compile(r"(-?)(\d{1,15})(?:\.(\d{1,12}))?(\s*%)?")


@dataclass(frozen=True)
class Written:
    """Hold a number as it was written.

    whole:  its digits as one whole number, with its sign
    places: how many of them stand behind the point
    sign:   what stands behind the number, such as " %"

    >>> Written(741, 1, " %").value
    Fraction(741, 10)
    """

    whole: int
    places: int
    sign: str = ""

    @property
    def value(self) -> Fraction:
        """Give the number exactly."""
        return Fraction(self.whole, 10**self.places)

    def holds(self, exact: Fraction) -> bool:
        """Say whether a number, rounded as this one is written, is this one; a half goes both ways.

        >>> read("74.1").holds(Fraction(346 * 100, 467))
        True
        >>> read("0.13").holds(Fraction(1, 8)), read("0.12").holds(Fraction(1, 8))
        (True, True)
        """
        apart = abs(exact - self.value) * Fraction(2 * 10**self.places)
        return apart <= Fraction(1)

    def like(self, exact: Fraction) -> str:
        """Write a number with as many decimals, and with the same sign behind it.

        >>> read("74.1 %").like(Fraction(346 * 100, 467))
        '74.1 %'
        """
        scaled = abs(exact) * 10**self.places
        digits = str((2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator))
        digits = digits.rjust(self.places + 1, "0")
        text = f"{digits[: len(digits) - self.places]}.{digits[len(digits) - self.places :]}"
        return f"{'-' if exact < 0 else ''}{text.rstrip('.')}{self.sign}"


def read(text: str, sign: str = "") -> Written | None:
    """Read a number as it was written; None where it is none.

    text: such as "74.1", "74.1 %" or "0.741"
    sign: what is put behind it where the text has no percent sign
    >>> read("74.1 %")
    Written(whole=741, places=1, sign=' %')
    >>> read("about 74") is None
    True
    """
    found = _FORM.fullmatch(text.strip())
    if found is None:
        return None
    minus, digits, decimals, written = found.groups()
    whole = int(digits + (decimals or ""))
    return Written(-whole if minus else whole, len(decimals or ""), written or sign)


def scale_of(unit: str) -> int:
    """Give what a proportion is multiplied by in a unit; a unit that is not known is percent.

    unit: as it was submitted
    >>> scale_of("per_1000"), scale_of("")
    (1000, 100)
    """
    return SCALES.get(unit.strip().casefold(), 100)
