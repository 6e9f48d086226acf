"""Turn the cells of one row of a mapped file into a row of a table and answers for the vault."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from commonweal.intake.demographics import gender, yes_or_no
from commonweal.intake.language import of_code
from commonweal.intake.mapped.aside import Value
from commonweal.intake.mapped.cell import Cell
from commonweal.intake.mapped.mapping import FileMapping, declared
from commonweal.intake.mapped.moments import moment
from commonweal.intake.mapped.money import cents
from commonweal.intake.mapped.reading import Reading
from commonweal.intake.mapped.words import NOTHING_SAID, TRUE, flag, identity, number
from commonweal.intake.payers import payer_group
from commonweal.intake.points import FAR_FUTURE, NOTHING, PointValue, birth, day_of, last_of
from commonweal.intake.race import from_words
from commonweal.intake.saying import INVALID, NOT_RECORDED, Said, nullish
from commonweal.intake.staging import TAIL, answer_row, layout
from commonweal.tables.columns import Flag, Money, Number, Person, Point, Tokens
from commonweal.tables.registry import BY_NAME

_OWN = {"encounter", "organization"}
_PERIODS = {"measure_result", "submitted_figure"}
_MOMENTS = {"observation", "procedure", "immunization"}
_TICKED = TRUE | {"checked", "x"}
_PARTS = {"Y": 4, "M": 7}  # letters of an ISO date that a birth's year or month alone takes
_IDS = ("_key", "_id")
_ZIP = re.compile(r"(\d{5})([- ].*|\d{4})?", re.ASCII)


def cells_of(
    mapping: FileMapping, cells: Mapping[str, Value], reading: Reading, content: bytes
) -> list[Any] | None:
    """Give a staged row without its tail, or None when it bears no id.

    mapping: what the file holds
    cells: values by the file's column
    reading: source and keys; what can not be read is noted there
    content: hash of the row, which is its id when the file has none
    """
    table, kinds = mapping.table, declared(mapping.table)
    found: dict[str, Any] = {}
    for name, cell in mapping.columns.items():
        found.update(_value(name, kinds[name], _texts(cell, cells, reading), cell, reading))
    key = BY_NAME[table].key
    if found.get(key) is None:
        if table in _OWN or BY_NAME[table].roster() or key in mapping.columns:
            return None
        found[key] = reading.context.key(content.hex()[:32])
    _complete(table, found)
    reading.person = found.get(BY_NAME[table].person())
    return [found.get(name) for name, _ in layout(table)[: -len(TAIL)]]


def answers_of(
    mapping: FileMapping, cells: Mapping[str, Value], reading: Reading
) -> list[list[Any]] | None:
    """Give the staged answers of a row without their tails, or None when it bears no id.

    mapping: what the file holds
    cells: values by the file's column
    reading: source and keys; what can not be read is noted there
    """
    told = _texts(mapping.columns[mapping.person], cells, reading)
    known = identity(told[0]) if told else None
    if known is None:
        return None
    person = reading.person = reading.context.person(known, mapping.people)
    heard = {name: _heard(cell, cells, reading) for name, cell in mapping.attributes.items()}
    when, how = heard.pop("recorded", []), heard.pop("method", [])
    stamp = _stamp(when[0].value or "", mapping.attributes["recorded"], reading) if when else None
    method = (how[0].value if how else None) or "unknown"
    said, marks = _answers(heard)
    _doubt(said, mapping, reading)
    said["_mark"] = [Said(mark) for mark in marks]
    return [
        answer_row(person, attribute, answer, ordinal, element="csv", parent="csv",
                   stamp=stamp, trust=0, method=method)
        for attribute, many in said.items() for ordinal, answer in enumerate(many)
    ]  # fmt: skip


def _stamp(text: str, cell: Cell, reading: Reading) -> int | None:
    found, mark = moment(text, cell.way)
    if mark:
        reading.doubt(cell, mark)
    return found[0] if found else None


def _doubt(said: dict[str, list[Said]], mapping: FileMapping, reading: Reading) -> None:
    """Note the answers that no word of ours stands for and no map was asked about."""
    noted = {column for column, _, _ in reading.faults}
    for attribute, answers in said.items():
        cell = mapping.attributes.get(attribute)
        if cell and cell.label not in noted and INVALID in answers:
            reading.doubt(cell, "answer_unknown")


def _answers(heard: dict[str, list[Said]]) -> tuple[dict[str, list[Said]], list[str]]:
    found: dict[str, list[Said]] = {}
    marks: list[str] = []
    if "race_1997" in heard or "ethnicity_1997" in heard:
        race, ethnicity = heard.pop("race_1997", []), heard.pop("ethnicity_1997", [])
        found, marks = from_words(race, ethnicity)
    for attribute, said in heard.items():
        if attribute == "pref_lang":
            sent, group = _language(said)
            found["pref_lang"], found["lang_group"] = [sent], [group]
        else:
            found[attribute] = [_checked(attribute, answer) for answer in said] or [NOT_RECORDED]
    return found, marks


def _language(said: list[Said]) -> tuple[Said, Said]:
    first = said[0] if said else NOT_RECORDED
    return of_code(first.value, first.system) if first.value else (first, first)


def _checked(attribute: str, answer: Said) -> Said:
    if answer.value is None:
        return answer
    if attribute == "admin_gender":
        return gender(answer.value)
    if attribute == "interpreter_needed":
        return yes_or_no(answer.value)
    return answer


def _heard(cell: Cell, cells: Mapping[str, Value], reading: Reading) -> list[Said]:
    found = []
    for text in pieces(cell, cells):
        if cell.values and text not in cell.values:
            reading.doubt(cell, "value_unmapped", text)
            found.append(INVALID)
        else:
            meant = cell.values.get(text, text)
            said = nullish(meant) or Said(meant, cell.system)
            found.append(said if any(map(str.isalnum, meant)) else INVALID)
    return found


def pieces(cell: Cell, cells: Mapping[str, Value]) -> list[str]:
    """Give the texts of a cell, none where it is empty, before any map.

    cell: where the value stands
    cells: values by the file's column
    """
    if cell.checked:
        return [meant for column, meant in cell.checked.items()
                if str(cells[column]).strip().casefold() in _TICKED]  # fmt: skip
    if cell.column is None:
        return [cell.constant or ""]
    value = cells[cell.column]
    if isinstance(value, tuple):
        pieces = list(value)
    else:
        pieces = value.split(cell.split) if cell.split else [value]
    return [said for piece in pieces if (said := piece.strip())
            and (said not in NOTHING_SAID or said in cell.values)]  # fmt: skip


def _texts(cell: Cell, cells: Mapping[str, Value], reading: Reading) -> list[str]:
    found = []
    for text in pieces(cell, cells):
        if cell.values and text not in cell.values:
            reading.mark(cell, "value_unmapped", text)
        else:
            found.append(cell.values.get(text, text))
    return found


def _value(
    name: str, column: object, texts: list[str], cell: Cell, reading: Reading
) -> dict[str, Any]:
    first = texts[0] if texts else None
    if isinstance(column, Tokens):
        return {name: sorted({f"{cell.system}|{text}" if cell.system else text for text in texts})}
    if isinstance(column, Point):
        read = _moment(name, first, cell, reading)
        return dict(zip((f"{name}_ts", f"{name}_day", f"{name}_prec"), read, strict=True))
    if first is not None and (name.endswith(_IDS) or isinstance(column, Person)):
        first = identity(first)
    if first is None:
        return {name: None}
    if isinstance(column, Person):
        return {name: reading.context.person(first, column.people)}
    if isinstance(column, Money):
        return {name: _money(first, cell, reading)}
    if isinstance(column, Number):
        return {name: _number(first, cell, reading)}
    if isinstance(column, Flag):
        return {name: _flag(first, cell, reading)}
    if name.endswith("_key"):
        return {name: reading.context.key(first)}
    return {name: _zip(first, cell, reading) if name == "zip5" else first}


def _zip(text: str, cell: Cell, reading: Reading) -> str | None:
    form = _ZIP.fullmatch(text)
    if form is None:
        reading.mark(cell, "zip_unreadable")
    return None if form is None or form[1] == "00000" else form[1]


def _moment(name: str, text: str | None, cell: Cell, reading: Reading) -> PointValue:
    if text is None:
        return NOTHING
    found, mark = moment(text, cell.way)
    if mark or found is None:
        reading.mark(cell, mark or "date_unreadable")
    if name == "birth" and found and (day := day_of(found)) and found[2] in _PARTS:
        found = birth(day.isoformat()[: _PARTS[found[2]]])
    return found or NOTHING


def _number(text: str, cell: Cell, reading: Reading) -> float | None:
    value = number(text)
    if value is None:
        reading.mark(cell, "number_unreadable")
    return value


def _money(text: str, cell: Cell, reading: Reading) -> int | None:
    found = cents(text, whole=cell.unit == "cents")
    if found is None:
        reading.mark(cell, "money_unreadable")
    return found


def _flag(text: str, cell: Cell, reading: Reading) -> bool | None:
    value = flag(text)
    if value is None:
        reading.mark(cell, "flag_unreadable")
    return value


def _complete(table: str, found: dict[str, Any]) -> None:
    """Fill what follows from other cells, as it does for a FHIR resource."""
    if table in _MOMENTS and "end_ts" not in found:
        for part in ("ts", "day", "prec"):
            found[f"end_{part}"] = found.get(f"start_{part}")
    if table in _PERIODS:
        names = [f"period_end_{part}" for part in ("ts", "day", "prec")]
        last = last_of((found.get(names[0]), found.get(names[1]), found.get(names[2])))
        found.update(zip(names, last, strict=True))
    if table == "patient" and found.get("death_ts") is not None:
        found["deceased"] = True
    if table == "observation" and found.get("value_type") is None:
        quantity = "Quantity" if found.get("value_num") is not None else None
        found["value_type"] = quantity or ("CodeableConcept" if found.get("value_code") else None)
    if table == "coverage":
        found.setdefault("payer_group", payer_group((found.get("payer_text"),)))
        found.setdefault("origin", "csv")
    if table == "medication_request":
        ends = NOTHING + FAR_FUTURE
        names = [f"supply_{end}_{part}" for end in ("start", "end")
                 for part in ("ts", "day", "prec")]  # fmt: skip
        found.update(zip(names, ends, strict=True))
    for name, kind in layout(table):
        if kind == "VARCHAR[]":
            found.setdefault(name, [])
