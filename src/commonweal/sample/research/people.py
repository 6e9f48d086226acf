"""What participants and researchers say of themselves, as check boxes and words of a form."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from commonweal.sample.draws import BoolArray, Draws, IntArray, pick
from commonweal.sample.research.conditions import STRATA

# Check boxes of the form: race___1 ... race___6, then "unknown" and "prefer not to say".
BOXES = ("1", "2", "3", "4", "5", "6", "98", "99")
_BOX = {"aian": "1", "asian": "2", "black": "3", "nhpi": "4", "white": "5", "other": "6"}
_UNKNOWN, _DECLINED = "98", "99"
_TWO = (("3", "5"), ("2", "5"), ("1", "5"))
# What people who are Hispanic or Latino say of their race: another one, White, Black, nothing.
_HISPANIC = (("6",), ("5",), ("3",), ())
_TONGUES = {
    "hispanic": (("es", "en", "pt"), (0.48, 0.49, 0.03)),
    "asian": (("en", "zh", "vi"), (0.52, 0.40, 0.08)),
    "black": (("en", "ht", "so"), (0.86, 0.11, 0.03)),
}
ETHNICITIES = ("Hispanic or Latino", "Not Hispanic or Latino", "Unknown", "Prefer not to say")


@dataclass(frozen=True)
class Said:
    """Hold what people say, one entry each.

    boxes: check boxes ticked
    ethnicity: words of the form, "" where the question was left out
    sex: Female, Male or Unknown
    language: code
    """

    boxes: tuple[tuple[str, ...], ...]
    ethnicity: tuple[str, ...]
    sex: tuple[str, ...]
    language: tuple[str, ...]


def say(draws: Draws, topic: str, stratum: IntArray, woman: BoolArray) -> Said:
    """Draw what people say; one in twelve says nothing of race and ethnicity, whoever it is.

    draws:   random numbers
    topic:   of the draws
    stratum: place in STRATA of each person
    woman:   whether on record as female
    """
    stream = draws.on(f"said by {topic}")
    size = len(stratum)
    # Both questions are answered or neither, so that nobody moves from one stratum to another.
    silent = pick(stream, (0.915, 0.03, 0.03, 0.025), size).tolist()
    two = pick(stream, (0.5, 0.3, 0.2), size).tolist()
    one = pick(stream, (0.6, 0.25, 0.05, 0.1), size).tolist()
    unsaid = (stream.random(size) < 0.02).tolist()
    luck = stream.random(size)
    boxes, ethnicities, tongues = [], [], []
    for at, place in enumerate(stratum.tolist()):
        name = STRATA[place]
        box, ethnicity = _answers(name, silent[at], _TWO[two[at]], _HISPANIC[one[at]])
        boxes.append(box)
        ethnicities.append(ethnicity)
        tongues.append(_tongue(name, float(luck[at])))
    sex = tuple(
        "Unknown" if hidden else ("Female" if female else "Male")
        for hidden, female in zip(unsaid, woman.tolist(), strict=True)
    )
    return Said(tuple(boxes), tuple(ethnicities), sex, tuple(tongues))


def _answers(
    name: str, silent: int, two: tuple[str, ...], hispanic: tuple[str, ...]
) -> tuple[tuple[str, ...], str]:
    if silent:
        return (
            ((_UNKNOWN,), ETHNICITIES[2]),
            ((_DECLINED,), ETHNICITIES[3]),
            ((), ""),
        )[silent - 1]
    if name == "hispanic":
        return hispanic, ETHNICITIES[0]
    return (two if name == "multiple" else (_BOX[name],)), ETHNICITIES[1]


def _tongue(name: str, luck: float) -> str:
    codes, weights = _TONGUES.get(name, (("en", "ru"), (0.97, 0.03)))
    return codes[int(np.searchsorted(np.cumsum(weights), luck * sum(weights)))]
