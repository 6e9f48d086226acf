"""The closed list of purposes for which data may be looked at (trust.md section 3)."""

from __future__ import annotations

from enum import Enum


class Purpose(Enum):
    """Name why somebody looks. A purpose travels with every read and every release.

    >>> Purpose.EQUITY_MONITORING.value
    'P1'
    """

    EQUITY_MONITORING = "P1"
    QUALITY_IMPROVEMENT = "P2"
    APPROVED_RESEARCH = "P3"
    RUN_A_PROGRAM = "P4"
    LEGAL_REPORTING = "P5"
    OPERATE_THE_SYSTEM = "P6"
