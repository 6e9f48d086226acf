"""Survey tables: what was asked, of whom, and what was answered, with nobody's name.

A respondent is a number that the survey house gave out. It is unlinkable to staff: no table
here holds a key of an employee, and none may be added.
"""

from __future__ import annotations

from typing import ClassVar

from commonweal.tables.columns import Flag, Number, Person, Point, Table, Text


class Survey(Table):
    """Hold one round of a survey, from the day it opened to the day it closed."""

    name: ClassVar[str] = "survey"
    says: ClassVar[str] = "One round of a survey"
    key: ClassVar[str] = "survey_key"
    survey_key = Text("source and id")
    instrument = Text("which questionnaire, with its version")
    opened = Point("first day on which it could be answered")
    closed = Point("last day on which it could be answered")
    mode = Text("anonymous or confidential")


class SurveyItem(Table):
    """Hold the items of a round: which composite each belongs to and how it is worded."""

    name: ClassVar[str] = "survey_item"
    says: ClassVar[str] = "One item of a survey"
    key: ClassVar[str] = "survey_item_key"
    survey_item_key = Text("source and id")
    survey_key = Text("round it was asked in")
    code = Text("number of the item, the same in every round")
    factor = Text("teamwork, communication_openness, response_to_error, inclusion ...")
    wording = Text("what was asked")
    lowest = Number("lowest answer there is")
    highest = Number("highest answer there is")
    reverse = Flag("whether it is worded the other way, so that a low answer is the good one")


class Respondent(Table):
    """Hold those who answered, with the few things that the frame is cut by."""

    name: ClassVar[str] = "respondent"
    says: ClassVar[str] = "A person who answered a survey, unlinkable to staff"
    key: ClassVar[str] = "respondent_key"
    respondent_key = Person("respondent", "number that the survey house gave out")
    survey_key = Text("round that was answered")
    layer = Text("status layer: attending, trainee, nurse, aide ...")
    work_unit = Text("unit where the person works")
    tenure = Text("years of service, in bands")


class Response(Table):
    """Hold one answer to one item; an item that does not apply has no value."""

    name: ClassVar[str] = "response"
    says: ClassVar[str] = "One answer to one item"
    key: ClassVar[str] = "response_key"
    response_key = Text("respondent and item")
    respondent_key = Person("respondent", "who answered")
    survey_item_key = Text("what was answered")
    value = Number("the answer as given; missing: does not apply, do not know, or left out")


class ResponseFrame(Table):
    """Hold how many were invited and how many answered, by what the frame is cut by."""

    name: ClassVar[str] = "response_frame"
    says: ClassVar[str] = "How many of a stratum were asked to answer, and did"
    key: ClassVar[str] = "response_frame_key"
    response_frame_key = Text("source and id")
    survey_key = Text("round")
    layer = Text("status layer of the stratum")
    work_unit = Text("unit of the stratum")
    tenure = Text("years of service of the stratum, in bands")
    invited = Number("people who were asked")
    responded = Number("people who answered, as the survey house counts them")


SURVEY: tuple[type[Table], ...] = (Survey, SurveyItem, Respondent, Response, ResponseFrame)
