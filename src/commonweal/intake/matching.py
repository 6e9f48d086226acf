"""Match the keys of people with the ids that an institution holds of them: it alone can do so.

A person's key is a keyed hash, so nobody turns it back into an id. Who holds the ids and the key
file makes the keys anew, and sees which of them are in a list.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from commonweal.intake.keys import PatientKeys
from commonweal.kinds import Problem


def matched(
    keys: Sequence[str], ids: Iterable[str], source_id: str, made: PatientKeys
) -> dict[str, str]:
    """Give the id behind each key, or "" where none of the ids is.

    keys: of people, or of rows that bear their id in their key
    ids: as the source wrote them
    source_id: which feed the people came from
    made: makes the keys of people

    >>> keys = PatientKeys(bytes(32))
    >>> found = matched([keys("main/7"), keys("main/9")], ["7", "8"], "main", keys)
    >>> list(found.values())
    ['7', '']
    """
    prefix = f"{source_id}/"
    found = {key: key.removeprefix(prefix) if key.startswith(prefix) else "" for key in keys}
    for one in ids:
        key = made(prefix + one)
        if key in found:
            found[key] = one
    return found


def column(path: Path, name: str = "") -> Iterator[str]:
    """Give the cells of one column of a CSV file, without blanks; empty ones are left out.

    path: the file
    name: of the column; a file of one column needs none
    Fails with Problem "list-missing", "list-unreadable" or "list-column".
    """
    try:
        with path.open(newline="", encoding="utf-8-sig") as handle:
            lines = csv.DictReader(handle)
            wanted = _wanted(path, lines.fieldnames or (), name)
            for line in lines:
                if cell := (line[wanted] or "").strip():
                    yield cell
    except FileNotFoundError:
        raise Problem("list-missing", f"There is no file {path}.", "Name a file that exists.",
                      ) from None  # fmt: skip
    except (UnicodeDecodeError, csv.Error, OSError):
        raise Problem(
            "list-unreadable", f"The file {path.name} can not be read as CSV.",
            "Write it as UTF-8 text with one id a line, below the name of its column.",
        ) from None  # fmt: skip


def write(path: Path, found: Mapping[str, str]) -> None:
    """Write keys and ids, for the eyes of whoever writes it only: nobody else may open the file.

    path: a file that is not there yet
    found: from `matched`; a key whose id is not known stands without one
    Fails with Problem "list-there" or "list-unwritable".
    """
    try:
        path.touch(mode=0o600, exist_ok=False)
    except FileExistsError:
        raise Problem("list-there", f"There is a file {path} already. Nothing was written.",
                      "Name another file with --out, or remove that one.") from None  # fmt: skip
    except OSError:
        raise Problem("list-unwritable", f"No file can be made at {path}. Nothing was written.",
                      "Name a folder that is there and that is yours.") from None  # fmt: skip
    with path.open("w", newline="", encoding="utf-8") as handle:
        lines = csv.writer(handle, lineterminator="\n")
        lines.writerow(("key", "id"))
        lines.writerows(found.items())


def _wanted(path: Path, names: Sequence[str], name: str) -> str:
    if name in names:
        return name
    if len(names) == 1 and not name:
        return names[0]
    listed = ", ".join(names) or "none"
    said = f"It has no column {name}" if name else "It was not said which of its columns is meant"
    raise Problem("list-column", f"{said}: {path.name} has {listed}.",
                  "Name the column with --column.")  # fmt: skip
