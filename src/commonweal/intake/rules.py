"""Row rules: what makes a row odd, what makes it not valid. Odd rows are kept, and counted.

Measures count marked rows and say how many there were; only rows that point at nobody drop out.
"""

from __future__ import annotations

from sqlglot import exp

from commonweal.intake.gates import gates
from commonweal.intake.query import expression
from commonweal.tables.registry import BY_NAME, roster_of

EVENTS = {
    "encounter": "start", "condition": "onset", "observation": "start", "procedure": "start",
    "medication_request": "authored", "immunization": "start", "service_request": "authored",
    "device_request": "authored",
}  # fmt: skip
SPANS = {
    "encounter": ("start", "end"), "observation": ("start", "end"), "procedure": ("start", "end"),
    "coverage": ("start", "end"), "interpreter_use": ("start", "end"),
    "condition": ("onset", "abate"),
}  # fmt: skip
_EXACT = "day_prec__ IN ('D', 'T')"
_REVERSED = """CASE WHEN start_prec__ = 'T' AND end_prec__ = 'T' THEN end_ts__ < start_ts__
    ELSE end_day__ < start_day__ END"""
# Databases and spreadsheets write 1 January 1900, 1753 or 1 where they know no day.
_BEFORE_ALL = "birth_day <= CAST('1900-01-01' AS DATE)"
_A1C = ("http://loinc.org|4548-4", "http://loinc.org|17856-6", "http://loinc.org|4549-2")
_SYSTOLIC = ("http://loinc.org|8480-6",)
_LIMITED = _A1C + _SYSTOLIC  # of which a value can be odd
_INVALID = {
    "entered_in_error": ("status", "status = 'entered-in-error'"),
    "diagnosis_in_error": ("verification_status", "verification_status = 'entered-in-error'"),
    "refuted": ("verification_status", "verification_status = 'refuted'"),
}


def rules(table: str, held: frozenset[str]) -> list[tuple[str, exp.Expr]]:
    """Give (code, condition) for each rule of a table.

    table: name of a canonical table
    held: tables that the load holds; a reference into a table that is missing is no fault
    """
    found = _references(table, held) + _times(table) + _values(table) + gates(table, held)
    if table == "patient":
        found += [
            ("birth_in_future", expression("birth_day > (SELECT day FROM today)")),
            ("birth_implausible", expression(_BEFORE_ALL)),
            ("death_before_birth", expression("death_day < birth_day AND birth_prec = 'D'")),
        ]
    return found + [(code, expression(_INVALID[code][1])) for code in _faults(table)]


def validity(table: str, held: frozenset[str]) -> exp.Expr:
    """Give the condition under which a row of a table is valid.

    table: name of a canonical table
    held: tables that the load holds
    """
    sayings = [f"NOT COALESCE({_INVALID[code][1]}, FALSE)" for code in _faults(table)]
    if known(table, held):
        sayings.append("_known")
    return expression(" AND ".join(sayings) or "TRUE")


def personal(table: str) -> bool:
    """Say whether rows of a table point at a person.

    table: name of a canonical table
    """
    return bool(BY_NAME[table].person()) and not BY_NAME[table].roster()


def known(table: str, held: frozenset[str]) -> bool:
    """Say whether the people of a table's rows are looked up in their roster.

    table: name of a canonical table
    held: tables that the load holds
    Patients always are. Of other people the load may hold rows without their roster: then nobody
    can say that a row points at nobody.
    """
    if not personal(table):
        return False
    people = BY_NAME[table].people()
    return people == "patient" or roster_of(people).name in held


def person_of(table: str) -> exp.Expr:
    """Give what to count apart to know how many people rows are about.

    table: name of a canonical table
    Rows that name nobody count as one person's together, so that few are never taken for none. A
    table that is not about people gives nothing to count: none.
    """
    person = BY_NAME[table].person()
    if not person:
        return exp.cast(exp.null(), "VARCHAR")
    return expression("COALESCE(person__, '')", person=person)


def marked(table: str, held: frozenset[str], conflict: bool) -> exp.Expr:
    """Give the list of the codes of the rules that a row breaks, sorted, each once.

    table: name of a canonical table
    held: tables that the load holds
    conflict: whether there were rows of one id with different contents
    """
    found = rules(table, held)
    if conflict:
        found = [*found, ("dup_conflict", expression("_conflict"))]
    if not found:
        return expression("LIST_SORT(LIST_DISTINCT(problem))")
    codes = expression("problem")
    for code, condition in found:
        codes = expression(
            "LIST_CONCAT(codes__, CASE WHEN condition__ THEN [code__] ELSE [] END)",
            codes=codes, condition=condition, code=exp.Literal.string(code),
        )  # fmt: skip
    # most rows break none and bore none: theirs is the empty list that they came with
    values = _values(table)
    rest = [condition for code, condition in found if (code, condition) not in values]
    if values:  # a list is looked into slowly: once, where there is a value at all
        rest.append(expression("CASE WHEN NOT value_num IS NULL AND LIST_HAS_ANY(code, codes__) "
                               "THEN any__ ELSE FALSE END", codes=_list(_LIMITED),
                               any=exp.or_(*(condition for _, condition in values))))  # fmt: skip
    return expression(
        "CASE WHEN LENGTH(problem) = 0 AND NOT COALESCE(any__, FALSE) THEN problem "
        "ELSE LIST_SORT(LIST_DISTINCT(codes__)) END",
        any=exp.or_(*rest), codes=codes,
    )  # fmt: skip


def _faults(table: str) -> list[str]:
    columns = _columns(table)
    return [code for code, (column, _) in _INVALID.items() if column in columns]


def _references(table: str, held: frozenset[str]) -> list[tuple[str, exp.Expr]]:
    found = []
    if known(table, held):
        found.append(("orphan", expression("NOT _known")))
    if "encounter_key" in _columns(table) and table != "encounter" and "encounter" in held:
        found.append(("ref_unresolved", expression("NOT encounter_key IS NULL AND NOT _visited")))
    return found


def _times(table: str) -> list[tuple[str, exp.Expr]]:
    found = []
    if table in SPANS:
        start, end = SPANS[table]
        names = {f"{role}_{part}": f"{column}_{part}" for role, column in
                 (("start", start), ("end", end)) for part in ("ts", "day", "prec")}  # fmt: skip
        found.append(("interval_reversed", expression(_REVERSED, **names)))
    if table in EVENTS:
        event = {"day": f"{EVENTS[table]}_day", "day_prec": f"{EVENTS[table]}_prec"}
        found.append(
            (
                "event_after_death",
                expression(
                    f"day__ > _death_day + 1 AND _death_prec IN ('D', 'T') AND {_EXACT}", **event
                ),
            )
        )
        found.append(
            (
                "event_before_birth",
                expression(f"day__ < _birth_day - 280 AND _birth_prec = 'D' AND {_EXACT}", **event),
            )
        )
    return found


def _values(table: str) -> list[tuple[str, exp.Expr]]:
    if table not in ("observation", "component"):
        return []
    return [
        ("value_implausible", expression(
            "LIST_HAS_ANY(code, codes__) AND unit = '%' AND (value_num < 3 OR value_num > 20)",
            codes=_list(_A1C))),
        ("unit_unknown", expression(
            "LIST_HAS_ANY(code, codes__) AND NOT value_num IS NULL AND NOT unit "
            "IN ('%', 'mmol/mol')", codes=_list(_A1C))),
        ("value_implausible", expression(
            "LIST_HAS_ANY(code, codes__) AND (value_num < 50 OR value_num > 300)",
            codes=_list(_SYSTOLIC))),
        ("unit_unknown", expression(
            "LIST_HAS_ANY(code, codes__) AND NOT value_num IS NULL AND NOT unit "
            "IN ('mm[Hg]', 'mmHg')", codes=_list(_SYSTOLIC))),
    ]  # fmt: skip


def _list(values: tuple[str, ...]) -> exp.Expr:
    return exp.Array(expressions=[exp.Literal.string(value) for value in values])


def _columns(table: str) -> set[str]:
    return {name for name, _, _ in BY_NAME[table].physical()}
