"""The promises with what was found: rows of the vision page, made once for each set of labels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

from django.conf import settings

from commonweal.findings.standing import Standing, standings
from commonweal.offices.house import wall
from commonweal.offices.house.policy import PURPOSES, Actor, Role
from commonweal.offices.scorecard.models.findings import Edition, Record, labels_for, public_only
from commonweal.offices.scorecard.models.visions import vision_named
from commonweal.vision.vision import Commitment, Domain, Office, Vision


@dataclass(frozen=True)
class Row:
    """Hold one row of the vision page: what was promised, and what the findings say of it.

    commitment: what was promised
    domain:     the field of work it belongs to
    offices:    that can move it
    standing:   what the findings say, as far as they are open to the reader
    record:     key of the finding that the row tells of, or None
    """

    commitment: Commitment
    domain: Domain
    offices: tuple[Office, ...]
    standing: Standing
    record: UUID | None


class Sight(NamedTuple):
    """Hold all that decides what is read of an edition: who shares it reads the same.

    What is kept ready is kept by it, so that nobody gets what was made for other eyes.

    edition: its key
    changes: how often a label or a state changed in it
    labels:  that the reader may see
    vision:  whose promises are told, and which of them counsel holds
    """

    edition: UUID
    changes: int
    labels: tuple[str, ...]
    vision: str


def sight_of(edition: Edition, actor: Actor) -> Sight:
    """Give what decides what an actor reads of an edition."""
    return Sight(edition.pk, edition.changes, tuple(labels_for(actor.role)), settings.VISION)


def rows_for(edition: Edition | None, actor: Actor) -> tuple[Row, ...]:
    """Give the rows of the vision page, in the order of the vision, for one reader."""
    if edition is None:
        vision = vision_named(settings.VISION)
        return _rows(vision, standings(vision, (), ()), {})
    return rows_of(sight_of(edition, actor))


def warm(edition: Edition) -> None:
    """Make the rows of every role before the first reader asks: decoding takes a second."""
    for role in Role:
        rows_for(edition, Actor("", role, PURPOSES[role][0], frozenset({role})))


@lru_cache(maxsize=64)
def rows_of(sight: Sight) -> tuple[Row, ...]:
    """Keep rows until a label changes: that is counted, so an older row is never found again."""
    labels = sight.labels
    found = Record.objects.filter(edition=sight.edition)
    shown = set(found.labeled(labels).values_list("pk", flat=True))
    with wall.house():  # closed ones are counted, and nothing else is told of them
        records = list(found.defer("course").order_by("rank"))
    seen = [one for one in records if one.pk in shown]
    told = [one.published if public_only(labels) else one.brief for one in seen]
    closed = tuple(one.brief for one in records if one.pk not in shown)
    vision = vision_named(sight.vision)
    said = standings(vision, tuple(told), closed)
    return _rows(vision, said, {id(told): one.pk for told, one in zip(told, seen, strict=True)})


def _rows(
    vision: Vision, said: tuple[Standing, ...], records: Mapping[int, UUID]
) -> tuple[Row, ...]:
    return tuple(
        Row(
            commitment,
            vision.domain_of(commitment.key),
            vision.offices_of(commitment.key),
            standing,
            records.get(id(standing.gravest)),
        )
        for commitment, standing in zip(vision.commitments, said, strict=True)
    )
