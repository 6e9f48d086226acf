"""Notices, how much mail, the calendar feed, and drafts."""

from __future__ import annotations

import hashlib

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import parse_etags, url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from commonweal.offices.desk import calendar, drafts, history, said, seeing
from commonweal.offices.desk import notices as telling
from commonweal.offices.desk.forms import MailForm
from commonweal.offices.desk.models import Notice
from commonweal.offices.house import clock
from commonweal.offices.house.policy import PURPOSES, Actor, Role
from commonweal.offices.house.views import actor_of
from commonweal.offices.people.access import open_roles
from commonweal.offices.people.models import Person

MOST = 100


def notices(request: HttpRequest) -> HttpResponse:
    """Show what was said to this person, newest first; POST says that all of it was read."""
    actor = actor_of(request)
    own = Notice.objects.filter(person_id=actor.id)
    if request.method == "POST":
        own.filter(seen__isnull=True).update(seen=clock.now())
        return redirect("desk:notices")
    listed = seeing.cleared_in(own[:MOST], actor.id, open_roles(actor))
    return render(request, "desk/notices.html", {"notices": listed})


def opened(request: HttpRequest, key: int) -> HttpResponse:
    """Go to what a notice is about; it counts as read then."""
    notice = get_object_or_404(Notice, pk=key, person_id=actor_of(request).id)
    Notice.objects.filter(pk=key, seen__isnull=True).update(seen=clock.now())
    return redirect(notice.path if notice.path.startswith("/") else "desk:notices")


def mail(request: HttpRequest) -> HttpResponse:
    """Choose how much mail, in which language, and renew the address of the calendar."""
    person = Person.objects.get(pk=actor_of(request).id)
    form = MailForm(request.POST or None, instance=telling.choice_of(person))
    if request.method == "POST" and form.is_valid():
        form.save()
        said.done(request, _("Your choice is kept."))
        return redirect("desk:mail")
    feed = request.build_absolute_uri(calendar.path(person))
    return render(request, "desk/mail.html", {"form": form, "feed": feed})


def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Stop mail by the address in a mail, without signing in."""
    person = telling.who_stops(token)
    if person is None:
        raise Http404
    if request.method == "POST":
        role = Role.MEMBER
        with history.acting(Actor(str(person.pk), role, PURPOSES[role][0], frozenset({role}))):
            telling.stop(person)
    return render(request, "desk/stop.html", {"stopped": request.method == "POST"})


def feed(request: HttpRequest, key: str) -> HttpResponse:
    """Hand a calendar to whoever knows its secret address."""
    person = calendar.whose(key)
    if person is None:
        raise Http404
    content = calendar.feed(person)
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        return HttpResponse(status=304, headers={"ETag": etag})
    answer = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    answer["ETag"], answer["Cache-Control"] = etag, "private, no-cache"
    return answer


def renew(request: HttpRequest) -> HttpResponse:
    """Give the calendar a new address."""
    actor = actor_of(request)
    calendar.renew(Person.objects.get(pk=actor.id), actor)
    said.done(request, _("The calendar has a new address. The old one answers no more."))
    return redirect("desk:mail")


def draft(request: HttpRequest, key: str) -> HttpResponse:
    """Keep a form as it is typed, or forget it and lead back to the form."""
    actor, back = actor_of(request), request.POST.get("forget", "")
    if not back:
        kept = drafts.keep(actor, key[:120], request.POST)
        return HttpResponse(status=204 if kept else 413)
    drafts.drop(actor, key[:120], request.POST.get(drafts.NUMBER, ""))
    own = url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return redirect(back if own else "desk:my_work")
