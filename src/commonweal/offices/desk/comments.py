"""Comments: kept as they were written; their writer may withdraw them."""

from __future__ import annotations

from django.db import transaction

from commonweal.offices.desk import trail
from commonweal.offices.desk.models import Comment
from commonweal.offices.house import clock
from commonweal.offices.house.policy import Actor


def about(key: str) -> list[Comment]:
    """Give the comments on a thing, oldest first; the text of withdrawn ones is not shown."""
    return list(Comment.objects.filter(about=key).select_related("person"))


def write(key: str, actor: Actor, text: str) -> Comment:
    """Keep a comment."""
    with transaction.atomic():
        made = Comment.objects.create(
            about=key, person_id=actor.id, text=text.strip(), at=clock.now()
        )
        trail.write(actor, "comment written", f"desk.comment:{made.pk}")
    return made


def withdraw(comment: Comment, actor: Actor) -> None:
    """Withdraw a comment: it stays, and is not shown."""
    with transaction.atomic():
        comment.withdrawn_at = clock.now()
        comment.save(update_fields=["withdrawn_at"])
        trail.write(actor, "comment withdrawn", f"desk.comment:{comment.pk}")
