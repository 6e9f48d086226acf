"""The page of a task, and what people do with it."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from commonweal.kinds import Problem
from commonweal.offices.desk import comments, files, history, queues, said, steps, tasks
from commonweal.offices.desk.forms import CommentForm, FileForm, HandOverForm, WaitForm
from commonweal.offices.desk.models import Comment, Decision, Task
from commonweal.offices.house.policy import Actor, Role
from commonweal.offices.house.views import actor_of


def page(request: HttpRequest, key: UUID) -> HttpResponse:
    """Show a task: who has it, since when, what it waits for, files, comments, what happened."""
    actor = actor_of(request)
    task = _seen(actor, key)
    mine = queues.mine(actor, pk=key).exists()
    told = {
        "task": task,
        "mine": mine,
        "holder": task.person,
        "can_reopen": task.done_at and not task.closing_id and task.done_by == actor.id,
        "files": files.seen(task.key),
        "scanner": bool(settings.SCAN),
        "comments": comments.about(task.key),
        "comment": _comment_form(request, actor, task),
        "file": FileForm(),
        "wait": WaitForm(initial={"what": task.waits_for}),
        "hand": HandOverForm(initial={"role": task.role}),
        "history": history.told(task),
    }
    return render(request, "desk/task.html", told)


def done(request: HttpRequest, key: UUID) -> HttpResponse:
    """Say that a task is done; it can be taken back."""
    actor = actor_of(request)
    task = get_object_or_404(queues.mine(actor, pk=key))
    if request.method != "POST":
        return render(request, "desk/done.html", {"task": task})
    if _did(request, lambda: tasks.done(task, actor)):
        told = _("Done: %(says)s") % {"says": task.says}
        said.done(request, told, back=reverse("desk:reopen", args=[key]))
    return redirect("desk:my_work")


def reopen(request: HttpRequest, key: UUID) -> HttpResponse:
    """Open a task again that one has closed."""
    actor = actor_of(request)
    task = _seen(actor, key)
    if _did(request, lambda: tasks.reopen(task, actor)):
        said.done(request, _("It is open again."))
    return redirect(task.own_path)


def take(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take a task into one's own hands."""
    actor = actor_of(request)
    task = get_object_or_404(queues.mine(actor, pk=key))
    if _did(request, lambda: tasks.take(task, actor)):
        said.done(request, _("You have this task now."))
    return redirect(task.own_path)


def hand_over(request: HttpRequest, key: UUID) -> HttpResponse:
    """Hand a task to a role or a person."""
    actor = actor_of(request)
    task = get_object_or_404(queues.mine(actor, pk=key))
    form = HandOverForm(request.POST or None)
    if not form.is_valid():
        return render(request, "desk/hand_over.html", {"task": task, "form": form})
    role, person = Role(form.cleaned_data["role"]), form.cleaned_data["person"]
    if _did(request, lambda: tasks.hand_over(task, actor, role, person)):
        said.done(request, _("It was handed over: %(says)s") % {"says": task.says})
    return redirect("desk:my_work")


def wait(request: HttpRequest, key: UUID) -> HttpResponse:
    """Say what a task waits for."""
    actor = actor_of(request)
    task = get_object_or_404(queues.mine(actor, pk=key))
    form = WaitForm(request.POST)
    if form.is_valid():
        what = form.cleaned_data["what"]
        if _did(request, lambda: tasks.wait_for(task, actor, what)):
            waits = _("It is kept what this task waits for.")
            said.done(request, waits if what else _("This task waits for nothing any more."))
    return redirect(task.own_path)


def comment(request: HttpRequest, key: UUID) -> HttpResponse:
    """Write a comment on a task; who comes back here without one is led to the task."""
    actor = actor_of(request)
    task = _seen(actor, key)
    if request.method != "POST":
        return redirect(f"{task.own_path}#comments")
    form = CommentForm(request.POST, actor=actor, draft=_draft(task))
    if not form.is_valid():
        return page(request, key)
    comments.write(task.key, actor, form.cleaned_data["text"])
    form.forget()
    said.done(request, _("Your comment stands on the page."))
    return redirect(f"{task.own_path}#comments")


def withdraw(request: HttpRequest, key: UUID) -> HttpResponse:
    """Withdraw one's own comment."""
    actor = actor_of(request)
    found = get_object_or_404(Comment, pk=key, person_id=actor.id, withdrawn_at__isnull=True)
    comments.withdraw(found, actor)
    said.done(request, _("Your comment is withdrawn. That it was there stays on the page."))
    kind, _colon, about = found.about.partition(":")
    return redirect("desk:task", about) if kind == "desk.task" else redirect("desk:my_work")


def undo(request: HttpRequest, key: int) -> HttpResponse:
    """Take a step of an office back, while its time lasts."""
    actor = actor_of(request)
    decision = get_object_or_404(Decision, pk=key, actor=actor.id)
    try:
        thing = steps.undo(decision, actor)
    except Problem as problem:
        messages.error(request, f"{problem.says} {problem.do}")
        return redirect("desk:my_work")
    said.done(request, _("It was taken back."))
    return redirect(thing.path())


def _seen(actor: Actor, key: UUID) -> Task:
    found = queues.seen_by(actor, pk=key).exists() or queues.of_offices(actor, pk=key).exists()
    if not found:
        raise Http404
    return Task.objects.select_related("person").get(pk=key)


def _draft(task: Task) -> str:
    return f"comment {task.key}"


def _comment_form(request: HttpRequest, actor: Actor, task: Task) -> CommentForm:
    given = request.POST if "text" in request.POST else None
    return CommentForm(given, actor=actor, draft=_draft(task))


def _did(request: HttpRequest, act: Callable[[], None]) -> bool:
    try:
        act()
    except Problem as problem:
        messages.error(request, f"{problem.says} {problem.do}")
        return False
    return True
