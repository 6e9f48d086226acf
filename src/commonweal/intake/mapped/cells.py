"""Turn the cells of one CSV row into a row of a table and answers for the vault."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import Any

from commonweal.intake.context import Context
from commonweal.intake.demographics import gender, yes_or_no
from commonweal.intake.language import of_code
from commonweal.intake.mapped.mapping import Cell, FileMapping, declared
from commonweal.intake.mapped.money import cents
from commonweal.intake.payers import payer_group
from commonweal.intake.points import FAR_FUTURE, NOTHING, PointValue, birth, of_moment, point
from commonweal.intake.race import from_words
from commonweal.intake.saying import INVALID, NOT_RECORDED, Said, nullish
from commonweal.intake.staging import TAIL, answer_row, layout
from commonweal.tables.columns import Flag, Money, Number, Person, Point, Tokens
from commonweal.tables.registry import BY_NAME

_OWN = {"encounter", "organization"}
_MOMENTS = {"observation", "procedure", "immunization"}
_TRUE = {"1", "true", "t", "yes", "y"}
_FALSE = {"0", "false", "f", "no", "n"}
_TICKED = _TRUE | {"checked", "x"}


def cells_of(
    mapping: FileMapping, cells: dict[str, str], context: Context, content: bytes
) -> list[Any] | None:
    """Give a staged row without its tail, or None when it bears no id.

    mapping: what the file holds
    cells: values by the file's column
    context: source and keys; problems of cells are noted there
    content: hash of the row, which is its id when the file has none
    """
    table, kinds = mapping.table, declared(mapping.table)
    found: dict[str, Any] = {}
    for name, cell in mapping.columns.items():
        found.update(_value(name, kinds[name], _texts(cell, cells, context), cell, context))
    key = BY_NAME[table].key
    if found.get(key) is None:
        if table in _OWN or BY_NAME[table].roster() or key in mapping.columns:
            return None
        found[key] = context.key(content.hex()[:32])
    _complete(table, found)
    return [found.get(name) for name, _ in layout(table)[: -len(TAIL)]]


def answers_of(
    mapping: FileMapping, cells: dict[str, str], context: Context
) -> list[list[Any]] | None:
    """Give the staged answers of a row without their tails, or None when it bears no id.

    mapping: what the file holds
    cells: values by the file's column
    context: source and keys
    """
    identity = _texts(mapping.columns[mapping.person], cells, context)
    if not identity:
        return None
    person = context.person(identity[0], mapping.people)
    heard = {name: _heard(cell, cells) for name, cell in mapping.attributes.items()}
    when, how = heard.pop("recorded", []), heard.pop("method", [])
    stamp = _point(when[0].value or "", mapping.attributes["recorded"].form) if when else None
    method = (how[0].value if how else None) or "unknown"
    said, marks = _answers(heard)
    said["_mark"] = [Said(mark) for mark in marks]
    return [
        answer_row(person, attribute, answer, ordinal, element="csv", parent="csv",
                   stamp=stamp[0] if stamp else None, trust=0, method=method)
        for attribute, many in said.items() for ordinal, answer in enumerate(many)
    ]  # fmt: skip


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


def _heard(cell: Cell, cells: dict[str, str]) -> list[Said]:
    found = []
    for text in _pieces(cell, cells):
        if cell.values and text not in cell.values:
            found.append(INVALID)
        else:
            meant = cell.values.get(text, text)
            found.append(nullish(meant) or Said(meant, cell.system))
    return found


def _pieces(cell: Cell, cells: dict[str, str]) -> list[str]:
    if cell.checked:
        return [meant for column, meant in cell.checked.items()
                if cells[column].strip().casefold() in _TICKED]  # fmt: skip
    if cell.column is None:
        return [cell.constant or ""]
    text = cells[cell.column]
    pieces = text.split(cell.split) if cell.split else [text]
    return [piece.strip() for piece in pieces if piece.strip()]


def _texts(cell: Cell, cells: dict[str, str], context: Context) -> list[str]:
    found = []
    for text in _pieces(cell, cells):
        if cell.values and text not in cell.values:
            context.problems.append("value_unmapped")
        else:
            found.append(cell.values.get(text, text))
    return found


def _value(
    name: str, column: object, texts: list[str], cell: Cell, context: Context
) -> dict[str, Any]:
    first = texts[0] if texts else None
    if isinstance(column, Tokens):
        return {name: sorted({f"{cell.system}|{text}" if cell.system else text for text in texts})}
    if isinstance(column, Point):
        read = _moment(name, first, cell, context)
        return dict(zip((f"{name}_ts", f"{name}_day", f"{name}_prec"), read, strict=True))
    if first is None:
        return {name: None}
    if isinstance(column, Person):
        return {name: context.person(first, column.people)}
    if isinstance(column, Money):
        return {name: _money(first, cell, context)}
    if isinstance(column, Number):
        return {name: _number(first, context)}
    if isinstance(column, Flag):
        return {name: _flag(first, context)}
    return {name: context.key(first) if name.endswith("_key") else _plain(name, first)}


def _plain(name: str, text: str) -> str | None:
    if name == "zip5":
        return text[:5] if text[:5].isascii() and text[:5].isdigit() and len(text) >= 5 else None
    return text


def _moment(name: str, text: str | None, cell: Cell, context: Context) -> PointValue:
    if text is None:
        return NOTHING
    found = birth(text) if name == "birth" and cell.form is None else _point(text, cell.form)
    if found is None:
        context.problems.append("date_unreadable")
    return found or NOTHING


@lru_cache(maxsize=65_536)
def _point(text: str, form: str | None) -> PointValue | None:
    if form is None:
        return point(text.replace(" ", "T", 1) if len(text) > 10 else text)
    try:
        moment = datetime.strptime(text, form)
    except ValueError:
        return None
    found = of_moment(moment)
    if found is None or any(part in form for part in ("%H", "%I", "%c", "%X")):
        return found
    return found[0], found[1], "D"


def _number(text: str, context: Context) -> float | None:
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not abs(value) < float("inf"):
        context.problems.append("number_unreadable")
        return None
    return value


def _money(text: str, cell: Cell, context: Context) -> int | None:
    found = cents(text, whole=cell.unit == "cents")
    if found is None:
        context.problems.append("money_unreadable")
    return found


def _flag(text: str, context: Context) -> bool | None:
    folded = text.casefold()
    if folded in _TRUE or folded in _FALSE:
        return folded in _TRUE
    context.problems.append("flag_unreadable")
    return None


def _complete(table: str, found: dict[str, Any]) -> None:
    """Fill what follows from other cells, as it does for a FHIR resource."""
    if table in _MOMENTS and "end_ts" not in found:
        for part in ("ts", "day", "prec"):
            found[f"end_{part}"] = found.get(f"start_{part}")
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
