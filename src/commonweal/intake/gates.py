"""Row rules of staff, community, research and teaching: read off the tables wherever they say so.

Each is a mark on a row that is kept; nobody but the person who looks after the data decides what
becomes of it. The rules of care stand in `rules`.
"""

from __future__ import annotations

from sqlglot import exp

from commonweal.intake.query import expression
from commonweal.tables.clinical import CLINICAL
from commonweal.tables.columns import Number, Person, Point, Span, Table
from commonweal.tables.registry import BY_NAME, ROSTERS, TABLES

_PAIRS = (
    ("valid_from", "valid_to"), ("start", "end"), ("began", "ended"), ("hired", "left"),
    ("joined", "left"), ("opened", "closed"), ("activated", "closed"),
    ("first_planned", "last_planned"), ("earliest", "latest"),
)  # fmt: skip
_ORDERED = {
    "requisition": (("opened", "posted"), ("opened", "filled"), ("opened", "cancelled")),
    "grant_application": (("submitted", "decided"),),
    "training": (("assigned", "due"), ("assigned", "completed")),
}
# What happened can not lie far ahead. What is planned can: ends, dues and plans are not here.
_HAPPENED = frozenset({
    "valid_from", "effective", "first_hire", "service_date", "on", "as_of", "applied", "entered",
    "hired", "left", "joined", "posted", "spent", "held", "reached", "at", "submitted", "awarded",
    "graded", "answered", "rated", "completed", "measured", "entry",
})  # fmt: skip
_STAGES = {
    "stage_move": (
        ("app_id",), "stage", "entered",
        ("applied", "screened", "assessed", "interviewed", "offered", "accepted", "started"),
    ),
    "pathway_stage": (
        ("participant_key",), "stage", "reached",
        ("enrolled", "completed", "interviewed", "offered", "started", "retained"),
    ),
    "recruit_event": (
        ("participant_key", "study_key"), "event", "at",
        ("identified", "approached", "enrolled", "randomized", "completed"),
    ),
}  # fmt: skip
_CODES = {
    ("staff_event", "kind"): (
        "hire", "rehire", "promotion", "demotion", "rank_change", "lateral", "leave_start",
        "leave_end", "separation",
    ),
    ("staff_event", "reason"): (
        "voluntary", "involuntary", "retirement", "death", "end_of_term",
    ),
    ("stage_move", "stage"): _STAGES["stage_move"][3],
    ("pathway_stage", "stage"): _STAGES["pathway_stage"][3],
    ("recruit_event", "event"): (
        "identified", "approached", "screened", "eligible", "ineligible", "consented", "declined",
        "enrolled", "randomized", "withdrawn", "completed",
    ),
    ("comp", "component"): (
        "base", "supplement", "differential", "incentive", "on_call", "one_off",
    ),
    ("benchmark", "kind"): ("availability", "mirror", "norm"),
    ("readiness", "level"): ("now", "1-2y", "3y+"),
    ("local_hire", "match_quality"): ("rooftop", "street", "zip", "none"),
    ("relationship", "level"): (
        "inform", "consult", "involve", "collaborate", "shared_leadership",
    ),
}  # fmt: skip
_FIRST = {"assignment": "valid_from", "staff_event": "on", "comp": "effective"}
_EXACT = "start_prec__ IN ('D', 'T') AND end_prec__ IN ('D', 'T')"
_LATE = """MAX(day__) OVER (PARTITION BY thing__ ORDER BY LIST_POSITION(codes__, stage__)
    RANGE BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) > day__"""
_OVERLAP = """main AND NOT person_key IS NULL AND
    MAX(CASE WHEN main THEN COALESCE(valid_to_day, CAST('9999-12-31' AS DATE)) END)
    OVER (PARTITION BY person_key ORDER BY valid_from_day NULLS FIRST, assignment_key
    ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) > valid_from_day"""
# The history of a person follows the post with most hours; the others are told.
_SECOND = """NOT person_key IS NULL AND NOT as_of_day IS NULL AND ROW_NUMBER() OVER (
    PARTITION BY person_key, as_of_day ORDER BY fte DESC NULLS LAST, snapshot_key) > 1"""
Rule = tuple[str, exp.Expr]
_UNNAMED = ("measure_unnamed", expression("measure_id IS NULL"))
_RESULTS: dict[str, tuple[Rule, ...]] = {
    "measure_result": (
        _UNNAMED,
        ("period_unknown", expression("period_start_day IS NULL OR period_end_day IS NULL")),
        ("excluded_and_met", expression("excluded AND in_numerator")),
    ),
    "submitted_figure": (_UNNAMED, ("count_implausible", expression(
        "numerator > denominator OR LEAST(denominator, numerator, exclusions) < 0"))),
}  # fmt: skip


def gates(table: str, held: frozenset[str]) -> list[Rule]:
    """Give (code, condition) for each rule of a table that is not of care.

    table: name of a canonical table
    held:  tables that the load holds
    """
    declared = BY_NAME[table]
    if declared in CLINICAL:
        return []
    return [
        *_times(declared), *_order(table), *_numbers(declared), *_codes(table),
        *_references(declared, held), *_service(declared, held), *_RESULTS.get(table, ()),
    ]  # fmt: skip


def target(table: type[Table], column: str) -> type[Table] | None:
    """Give the table whose key a column bears the name of: of the same area, else the only one.

    table:  where the column stands
    column: its name
    """
    if column == table.key:
        return None
    found = [other for other in TABLES if other.key == column]
    near = [other for other in found if other.__module__ == table.__module__]
    chosen = near or found
    return chosen[0] if len(chosen) == 1 else None


def _times(table: type[Table]) -> list[Rule]:
    points = {column.name for column in table.declared() if isinstance(column, Point)}
    spans = [(span.start.name, span.end.name) for span in vars(table).values()
             if isinstance(span, Span)]  # fmt: skip
    pairs = dict.fromkeys([*spans, *(pair for pair in _PAIRS if set(pair) <= points)])
    found = [("interval_reversed", _before(end, start)) for start, end in pairs]
    found += [
        ("date_in_future", expression("day__ > (SELECT day + 365 FROM today)", day=f"{name}_day"))
        for name in sorted(points & _HAPPENED)
    ]
    if "birth" in points:
        found.append(("birth_in_future", expression("birth_day > (SELECT day FROM today)")))
    return found


def _order(table: str) -> list[Rule]:
    found = [("dates_out_of_order", _before(second, first))
             for first, second in _ORDERED.get(table, ())]  # fmt: skip
    if table in _STAGES:
        things, stage, day, codes = _STAGES[table]
        thing = exp.Tuple(expressions=[exp.column(name) for name in things])
        late = expression(_LATE, day=f"{day}_day", stage=stage, thing=thing, codes=_list(codes))
        among = expression("LIST_CONTAINS(codes__, stage__)", codes=_list(codes), stage=stage)
        found.append(("stage_out_of_order", exp.and_(among, late)))
    return found


def _numbers(table: type[Table]) -> list[Rule]:
    names = {column.name for column in table.declared() if isinstance(column, Number)}
    found = []
    if "fte" in names:
        # no hours in a snapshot, or in what was made of one, are a leave
        least = "fte < 0 OR (fte = 0 AND _kind <> 'snapshot')"
        if table.name == "headcount_snapshot":
            least = "fte < 0"
        found.append(("fte_implausible", expression(f"{least} OR fte > 1.5")))
    if "share" in names:
        found.append(("share_implausible", expression("share < 0 OR share > 1")))
    if "birth_year" in names:
        found.append(("birth_implausible", expression(
            "birth_year < 1900 OR birth_year > (SELECT EXTRACT(year FROM day) FROM today)"
        )))  # fmt: skip
    return found


def _codes(table: str) -> list[Rule]:
    return [
        ("code_unknown", expression("NOT LIST_CONTAINS(codes__, column__)", column=column,
                                    codes=_list(codes)))
        for (name, column), codes in _CODES.items() if name == table
    ]  # fmt: skip


def _references(table: type[Table], held: frozenset[str]) -> list[Rule]:
    found: list[Rule] = []
    for column in table.declared():
        if isinstance(column, Person):
            away = ROSTERS.get(column.people) if column.name != table.person() else None
        else:
            away = target(table, column.name)
        if away is not None and away.name in held:
            listed = exp.select(exp.column(away.key)).from_(f"kept_{away.name}")
            inside = exp.In(this=exp.column(column.name), query=listed.subquery())
            found.append(("ref_unresolved", exp.not_(inside)))
    return found


def _service(table: type[Table], held: frozenset[str]) -> list[Rule]:
    """Give the rules of time in service: nobody holds a post before being hired, or two at once."""
    found = []
    if table.name in _FIRST and "staff" in held:
        names = {"day": f"{_FIRST[table.name]}_day", "prec": f"{_FIRST[table.name]}_prec"}
        found.append(("negative_tenure", expression(
            "day__ < _hired_day AND prec__ IN ('D', 'T') AND _hired_prec IN ('D', 'T')", **names
        )))  # fmt: skip
    if table.name == "assignment":
        found.append(("assignment_overlap", expression(_OVERLAP)))
    if table.name == "headcount_snapshot":
        found.append(("second_post", expression(_SECOND)))
        found.append(("snapshot_undated", expression("as_of_day IS NULL OR person_key IS NULL")))
    return found


def _before(end: str, start: str) -> exp.Expr:
    """Give the condition that an end lies before its start; a year alone is before nothing."""
    names = {f"{role}_{part}": f"{name}_{part}" for role, name in (("start", start), ("end", end))
             for part in ("day", "prec")}  # fmt: skip
    return expression(f"end_day__ < start_day__ AND {_EXACT}", **names)


def _list(values: tuple[str, ...]) -> exp.Expr:
    return exp.Array(expressions=[exp.Literal.string(value) for value in values])
