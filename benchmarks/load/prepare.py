"""Set a house up with virtual users who are signed in, and print their cookies.

python -m benchmarks.load.prepare STORE STATE USERS
"""

from __future__ import annotations

import json
import sys
from importlib import import_module
from pathlib import Path

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

from commonweal.cli import serve
from commonweal.offices.house.policy import Role

TASKS = 60  # that wait for each user, so that none runs out of work
ROLES = (Role.ANALYST, Role.BOARD, Role.QUALITY, Role.COUNSEL, Role.DIRECTOR, Role.OFFICER)


def main(store: Path, state: Path, users: int) -> None:
    """Set up, and print one line of JSON."""
    serve.begin(store, state, demo=True)
    from django.db import transaction  # noqa: PLC0415 - only once Django is set up

    with transaction.atomic():
        told = [_user(number) for number in range(users)]
    print(json.dumps(told))


def _user(number: int) -> dict[str, str]:
    from django.urls import reverse  # noqa: PLC0415 - only once Django is set up

    from commonweal.offices.desk.models import Task  # noqa: PLC0415  needs Django
    from commonweal.offices.house import clock  # noqa: PLC0415  needs Django
    from commonweal.offices.people.models import Grant, Person  # noqa: PLC0415  needs Django

    role, email = ROLES[number % len(ROLES)], f"user{number}@load.example"
    person, new = Person.objects.get_or_create(email=email, defaults={"name": f"User {number}"})
    Grant.objects.get_or_create(person=person, role=role.value)
    waiting = [
        Task(says=f"Look at figure {one}", about=f"load:{one}", person=person, since=clock.now(),
             opened_by="load")
        for one in range(TASKS if new else 0)
    ]  # fmt: skip
    for task in waiting:
        task.path = reverse("desk:done", args=[task.pk])
    Task.objects.bulk_create(waiting)
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    return {"cookie": f"{settings.SESSION_COOKIE_NAME}={session.session_key}", "role": role.value}


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
