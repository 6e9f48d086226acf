"""What the scorecard keeps: facts and constraints, no decisions."""

from commonweal.offices.scorecard.models.books import Book, Wanted
from commonweal.offices.scorecard.models.findings import Edition, Label, Record
from commonweal.offices.scorecard.models.initiatives import Initiative, WorkList
from commonweal.offices.scorecard.models.keys import ApiKey
from commonweal.offices.scorecard.models.releases import Origin, Release, Widening, Wish
from commonweal.offices.scorecard.models.tools import Input, Tool

__all__ = [
    "ApiKey",
    "Book",
    "Edition",
    "Initiative",
    "Input",
    "Label",
    "Origin",
    "Record",
    "Release",
    "Tool",
    "Wanted",
    "Widening",
    "Wish",
    "WorkList",
]
