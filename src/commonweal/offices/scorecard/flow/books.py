"""Board books and yearly reports: one person submits, another releases, and then nothing moves."""

from __future__ import annotations

import json
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import formats
from django.utils.translation import gettext_lazy as _

from commonweal.findings.finding import Finding
from commonweal.findings.kept import data, decode
from commonweal.measures.registry import every_measure
from commonweal.offices.desk import steps, trail
from commonweal.offices.desk.steps import Flow, Need, Opens, Step
from commonweal.offices.house import clock
from commonweal.offices.house.policy import PUBLIC, PURPOSES, Actor, Role
from commonweal.offices.scorecard.flow.initiatives import came
from commonweal.offices.scorecard.models import Book, Edition, Initiative, Label, Record
from commonweal.offices.scorecard.models.findings import CLEARED, RecordQuery
from commonweal.offices.scorecard.models.promised import rows_for
from commonweal.offices.scorecard.models.visions import the_vision
from commonweal.report.annual import AnnualReport, Effort, annual_document
from commonweal.report.board_book import BoardBook, Past, board_document
from commonweal.report.book_parts import Line
from commonweal.report.document import Document
from commonweal.report.words import promise, verdict_of

MAKERS = frozenset({Role.ANALYST, Role.QUALITY})
RELEASERS = frozenset({Role.PRIVACY, Role.COUNSEL})
BOARD = Actor("", Role.BOARD, PURPOSES[Role.BOARD][0], frozenset({Role.BOARD}))
# Measures whose method compares people who are alike in what may explain a gap.
ADJUSTING = ("pay_gap", "same_stratum")
_State = Book.State
Contents = BoardBook | AnnualReport


def reader_of(book: Book) -> Actor:
    """Give the reader that a book is made for: the board, or the public."""
    return BOARD if book.kind == Book.Kind.BOARD else PUBLIC


def open_to(book: Book) -> RecordQuery:
    """Give the findings of its edition that a book may tell of."""
    return Record.objects.filter(edition=book.edition_id).seen_by(reader_of(book))


def fit(book: Book, _actor: Actor) -> bool:
    """Say whether every finding that is put forward is signed and open to the readers."""
    rows = book.records.through.objects.filter(book=book)  # a finding may be closed by now
    chosen = set(rows.values_list("record_id", flat=True))
    ready = open_to(book).filter(state=Record.State.SIGNED, pk__in=chosen)
    return bool(chosen) and ready.count() == len(chosen)


FIT = Need(
    _("Choose at least one finding. Each must be signed and open to the readers of the book."), fit
)
SUBMIT = Step(
    "submit", _("Submit the book"), (_State.DRAFT,), _State.SUBMITTED, MAKERS, needs=(FIT,),
    opens=(Opens(_("Release or send back: {}"), Role.PRIVACY, 7),),
)  # fmt: skip
RELEASE = Step(
    "release", _("Release the book"), (_State.SUBMITTED,), _State.RELEASED, RELEASERS,
    needs=(FIT,), tells=(Role.BOARD,), reason=True, others=True,
    undo=None,  # its readers may hold it in their hands by then
)  # fmt: skip
SEND_BACK = Step(
    "send-back", _("Send the book back"), (_State.SUBMITTED,), _State.DRAFT, RELEASERS,
    reason=True, opens=(Opens(_("Mend and submit again: {}"), Role.ANALYST, 7),),
)  # fmt: skip
FLOW: Flow = (SUBMIT, RELEASE, SEND_BACK)
steps.register(Book, FLOW)


def begun(kind: str, edition: Edition) -> Book:
    """Begin a book under the next number of its kind."""
    last = Book.objects.filter(kind=kind).aggregate(last=Max("number"))["last"] or 0
    return Book.objects.create(kind=kind, number=last + 1, edition=edition, made=clock.now())


def take(step: Step, book: Book, actor: Actor, reason: str = "") -> Book:
    """Take a step; the one that releases keeps the content as it is at this moment.

    Fails with a Problem of desk.steps.
    """
    with transaction.atomic():
        trail.turn()
        book = Book.objects.select_for_update().get(pk=book.pk)
        if step is RELEASE and book.state in RELEASE.start:
            _keep(book)
        done: Book = steps.apply(step, book, actor, reason)
    return done


def _keep(book: Book) -> None:
    """Keep what a book says, and every finding that it leans on."""
    book.released = clock.today()
    book.content = json.dumps(data(_made(book)), sort_keys=True, ensure_ascii=False)
    book.save(update_fields=["released", "content"])
    book.rests_on.set(open_to(book))
    if book.kind == Book.Kind.ANNUAL:
        told = [(one.record, came(one, reader_of(book))) for one in _begun()]
        book.rests_on.add(*(record for pair in told for record in pair if record))


def seen_by(book: Book, actor: Actor) -> bool:
    """Say whether an actor may read a book: a draft is its makers'; a release its readers'."""
    return _is_for(book, actor) and book.pk not in _shut(book.kind)


def listed(actor: Actor) -> list[Book]:
    """Give the books that an actor may read, without what stands in them."""
    shut = {book for kind in Book.Kind.values for book in _shut(kind)}
    every = Book.objects.select_related("edition").defer("content", "edition__content")
    return [one for one in every if _is_for(one, actor) and one.pk not in shut]


def _is_for(book: Book, actor: Actor) -> bool:
    if book.state != _State.RELEASED:
        return actor.role in MAKERS | RELEASERS
    label = Label.BOARD if book.kind == Book.Kind.BOARD else Label.PUBLIC
    return actor.role in CLEARED[label]


def _shut(kind: str) -> set[UUID]:
    """Give the books that lean on a finding of any edition which their readers may see no more.

    What was narrowed since then is told no more, here neither.
    """
    open_now = Record.objects.seen_by(BOARD if kind == Book.Kind.BOARD else PUBLIC)
    leans = Book.rests_on.through.objects.filter(book__kind=kind)
    return set(leans.exclude(record__in=open_now).values_list("book_id", flat=True))


def contents(book: Book) -> Contents:
    """Give what stands in a book: as it was released, or as a draft would be now."""
    if not book.content:
        return _made(book)
    kind = BoardBook if book.kind == Book.Kind.BOARD else AnnualReport
    read: Contents = decode(kind, json.loads(book.content))
    return read


def document(book: Book) -> Document:
    """Set a book."""
    told = contents(book)
    return board_document(told) if isinstance(told, BoardBook) else annual_document(told)


def _made(book: Book) -> Contents:
    return _board(book) if book.kind == Book.Kind.BOARD else _annual(book)


def _long(day: date | None) -> str:
    return formats.date_format(day, "F j, Y") if day else ""


def _lines(book: Book) -> tuple[Line, ...]:
    wanted: dict[str, list[str]] = {}
    for one in book.wanted.all():
        wanted.setdefault(one.commitment, []).append(one.says)
    return tuple(
        Line(
            row.standing.promise, row.commitment.owner, " ".join(wanted.get(row.commitment.key, []))
        )
        for row in rows_for(book.edition, reader_of(book))
    )


def _board(book: Book) -> BoardBook:
    audit, before = book.edition.audit, _before(book)
    return BoardBook(
        name=book.name,
        institution=audit.institution,
        period=audit.period,
        version=audit.version,
        released=_long(book.released),
        lines=_lines(book),
        findings=tuple(one.brief for one in book.records.order_by("rank")),
        last=before.name if before else "",
        past=_past(before) if before else (),
        foot=audit.foot,
    )


def _annual(book: Book) -> AnnualReport:
    audit = book.edition.audit
    return AnnualReport(
        name=book.name,
        institution=audit.institution,
        period=audit.period,
        version=audit.version,
        released=_long(book.released),
        lines=_lines(book),
        findings=_published(book),
        chosen=tuple(one.published for one in book.records.order_by("rank")),
        adjusted=tuple(one.key for one in every_measure() if one.estimator in ADJUSTING),
        efforts=tuple(_effort(one, reader_of(book)) for one in _begun()),
        foot=audit.foot,
    )


def _published(book: Book) -> tuple[Finding, ...]:
    return tuple(one.published for one in open_to(book).order_by("place"))


def _begun() -> list[Initiative]:
    """Give the initiatives that the public may know of: begun, and of no gap that is closed."""
    waits = (Initiative.State.PROPOSED, Initiative.State.DECLINED)
    known = Record.objects.seen_by(PUBLIC).values_list("pk", flat=True)
    begun = Initiative.objects.exclude(state__in=waits).order_by("made", "id")
    found = begun.select_related("record__edition").defer("record__course")
    return [one for one in found if one.record_id is None or one.record_id in set(known)]


def _effort(one: Initiative, reader: Actor) -> Effort:
    offices = {office.key: office.title for office in the_vision().offices}
    # A written reason is for those within, and may hold numbers that the public may not see.
    # What came of it is said by a finding that is open to the reader, or not at all.
    found = came(one, reader)
    told = verdict_of(found.published.verdict, found.published.period) if found else ""
    return Effort(one.name, offices.get(one.office, one.office), one.get_state_display(), told)


def _before(book: Book) -> Book | None:
    found = Book.objects.filter(kind=book.kind, number__lt=book.number, state=_State.RELEASED)
    return found.order_by("-number").first()


def _past(before: Book) -> tuple[Past, ...]:
    titles = {one.key: one.title for one in the_vision().commitments}
    return tuple(
        Past(
            promise(one.commitment, titles.get(one.commitment, "")), one.says, one.decided, one.came
        )
        for one in before.wanted.all()
    )
