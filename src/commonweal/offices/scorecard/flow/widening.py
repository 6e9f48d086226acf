"""How other people come to see a finding: one asks, a second agrees; closing takes one person."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from commonweal.kinds import Problem
from commonweal.offices.desk import steps, trail
from commonweal.offices.desk.models import Decision
from commonweal.offices.desk.steps import Need, Opens, Step
from commonweal.offices.house import clock, wall
from commonweal.offices.house.policy import Actor, Role
from commonweal.offices.scorecard.models import Edition, Label, Record, Release, Widening, Wish
from commonweal.offices.scorecard.models.visions import held_keys

State = Widening.State
ASKERS = frozenset({Role.ANALYST, Role.QUALITY, Role.COUNSEL, Role.PRIVACY})
# Who may be the second person, by the label that is asked for.
MAY_AGREE: dict[str, frozenset[Role]] = {
    Label.QUALITY: frozenset({Role.COUNSEL, Role.PRIVACY}),
    Label.BOARD: frozenset({Role.COUNSEL, Role.PRIVACY, Role.QUALITY}),
    Label.PUBLIC: frozenset({Role.COUNSEL, Role.PRIVACY}),
}
SECOND = frozenset({Role.COUNSEL, Role.PRIVACY, Role.QUALITY})
_OPENS = _("Agree to open, or refuse: {}")
ASK = Step(
    "ask to open",
    _("Ask to open the findings"),
    (State.DRAFT,),
    State.ASKED,
    ASKERS,
    # both are asked, because the one who asks may be one of them; the next step closes both tasks
    opens=(Opens(_OPENS, Role.PRIVACY, 7), Opens(_OPENS, Role.COUNSEL, 7)),
    reason=True,
    undo=None,  # to take the request back is a step, and the request stays on record
)
AGREE = Step(
    "agree to open",
    _("Open the findings"),
    (State.ASKED,),
    State.AGREED,
    SECOND,
    needs=(
        Need(
            _("Your role may not open findings to these readers."),
            lambda wish, actor: actor.role in MAY_AGREE[wish.label],
        ),
    ),
    reason=True,
    undo=None,  # others may have read by then what was opened; closing it again is a step
    others=True,
)
# It can not be undone either: whoever asked may have asked again by then.
REFUSE = replace(
    AGREE, name="refuse to open", label=_("Refuse to open the findings"), end=State.REFUSED
)
WITHDRAW = Step(
    "take the request back",
    _("Take the request back"),
    (State.ASKED,),
    State.WITHDRAWN,
    ASKERS,
    needs=(
        Need(
            _("Only the person who asked may take the request back."),
            lambda wish, actor: asked_by(wish) == actor.id,
        ),
    ),
    undo=None,  # findings may be closed by then, or asked for anew: to ask again is the way back
)
NARROW = Step(
    "close",
    _("Close the finding to others"),
    (State.DRAFT,),
    State.NARROWED,
    ASKERS,
    tells=(Role.PRIVACY, Role.COUNSEL),
    reason=True,
    undo=None,  # to open it again takes two people
)
WIDENING = (ASK, AGREE, REFUSE, WITHDRAW, NARROW)
steps.register(Widening, WIDENING)


@dataclass(frozen=True)
class Receipt:
    """Say what a bulk act did.

    opened: findings that were opened, or could be
    left:   the others, each with the reason
    """

    opened: list[Record]
    left: list[tuple[Record, str]]


def asked_by(wish: Widening) -> str:
    """Give the id of the person who asked."""
    said = Decision.objects.filter(about=steps.about(wish), step=ASK.name).first()
    return said.actor if said else ""


def held(record: Record) -> bool:
    """Say whether counsel holds a promise of this finding back from publication."""
    return bool(set(record.promised) & held_keys())


def closed_since(wish: Widening) -> set[UUID]:
    """Give the findings of a wish that somebody closed after it was asked for."""
    closings = Widening.objects.filter(state=State.NARROWED, asked__gte=wish.asked)
    named = Wish.objects.filter(widening__in=closings, record__wishes__widening=wish)
    return set(named.values_list("record_id", flat=True))


def why_not(record: Record, label: str, start: str = "", closed: Collection[UUID] = ()) -> str:
    """Say why a finding may not get a wider label, or "" where it may.

    start:  the label it had when somebody asked, where somebody did
    closed: findings that were closed since then, even if their label is the same again
    """
    if record.pk in closed or (start and record.label != start):
        return _now("Its label has changed since this was asked.")
    if record.label >= label:
        return _now("These readers may see it already.")
    if label == Label.PUBLIC and record.state != Record.State.SIGNED:
        return _now("Nobody has signed it yet.")
    if label == Label.PUBLIC and held(record):
        return _now("Counsel holds its promise back from publication.")
    return ""


def sorted_out(records: Iterable[Record], label: str) -> Receipt:
    """Say, without doing anything, which findings could be opened and which could not, and why."""
    told = [(one, why_not(one, label)) for one in records]
    return Receipt([one for one, why in told if not why], [(one, why) for one, why in told if why])


def ask(records: Iterable[Record], label: str, actor: Actor, reason: str) -> Widening:
    """Ask to open those of some findings that can be opened.

    Fails with Problem "widening-empty" where none can, and with those of desk.steps.
    """
    named = [one.pk for one in records]
    fitting = sorted_out(Record.objects.filter(pk__in=named).defer("course"), label).opened
    if not fitting:
        raise Problem(
            "widening-empty",
            _now("None of these findings can be opened to these readers."),
            _now("Look at the reason beside each of them."),
        )
    with transaction.atomic():
        wish = Widening.objects.create(label=label, asked=clock.now())
        Wish.objects.bulk_create(
            Wish(widening=wish, record=one, start=one.label) for one in fitting
        )
        asked: Widening = steps.apply(ASK, wish, actor, reason)
    return asked


def agree(wish: Widening, actor: Actor, reason: str) -> Receipt:
    """Open the findings of a wish, as the second person; what no longer fits stays closed.

    Fails with a Problem of desk.steps. Nothing is opened then.
    """
    opened, left = [], []
    with transaction.atomic():
        steps.apply(AGREE, wish, actor, reason)
        for one in wish.wishes.all():
            record = Record.objects.select_for_update().get(pk=one.record_id)
            if why := why_not(record, wish.label, one.start, closed_since(wish)):
                left.append((record, why))
                continue
            _relabel(record, wish.label, actor)
            wish.wishes.filter(pk=one.pk).update(done=True)
            opened.append(record)
    return Receipt(opened, left)


def narrow(record: Record, label: str, actor: Actor, reason: str) -> Record:
    """Let fewer people see a finding, at once.

    Fails with Problem "label-not-stricter", and with those of desk.steps.
    """
    with transaction.atomic():
        held = Record.objects.select_for_update().get(pk=record.pk)
        if label >= held.label:
            raise Problem(
                "label-not-stricter",
                _now("This would not close the finding to anybody."),
                _now("Choose readers who are fewer than now."),
            )
        wish = Widening.objects.create(label=label, asked=clock.now())
        Wish.objects.create(widening=wish, record=held, start=held.label, done=True)
        steps.apply(NARROW, wish, actor, reason)
        _relabel(held, label, actor)
    return held


def _relabel(record: Record, label: str, actor: Actor) -> None:
    """Give a finding its new label, and write the log where the public gains or loses it."""
    before, record.label = record.label, label
    with wall.house():  # who closes a finding may close it to themselves
        record.save(update_fields=["label"])
    Edition.objects.filter(pk=record.edition_id).update(changes=F("changes") + 1)
    trail.write(actor, f"label {before} to {label}", steps.about(record))
    if Label.PUBLIC in (before, label):
        last = Release.objects.first()
        act = Release.Act.PUBLISHED if label == Label.PUBLIC else Release.Act.WITHDRAWN
        Release.objects.create(
            number=last.number + 1 if last else 1,
            record=record, act=act, role=actor.role.value, at=clock.now(),
        )  # fmt: skip
