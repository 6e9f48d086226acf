"""From the answer of a query to arrays: numbers as they are, words as numbers of their place."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from commonweal.engine.session import Session
from commonweal.engine.sql import Tree, render

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]


def fetch(session: Session, query: Tree) -> pa.Table:
    """Run a query and give its rows column by column.

    session: the open look
    query:   the tree
    """
    return session.connection.sql(render(query)).to_arrow_table()


def is_words(table: pa.Table, name: str) -> bool:
    """Say whether a column holds words.

    table: from `fetch`
    name:  of the column
    """
    return bool(pa.types.is_string(table.schema.field(name).type))


def numbers(table: pa.Table, name: str) -> FloatArray:
    """Give a column of numbers, nan where unknown.

    table: from `fetch`
    name:  of the column
    """
    column = table.column(name).cast(pa.float64()).combine_chunks()
    return np.asarray(column.to_numpy(zero_copy_only=False), dtype=np.float64)


def words(table: pa.Table, name: str) -> tuple[IntArray, tuple[str, ...]]:
    """Give a column of words as places in the sorted list of them, -1 where unknown.

    table: from `fetch`
    name:  of the column
    """
    return _coded(table.column(name).combine_chunks())


def members(table: pa.Table, name: str, codes: tuple[str, ...]) -> BoolArray:
    """Say of each row which of some codes it bears, shape (n, codes).

    table: from `fetch`
    name:  of a column of codes, or of lists of codes
    codes: the columns wanted
    """
    column = table.column(name).combine_chunks()
    found = np.zeros((len(column), len(codes)), dtype=np.bool_)
    if pa.types.is_list(column.type):
        rows = np.asarray(pc.list_parent_indices(column), dtype=np.int64)
        places, known = _coded(pc.list_flatten(column))
    else:
        rows = np.arange(len(column))
        places, known = _coded(column)
    wanted = np.array([codes.index(one) if one in codes else -1 for one in known] + [-1])
    columns = wanted[places]
    found[rows[columns >= 0], columns[columns >= 0]] = True
    return found


def codes_of(table: pa.Table, name: str) -> tuple[str, ...]:
    """List the codes that stand in a column of codes or of lists of codes, sorted.

    table: from `fetch`
    name:  of the column
    """
    column = table.column(name).combine_chunks()
    flat = pc.list_flatten(column) if pa.types.is_list(column.type) else column
    return _coded(flat)[1]


def _coded(column: pa.Array) -> tuple[IntArray, tuple[str, ...]]:
    encoded = column.dictionary_encode()
    seen = [str(one) for one in encoded.dictionary.to_pylist()]
    order = sorted(range(len(seen)), key=seen.__getitem__)
    place = np.full(len(seen) + 1, -1, dtype=np.int64)
    place[order] = np.arange(len(order))
    filled = encoded.indices.fill_null(len(seen)).cast(pa.int64())
    codes: IntArray = place[np.asarray(filled, dtype=np.int64)]
    return codes, tuple(seen[one] for one in order)
