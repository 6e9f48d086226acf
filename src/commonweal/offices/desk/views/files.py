"""Putting, fetching and deleting files."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from commonweal.kinds import Problem
from commonweal.offices.desk import files, queues, said
from commonweal.offices.desk.forms import FileForm
from commonweal.offices.desk.models import Attachment, Task
from commonweal.offices.house.policy import Actor
from commonweal.offices.house.views import actor_of


def put(request: HttpRequest, key: UUID) -> HttpResponse:
    """Put a file to a task."""
    actor = actor_of(request)
    task = get_object_or_404(queues.seen_by(actor, pk=key))
    form = FileForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            files.keep(form.cleaned_data["file"], task.key, actor)
        except Problem as problem:
            form.add_error("file", f"{problem.says} {problem.do}")
        else:
            said.done(request, _("The file is kept. It opens after a virus scan."))
            return redirect(f"{task.own_path}#files")
    told = {"task": task, "form": form, "scanner": bool(settings.SCAN)}
    return render(request, "desk/put_file.html", told)


def download(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """Hand out a file that was scanned: always to be saved, never to be shown in the browser."""
    actor = actor_of(request)
    file, task = _seen(actor, key)
    try:
        opened = files.fetch(file, actor)
    except Problem as problem:
        messages.error(request, f"{problem.says} {problem.do}")
        return redirect(f"{task.own_path}#files")
    response = FileResponse(opened, as_attachment=True, filename=file.name)
    response["Content-Type"] = file.kind
    response["X-Content-Type-Options"] = "nosniff"
    return response


def delete(request: HttpRequest, key: UUID) -> HttpResponse:
    """Delete the content of one's own file."""
    actor = actor_of(request)
    file, task = _seen(actor, key)
    if str(file.person_id) != actor.id or file.deleted_at:
        raise Http404
    if request.method != "POST":
        return render(request, "desk/delete_file.html", {"file": file, "task": task})
    files.delete(file, actor)
    said.done(request, _("The content of the file is deleted."))
    return redirect(f"{task.own_path}#files")


def _seen(actor: Actor, key: UUID) -> tuple[Attachment, Task]:
    file = get_object_or_404(Attachment, pk=key)
    kind, _colon, about = file.about.partition(":")
    if kind != "desk.task":
        raise Http404
    return file, get_object_or_404(queues.seen_by(actor, pk=about))
