"""What a person said, or the reason why there is no answer: seven states, never folded together."""

from __future__ import annotations

from dataclasses import dataclass

_REASONS = {
    "asku": "declined", "unk": "unknown", "nask": "not_asked", "ni": "not_recorded",
    "nav": "not_recorded", "nava": "not_recorded", "na": "not_recorded", "msk": "not_recorded",
    "asked-declined": "declined", "asked-unknown": "unknown", "not-asked": "not_asked",
    "unknown": "unknown", "temp-unknown": "unknown", "masked": "not_recorded",
    "not-applicable": "not_recorded", "unsupported": "not_recorded", "as-text": "not_recorded",
    "error": "not_recorded", "choose not to disclose": "declined", "declined": "declined",
    "asked-no-answer": "declined", "not_asked": "not_asked", "not_recorded": "not_recorded",
    "invalid": "invalid",
    **dict.fromkeys(("refused", "patient refused", "patient declined", "declined to answer",
                     "decline to answer", "prefer not to answer", "prefer not to say",
                     "prefer not to disclose", "prefers not to answer", "choose not to say",
                     "choose not to answer", "chose not to answer"), "declined"),
    **dict.fromkeys(("don't know", "do not know", "does not know"), "unknown"),
    "not asked": "not_asked",
    **dict.fromkeys(("not recorded", "not reported", "not documented", "not specified",
                     "not available", "unspecified", "missing", "blank", "tbd", "nan", "n/a"),
                    "not_recorded"),
}  # fmt: skip


@dataclass(frozen=True)
class Said:
    """Hold one answer.

    value: code, or None when there is none
    system: code system of the value as sent, or None
    status: stated, declined, unknown, not_asked, not_recorded, invalid or conflict
    """

    value: str | None
    system: str | None = None
    status: str = "stated"


NOT_RECORDED = Said(None, None, "not_recorded")
INVALID = Said(None, None, "invalid")


def nullish(code: str) -> Said | None:
    """Give the state that a null flavor or a data-absent reason stands for, or None.

    code: as sent
    """
    status = _REASONS.get(code.casefold())
    return None if status is None else Said(None, None, status)
