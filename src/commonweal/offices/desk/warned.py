"""People hear by mail what happens to their sign-in: a change, or somebody who tries to come in."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from commonweal.offices.desk import notices, outbox
from commonweal.offices.desk.models import Entry, Notice
from commonweal.offices.house import clock, wall
from commonweal.offices.people.models import Person

CHANGED = "what protects the account changed"
# So many within an hour are odd. A wrong code comes from somebody who knew the password.
ODD = {"a wrong password was typed": 5, "a wrong code was typed": 1}
HOUR = timedelta(hours=1)
_PERSON = "people.person:"
_SAYS_CHANGED = _(
    "A password or a second step of your account was changed. If that was not you, tell whoever "
    "runs this site."
)
_SAYS_ODD = _(
    "Somebody tried to sign in as you and did not come in. If that was not you, change your "
    "password, or tell whoever runs this site."
)


def hear(action: str, object_id: str) -> None:
    """Tell a person what was just written about their sign-in, where it is for them to know.

    action:    as the trail names it
    object_id: the person, as the trail names them
    """
    if action != CHANGED and action not in ODD:
        return
    person = Person.objects.filter(pk=object_id.removeprefix(_PERSON)).first()
    if person and action == CHANGED:
        _tell(person, _SAYS_CHANGED)
    elif person and _is_odd(action, object_id) and not _was_told(person):
        _tell(person, _SAYS_ODD)


def _tell(person: Person, says: object) -> None:
    outbox.tell_person(
        person, "sign-in", notices.SIGN_IN, says, path="/people/me/sessions/", at_once=True
    )


def _is_odd(action: str, object_id: str) -> bool:
    with wall.house():
        found = Entry.objects.filter(object_id=object_id, action=action).order_by("-seq")
        times = [datetime.fromisoformat(one.time) for one in found[: ODD[action]]]
    return len(times) == ODD[action] and times[-1] > clock.now() - HOUR


def _was_told(person: Person) -> bool:
    """Say whether a person was told within an hour: whoever tries on makes no flood of mails."""
    with wall.house():
        told = Notice.objects.filter(person=person, about=notices.SIGN_IN)
        return told.filter(says=outbox.english(_SAYS_ODD), made__gt=clock.now() - HOUR).exists()
