"""Reports: board books and yearly reports, made, submitted, released, read and printed."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from commonweal.kinds import Problem
from commonweal.offices.desk import said, steps, trail
from commonweal.offices.desk.forms import ReasonForm
from commonweal.offices.desk.steps import about
from commonweal.offices.house import clock
from commonweal.offices.house.languages import document_told
from commonweal.offices.house.views import actor_of
from commonweal.offices.people.access import may
from commonweal.offices.scorecard.flow import books
from commonweal.offices.scorecard.forms.books import BookForm, ChoiceForm, DecidedForm, WantedForm
from commonweal.offices.scorecard.forms.keeping import history
from commonweal.offices.scorecard.models import Book, Edition, Wanted
from commonweal.offices.scorecard.views.packets import PAPERS, pdf, printed
from commonweal.report.writers.html import html_blocks


def listed(request: HttpRequest) -> HttpResponse:
    """List the books that this reader may open."""
    actor = actor_of(request)
    told = {
        "books": books.listed(actor),
        "edition": Edition.objects.first(),
        "may_make": may(actor, "scorecard:book_new"),
        "may_tools": may(actor, "scorecard:tools"),
        "may_keys": may(actor, "scorecard:api_keys"),
    }
    return render(request, "scorecard/reports.html", told)


def made(request: HttpRequest) -> HttpResponse:
    """Begin a book on the newest edition."""
    edition = Edition.objects.first()
    form = BookForm(request.POST or None)
    if request.method == "POST" and edition and form.is_valid():
        book = form.keep(edition, actor_of(request))
        said.done(request, _("The book was begun. Choose its findings next."))
        return redirect(book.path())
    told = {"form": form, "title": _("Begin a book"), "button": _("Begin the book")}
    return render(request, "scorecard/book_form.html", told)


def page(request: HttpRequest, key: UUID) -> HttpResponse:
    """Show a book as it reads, and what may be done with it."""
    book = _book(request, key)
    actor = actor_of(request)
    document = document_told(books.document(book))
    told = {
        "book": book,
        "document": document,
        # The report room escapes every word that it sets.
        "blocks": mark_safe(html_blocks(document)),  # noqa: S308  see the line above
        "steps": steps.steps_for(books.FLOW, book, actor),
        "may_make": may(actor, "scorecard:book_choose"),
        "wanted": book.wanted.all(),
        "history": history(book, books.FLOW) if actor.signed_in else [],
    }
    return render(request, "scorecard/book.html", told)


def chosen(request: HttpRequest, key: UUID) -> HttpResponse:
    """Choose the findings that are put forward."""
    book = get_object_or_404(Book, pk=key, state=Book.State.DRAFT)
    given = request.POST if request.method == "POST" else None
    actor = actor_of(request)
    form = ChoiceForm(given, book=book, actor=actor, draft=f"findings {about(book)}")
    if given is not None and form.is_valid():
        form.keep(actor)
        form.forget()
        return redirect(book.path())
    told = {"form": form, "book": book, "title": _("Choose the findings"),
            "button": _("Put these forward")}  # fmt: skip
    return render(request, "scorecard/book_form.html", told)


def wanted(request: HttpRequest, key: UUID) -> HttpResponse:
    """Ask for a decision."""
    book = get_object_or_404(Book, pk=key, state=Book.State.DRAFT)
    actor = actor_of(request)
    form = WantedForm(request.POST or None, actor=actor, draft=f"wanted {about(book)}")
    if request.method == "POST" and form.is_valid():
        form.keep(book, actor)
        form.forget()
        return redirect(book.path())
    told = {"form": form, "book": book, "title": _("Ask for a decision"),
            "button": _("Ask for the decision")}  # fmt: skip
    return render(request, "scorecard/book_form.html", told)


def decided(request: HttpRequest, key: UUID) -> HttpResponse:
    """Write down what was decided, and what came of it; the next book tells it."""
    one = get_object_or_404(Wanted, pk=key, book__state=Book.State.RELEASED)
    actor, draft = actor_of(request), f"decided {about(one)}"
    form = DecidedForm(request.POST or None, instance=one, actor=actor, draft=draft)
    if request.method == "POST" and form.is_valid():
        form.keep(actor)
        form.forget()
        said.done(request, _("It stands here now, and in the next book."))
        return redirect(one.book.path())
    told = {"form": form, "book": one.book, "title": _("What was decided"), "asked": one.says,
            "button": _("Keep what was decided")}  # fmt: skip
    return render(request, "scorecard/book_form.html", told)


def step(request: HttpRequest, key: UUID, name: str) -> HttpResponse:
    """Submit, release or send back, with a reason where it needs one."""
    book = _book(request, key)
    actor = actor_of(request)
    open_now = steps.steps_for(books.FLOW, book, actor)
    asked = next((one for one in open_now if one.name == name), None)
    if asked is None:
        raise Http404
    given, draft = request.POST if request.method == "POST" else None, f"{name} {about(book)}"
    form = ReasonForm(given, needed=asked.reason, actor=actor, draft=draft)
    if form.is_valid():
        try:
            books.take(asked, book, actor, form.text())
        except Problem as problem:
            form.add_error(None, problem.says)
        else:
            form.forget()
            said.done(request, _("Done: %(step)s") % {"step": asked.label}, book)
            return redirect(book.path())
    told = {"form": form, "thing": book, "step": asked}
    return render(request, "scorecard/take_step.html", told)


def paper(request: HttpRequest, key: UUID) -> HttpResponse:
    """Hand over a released book as a tagged PDF; one that is not has an address of its own."""
    book = _book(request, key)
    if book.state == Book.State.RELEASED:
        return _paper(request, book)
    query = request.GET.urlencode()
    return redirect(f"{reverse('scorecard:book_draft_pdf', args=[key])}{'?' * bool(query)}{query}")


def draft(request: HttpRequest, key: UUID) -> HttpResponse:
    """Hand over a book before its release: to those who just proved who they are."""
    return _paper(request, _book(request, key))


def _paper(request: HttpRequest, book: Book) -> HttpResponse:
    """Print a book on letter or A4: the same bytes from the same data."""
    size = request.GET.get("paper", PAPERS[0])
    day = book.released or clock.today()
    content = printed(books.document(book), day, size)
    actor = actor_of(request)
    if actor.signed_in:
        trail.write(actor, "fetch a book", about(book))
    return pdf(content, f"{book.kind}-{book.number}")


def _book(request: HttpRequest, key: UUID) -> Book:
    book = get_object_or_404(Book.objects.select_related("edition"), pk=key)
    if not books.seen_by(book, actor_of(request)):
        raise Http404
    return book
