"""The trail in the database of the offices: the same chain, in the same transaction as the act."""

from __future__ import annotations

from django.db import transaction

from commonweal import trail
from commonweal.offices.desk.models import Entry, Head
from commonweal.offices.house import clock
from commonweal.offices.house.policy import Actor

FIELDS = (
    "seq", "time", "actor", "role", "purpose", "action", "object_id", "plan_hash", "result_hash",
    "previous", "hash",
)  # fmt: skip


def turn() -> Head:
    """Wait for one's turn to write, and give the head of the chain.

    Every act waits here first and for its own rows after that, so that no two wait for each other.
    """
    head, _ = Head.objects.select_for_update().get_or_create(pk=1, defaults={"hash": trail.START})
    return head


def write(
    actor: Actor, action: str, object_id: str, *, plan_hash: str = "", result_hash: str = ""
) -> str:
    """Add an entry at the end of the chain, and give its hash.

    Must stand in the transaction of the act itself: no log, no act.
    """
    entry = trail.Entry(
        actor.id or "public", actor.role.value, actor.purpose, action, object_id, plan_hash,
        result_hash,
    )  # fmt: skip
    with transaction.atomic():
        head = turn()
        row = trail.sealed(head.seq + 1, entry, clock.now(), head.hash)
        made = Entry(**dict(zip(FIELDS, row, strict=True)))
        made.save(force_insert=True)
        head.seq, head.hash = made.seq, made.hash
        head.save()
    return made.hash


def verify(anchored: str = "") -> trail.Verdict:
    """Walk the whole chain and name the first entry that does not hold."""
    rows = Entry.objects.order_by("seq").values_list(*FIELDS)
    return trail.walked(rows.iterator(chunk_size=2000), anchored)
