"""Draw tables of groups that nobody would make up: batches from a fixed seed, by kind.

A batch is drawn whole from its seed and number, so that any table of it can be drawn again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy.special import expit

Array = np.ndarray

ESTIMATES = (
    *("plain", "rare", "common", "equal", "ties", "nearly equal", "edges", "all zero", "all scale"),
    *("huge", "tiny", "any size", "negative", "all negative", "any size and sign", "above"),
    *("all or none", "steep"),
)
GAPS = (*("none",) * 16, "some", "half", "all but one", "all")
PEOPLE = (
    *("plain", "plain", "few", "some empty", "all empty", "shares", "one has nearly all"),
    *("huge", "largest", "tiny", "any size", "equal"),
)
ERRORS = (
    *("plain", "plain", "binomial", "zero", "some missing", "missing", "huge", "tiny"),
    *("any size", "some zero"),
)
ORDERS = ("none", "as listed", "mixed", "backwards", "wild")
SCALES = np.array([1.0, 100.0, 1000.0, 100000.0])
MOST_GROUPS = (2, 3, 4, 7, 12, 25, 60)
LARGEST, SMALLEST = np.finfo(np.float64).max, 5e-324


@dataclass(frozen=True)
class Batch:
    """Hold tables of groups as `Subgroups.many` takes them, and of what kind each was drawn."""

    table: Array
    estimate: Array
    se: Array | None
    people: Array
    order: Array | None
    scale: Array
    favorable: Array
    reference: Array
    drop_missing: bool
    kinds: dict[str, list[str]]

    def __len__(self) -> int:
        return len(self.scale)

    def arguments(self) -> dict[str, object]:
        """Give what `Subgroups.many` is called with."""
        names = ("table", "estimate", "se", "people", "order", "scale", "favorable", "reference")
        return {**{name: getattr(self, name) for name in names}, "drop_missing": self.drop_missing}

    def part(self, tables: Array) -> Batch:
        """Give some of the tables, numbered from 0 anew."""
        number = np.full(len(self), -1)
        number[tables] = np.arange(len(tables))
        rows = np.flatnonzero(number[self.table] >= 0)
        return replace(
            self.rows(rows),
            table=number[self.table[rows]],
            scale=self.scale[tables],
            favorable=self.favorable[tables],
            reference=self.reference[tables],
            kinds={axis: [names[at] for at in tables] for axis, names in self.kinds.items()},
        )

    def rows(self, rows: Array) -> Batch:
        """Give some of the rows of all tables."""
        return replace(
            self,
            table=self.table[rows],
            estimate=self.estimate[rows],
            se=None if self.se is None else self.se[rows],
            people=self.people[rows],
            order=None if self.order is None else self.order[rows],
        )


def batch(seed: int, number: int, tables: int) -> Batch:
    """Draw one batch; how many groups, and whether gaps may be dropped, goes by its number."""
    chance = np.random.Generator(np.random.Philox(key=np.array([seed, number], dtype=np.uint64)))
    most = MOST_GROUPS[number % len(MOST_GROUPS)]
    # Few tables have no group or one: they are soon answered.
    usual = chance.integers(min(2, most), most + 1, tables)
    size = np.where(chance.random(tables) < 0.08, chance.integers(0, 2, tables), usual)
    table = np.repeat(np.arange(tables), size)
    if number % 2:
        table = chance.permutation(table)
    scale = chance.choice(SCALES, tables)
    kinds = {
        axis: chance.integers(0, len(names), tables)
        for axis, names in (
            *(("estimates", ESTIMATES), ("gaps", GAPS), ("people", PEOPLE)),
            *(("errors", ERRORS), ("order", ORDERS)),
        )
    }
    place = _places(table, size)
    drawn = _Rows(chance, table, place, size[table], scale[table])
    estimate = _estimates(drawn, kinds["estimates"])
    people = _people(drawn, kinds["people"])
    se = _errors(drawn, kinds["errors"], estimate, people)
    order = _orders(drawn, kinds["order"])
    return Batch(
        table,
        _with_gaps(drawn, kinds["gaps"], estimate),
        None if chance.random() < 0.1 else se,
        people,
        None if chance.random() < 0.1 else order,
        scale,
        chance.integers(0, 2, tables),
        np.where(chance.random(tables) < 0.5, -1, _some_place(chance, size)),
        bool(number // 2 % 2),
        {
            "groups": [str(min(groups, 3)) + ("+" if groups > 2 else "") for groups in size],
            "estimates": [ESTIMATES[kind] for kind in kinds["estimates"]],
            "gaps": [GAPS[kind] for kind in kinds["gaps"]],
            "people": [PEOPLE[kind] for kind in kinds["people"]],
            "errors": [ERRORS[kind] for kind in kinds["errors"]],
            "order": [ORDERS[kind] for kind in kinds["order"]],
        },
    )


@dataclass(frozen=True)
class _Rows:
    """Hold the rows that numbers are drawn for: table, place in it, its size and its scale."""

    chance: np.random.Generator
    table: Array
    place: Array
    size: Array
    scale: Array

    def each(self) -> Array:
        """Draw one number a row, from 0 to 1."""
        return self.chance.random(len(self.table))

    def shared(self) -> Array:
        """Draw one number a table, from 0 to 1, for all its rows."""
        return self.chance.random(int(self.table.max(initial=-1)) + 1)[self.table]

    def any_size(self) -> Array:
        """Draw numbers of any size a float can have."""
        return 10 ** (616 * self.each() - 308)


def _places(table: Array, size: Array) -> Array:
    """Count the rows of each table from 0, in the order in which they stand."""
    turn = np.argsort(table, kind="stable")
    place = np.empty(len(table), dtype=np.int64)
    place[turn] = np.arange(len(table)) - np.repeat(np.cumsum(size) - size, size)
    return place


def _some_place(chance: np.random.Generator, size: Array) -> Array:
    return np.where(size > 0, np.floor(chance.random(len(size)) * size).astype(np.int64), -1)


def _estimates(drawn: _Rows, kind: Array) -> Array:
    each, shared, scale = drawn.each(), drawn.shared(), drawn.scale
    rank = (drawn.place + 0.5) / np.maximum(drawn.size, 1)
    edge = np.stack(
        [0 * scale, scale, np.nextafter(scale, 0), 0 * scale + SMALLEST, scale * 1e-9, -0.0 * scale]
    )
    made = {
        "plain": each * scale,
        "rare": scale * 10 ** (-5 * each - 1),
        "common": scale * (1 - 10 ** (-5 * each - 1)),
        "equal": shared * scale,
        "ties": np.round(each * 3) / 3 * scale,
        "nearly equal": shared * scale * (1 + (each - 0.5) * 10 ** (-17 * drawn.shared())),
        "edges": edge[drawn.chance.integers(0, len(edge), len(each)), np.arange(len(each))],
        "all zero": 0 * scale,
        "all scale": scale,
        "huge": np.where(shared < 0.5, each * 1e300, each * LARGEST),
        "tiny": np.where(shared < 0.5, each * 1e-300, np.round(each * 9) * SMALLEST),
        "any size": drawn.any_size(),
        "negative": (2 * each - 1) * scale,
        "all negative": -each * scale,
        "any size and sign": drawn.any_size() * np.sign(drawn.each() - 0.5),
        "above": 3 * each * scale,
        "all or none": np.where(rank > shared, scale, 0.0),
        "steep": scale * expit(200 * (each - 0.5) * (rank - shared)),
    }
    return _chosen(made, ESTIMATES, kind[drawn.table])


def _with_gaps(drawn: _Rows, kind: Array, estimate: Array) -> Array:
    each = drawn.each()
    last = drawn.place < drawn.size - 1
    gone = {
        "none": np.zeros(len(each), dtype=bool),
        "some": each < 0.1,
        "half": each < 0.5,
        "all but one": last,
        "all": np.ones(len(each), dtype=bool),
    }
    return np.where(_chosen(gone, GAPS, kind[drawn.table]), np.nan, estimate)


def _people(drawn: _Rows, kind: Array) -> Array:
    each, shared = drawn.each(), drawn.shared()
    plain = np.floor(10 ** (6 * each))
    made = {
        "plain": plain,
        "few": np.floor(4 * each),
        "some empty": np.where(drawn.each() < 0.4, 0.0, plain),
        "all empty": 0 * each,
        "shares": each / np.maximum(drawn.size, 1),
        "one has nearly all": np.where(drawn.place == 0, 10 ** (18 * shared), 1.0),
        "huge": each * 1e300,
        "largest": LARGEST * np.where(shared < 0.5, 1.0, each),
        "tiny": np.where(shared < 0.5, each * 1e-300, np.round(each * 9) * SMALLEST),
        "any size": drawn.any_size(),
        "equal": np.floor(1000 * shared),
    }
    return _chosen(made, PEOPLE, kind[drawn.table])


def _errors(drawn: _Rows, kind: Array, estimate: Array, people: Array) -> Array:
    each, share = drawn.each(), np.clip(estimate / drawn.scale, 0.0, 1.0)
    plain = drawn.scale * each / 10
    made = {
        "plain": plain,
        "binomial": drawn.scale * np.sqrt(share * (1 - share) / np.maximum(people, 1.0)),
        "zero": 0 * each,
        "some missing": np.where(drawn.each() < 0.3, np.nan, plain),
        "missing": np.full(len(each), np.nan),
        "huge": np.where(drawn.shared() < 0.5, each * 1e300, LARGEST),
        "tiny": np.where(drawn.shared() < 0.5, each * 1e-300, SMALLEST),
        "any size": drawn.any_size(),
        "some zero": np.where(drawn.each() < 0.3, 0.0, plain),
    }
    return _chosen(made, ERRORS, kind[drawn.table])


def _orders(drawn: _Rows, kind: Array) -> Array:
    turn = np.lexsort((drawn.each(), drawn.table))
    mixed = np.empty(len(turn))
    mixed[turn] = drawn.place[np.argsort(drawn.table, kind="stable")]
    made = {
        "none": np.full(len(turn), np.nan),
        "as listed": drawn.place + 1.0,
        "mixed": mixed,
        "backwards": -1.0 * drawn.place,
        "wild": (mixed - 1) * np.where(drawn.shared() < 0.5, 1e300, 1e-300),
    }
    return _chosen(made, ORDERS, kind[drawn.table])


def _chosen(made: dict[str, Array], names: tuple[str, ...], kind: Array) -> Array:
    return np.stack([made[name] for name in names])[kind, np.arange(len(kind))]
