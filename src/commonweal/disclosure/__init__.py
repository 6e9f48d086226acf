"""What may be told: the only room that makes `Released`."""

from commonweal.disclosure.door import release
from commonweal.disclosure.hidden import Hidden, Reason
from commonweal.disclosure.judged import Judged
from commonweal.disclosure.policy import Policy
from commonweal.disclosure.released import Gap, Rate, Released, ReleasedRow

__all__ = [
    "Gap",
    "Hidden",
    "Judged",
    "Policy",
    "Rate",
    "Reason",
    "Released",
    "ReleasedRow",
    "release",
]
