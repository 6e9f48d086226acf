"""The interface for machines: published findings for everybody, more with a key that may see it."""

from __future__ import annotations

import re
from dataclasses import asdict, fields
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Field, NinjaAPI, Path, Query, Schema
from ninja.errors import ValidationError
from ninja.security import HttpBearer
from pydantic import BeforeValidator

from commonweal.findings.finding import Finding
from commonweal.offices.house import wall
from commonweal.offices.house.faults import Refusal
from commonweal.offices.house.policy import Actor
from commonweal.offices.scorecard.flow.keys import WITH_KEY, WITHOUT, Refused, reader
from commonweal.offices.scorecard.flow.widening import held
from commonweal.offices.scorecard.models import Edition, Record, Release
from commonweal.offices.scorecard.models.findings import labels_for, public_only
from commonweal.offices.scorecard.models.promised import rows_for

MOST = 100
NO_NUL = r"^[^\x00]*$"  # no database holds it
LARGEST = 10**9  # what every database can count to
WHOLE = re.compile("0|-?[1-9][0-9]*")


def whole(given: object) -> object:
    """Pass on a whole number as the description means it: "+5" and "5.0" are read, but are none."""
    if isinstance(given, str) and not WHOLE.fullmatch(given):
        raise ValueError(given)
    return given


class Fault(Schema):
    """Say why there is no answer."""

    code: str
    says: str
    do: str
    wait: Annotated[int, Field(ge=0, description="Seconds to wait; 0 where waiting helps nothing")]


class CellOut(Schema):
    """Hold a number that may be shown, or the words that say why it is not."""

    value: float | None
    text: str


class RowOut(Schema):
    """Say how one group fares, or everybody together."""

    label: str
    judged: bool
    grade: str
    verdict: str
    rate: CellOut
    low: CellOut
    high: CellOut
    interval: str
    numerator: CellOut
    denominator: CellOut
    gap: CellOut
    gap_interval: str
    ratio: CellOut
    sentence: str
    price: str
    trace: str


class StepOut(Schema):
    """Say how many left at one step, for each row in order, everybody last."""

    label: str
    cells: list[CellOut]


class LineOut(Schema):
    """Say one further figure of a finding."""

    label: str
    cell: CellOut
    interval: str


class BriefOut(Schema):
    """Say what one measure shows by one view, in a line."""

    id: UUID
    edition: UUID
    key: str
    title: str
    view: str
    view_key: str
    site: str
    period: str
    commitments: list[str]
    computable: bool
    grade: str
    verdict: str
    headline: str
    state: str
    label: str
    trace: str


class FindingOut(BriefOut):
    """Say everything that one measure shows by one view."""

    version: str
    caption: str
    people: str
    met: str
    better: str
    unit: str
    rows: list[RowOut]
    everybody: RowOut | None
    funnel: list[StepOut]
    figures: list[LineOut]
    chance: str
    next_step: str
    price: str
    over_time: str
    why: str
    limits: str
    levers: str
    notes: list[str]
    sources: list[str]
    review: str
    foot: str
    version_data: str


class FindingsOut(Schema):
    """Hold one page of findings, and how many there are in all."""

    count: int
    findings: list[BriefOut]


class PromiseOut(Schema):
    """Say how one promise stands for this reader; unknown is never good news."""

    key: str
    title: str
    domain: str
    owner: str
    verdict: str
    sentence: str
    size: str
    direction: str
    certainty: str
    missing: str
    findings: int
    closed: int


class EditionOut(Schema):
    """Name one edition, and how many of its findings this reader may see."""

    id: UUID
    audit: str
    period: str
    dataset: str
    loaded: date
    findings: int


class ReleaseOut(Schema):
    """Hold one line of the release log."""

    number: int
    day: date
    act: str
    finding: UUID
    name: str
    period: str
    trace: str


class Asked(Schema):
    """Choose findings."""

    measure: Annotated[
        str, Field(max_length=120, pattern=NO_NUL, description="Key of a measure")
    ] = ""
    view: Annotated[str, Field(max_length=120, pattern=NO_NUL, description="Key of a grouping")] = (
        ""
    )
    commitment: Annotated[
        str, Field(max_length=20, pattern=NO_NUL, description="Key of a promise")
    ] = ""
    edition: UUID | None = None
    limit: Annotated[int, Field(ge=1, le=MOST), BeforeValidator(whole)] = MOST
    offset: Annotated[int, Field(ge=0, le=LARGEST), BeforeValidator(whole)] = 0


class Bearer(HttpBearer):
    """Describe how a key is sent. Every operation reads it by itself, for a key may be left out."""

    def __call__(self, request: HttpRequest) -> bool:
        """Let everybody in: without a key one reads what is published."""
        return True

    def authenticate(self, request: HttpRequest, token: str) -> bool:
        """Let everybody in, as above."""
        return self(request)


api = NinjaAPI(
    title="Commonweal",
    version="1.0.0",
    description="Findings that may be told, as far as a key may see; without a key, as published.",
    docs_url=None,
    urls_namespace="api",
    auth=Bearer(),
)
FAULTS: dict[Any, Any] = dict.fromkeys((400, 401, 403, 413, 422, 429, 500, 503), Fault)
OPEN: dict[str, Any] = {"security": [{}]}  # beside the key: none at all


@api.get("/findings", response={200: FindingsOut, **FAULTS}, url_name="findings",
         openapi_extra=OPEN, summary="List findings")  # fmt: skip
def findings(request: HttpRequest, asked: Query[Asked]) -> dict[str, Any]:
    """List the findings that this reader may see, the newest edition first."""
    actor = reader(request, "findings")
    found = Record.objects.seen_by(actor).select_related("edition").defer("course")
    for name, value in (("key", asked.measure), ("view_key", asked.view)):
        found = found.filter(**{name: value}) if value else found
    if asked.commitment:
        found = found.filter(commitments__contains=f" {asked.commitment} ")
    if asked.edition:
        found = found.filter(edition=asked.edition)
    page = found.order_by("-edition__loaded", "place", "id")
    rows = page[asked.offset : asked.offset + asked.limit]
    return {"count": found.count(), "findings": [_brief(one, actor) for one in rows]}


@api.get("/findings/{key}", response={200: FindingOut, 404: Fault, **FAULTS},
         url_name="finding", openapi_extra=OPEN, summary="Read one finding")  # fmt: skip
def finding(request: HttpRequest, key: Path[UUID]) -> dict[str, Any]:
    """Read one finding whole; one that this reader may not see is not there."""
    actor = reader(request, "findings", f"scorecard.record:{key}")
    record = Record.objects.seen_by(actor).filter(pk=key).first()
    if record is None:
        raise Refused(
            404, "finding-unknown", _("There is no such finding, or it is not open to you."),
            _("List the findings, and take an id from there."),
        )  # fmt: skip
    told = _told(record, actor)
    return {one.name: _out(getattr(told, one.name)) for one in fields(told)} | _brief(record, actor)


@api.get("/promises", response={200: list[PromiseOut], **FAULTS}, url_name="promises",
         openapi_extra=OPEN, summary="List promises")  # fmt: skip
def promises(request: HttpRequest) -> list[dict[str, Any]]:
    """Say how each promise stands, from what this reader may see of the newest edition."""
    actor = reader(request, "promises")
    return [
        {
            **{name: getattr(row.standing.promise, name) for name in _PROMISED},
            "owner": row.commitment.owner,
            "findings": row.standing.open,
            "closed": row.standing.closed,
        }
        for row in rows_for(Edition.objects.first(), actor)
    ]


@api.get("/editions", response={200: list[EditionOut], **FAULTS}, url_name="editions",
         openapi_extra=OPEN, summary="List editions")  # fmt: skip
def editions(request: HttpRequest) -> list[dict[str, Any]]:
    """List the editions of which this reader may see anything."""
    actor = reader(request, "editions")
    counted = [
        (one, Record.objects.seen_by(actor).filter(edition=one).count())
        for one in Edition.objects.all()[:MOST]
    ]
    return [
        {"id": one.pk, "audit": one.audit_id, "period": one.period, "dataset": one.version,
         "loaded": timezone.localdate(one.loaded), "findings": count}
        for one, count in counted
        if count
    ]  # fmt: skip


@api.get("/releases", response={200: list[ReleaseOut], **FAULTS}, url_name="releases",
         openapi_extra=OPEN, summary="Read the release log")  # fmt: skip
def releases(request: HttpRequest) -> list[dict[str, Any]]:
    """Say what was published and taken back, and when; the last first."""
    reader(request, "releases")
    found = Release.objects.select_related("record__edition").defer("record__course")
    with wall.house():  # a line stays in the log when its finding was taken back
        lines = list(found[: MOST * 10])
    return [
        {"number": one.number, "day": timezone.localdate(one.at), "act": one.act,
         "finding": one.record_id, "name": one.record.name, "period": one.record.edition.period,
         "trace": one.record.trace}
        for one in lines
        if not held(one.record)
    ]  # fmt: skip


def guide(request: HttpRequest) -> HttpResponse:
    """Say how the interface is used: a page of our own, which loads nothing from elsewhere."""
    told = {"key": WITH_KEY, "open": WITHOUT, "most": MOST}
    return render(request, "scorecard/api.html", told)


@api.exception_handler(Refused)
def refused(request: HttpRequest, why: Refused) -> HttpResponse:
    """Answer a refusal in the one form that all have."""
    answer = Refusal(why.status, why.code, why.says, why.do, why.wait)
    if why.status == 401:
        answer["WWW-Authenticate"] = "Bearer"
    return answer


@api.exception_handler(ValidationError)
def unreadable(request: HttpRequest, why: ValidationError) -> HttpResponse:
    """Name what in a request can not be read."""
    names = sorted({str(one["loc"][-1]) for one in why.errors})
    says = _("This can not be read: %(names)s") % {"names": ", ".join(names)}
    do = _("Compare the request with the description at openapi.json.")
    return refused(request, Refused(422, "request-unreadable", says, do))


_PROMISED = (
    "key", "title", "domain", "verdict", "sentence", "size", "direction", "certainty", "missing",
)  # fmt: skip


def _told(record: Record, actor: Actor) -> Finding:
    return record.published if public_only(labels_for(actor.role)) else record.brief


def _brief(record: Record, actor: Actor) -> dict[str, Any]:
    told = _told(record, actor)
    names = ("key", "title", "view", "view_key", "site", "period", "computable", "grade",
             "verdict", "headline", "trace")  # fmt: skip
    return {name: getattr(told, name) for name in names} | {
        "id": record.pk, "edition": record.edition_id, "commitments": list(told.commitments),
        "state": record.state, "label": record.label,
    }  # fmt: skip


def _out(part: Any) -> Any:
    if isinstance(part, tuple):
        return [_out(one) for one in part]
    return asdict(part) if hasattr(part, "__dataclass_fields__") else part


_made, _app, _space = api.urls
app_name = "api"
urlpatterns = [
    path("", guide, name="api-root"),
    *(one for one in _made if getattr(one, "name", "") != "api-root"),
]
