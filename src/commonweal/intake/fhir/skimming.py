"""Parse of a claim only what is read of it: a claim is long, and a table is made from little of it.

What is passed over must be JSON too. Where anything is odd the line is left to whoever parses it
whole, so what becomes of a bad line is decided in one place. One thing is not seen here: a number
that is passed over may be larger than any that a computer holds.
"""

from __future__ import annotations

from typing import Any, TypedDict

import msgspec

from commonweal.intake.fhir.reading import Resource

_BEGINS = b'{"resourceType":"ExplanationOfBenefit"'


class _Contained(TypedDict, total=False):
    """Hold what is read of a resource inside a claim."""

    resourceType: Any
    beneficiary: Any
    type: Any
    payor: Any


class _Claim(TypedDict, total=False):
    """Hold what is read of a claim: what makes its row, and the tail of the row."""

    resourceType: Any
    id: Any
    meta: Any
    patient: Any
    billablePeriod: Any
    contained: list[_Contained]


_DECODER = msgspec.json.Decoder(_Claim)


def skimmed(line: bytes) -> Resource | None:
    """Give a claim with the elements that are read, or None where the line must be parsed whole.

    line: JSON, perhaps bad; of no more levels than may be compared

    >>> skimmed(b'{"resourceType":"ExplanationOfBenefit","id":"7","item":[{"sequence":1}]}')
    {'resourceType': 'ExplanationOfBenefit', 'id': '7'}
    >>> skimmed(b'{"resourceType":"ExplanationOfBenefit","id":"7","item":[}') is None
    True
    """
    if not line.startswith(_BEGINS):
        return None
    try:
        # as text: bytes that are no UTF-8 would not be seen where they are passed over
        found = {**_DECODER.decode(line.decode())}
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    # a later member of the same name counts, and may name another type
    return found if found["resourceType"] == "ExplanationOfBenefit" else None
