"""One line a patient and period: the group of each view, and the site.

Protected attributes are joined in here, from the vault, and nowhere else.
"""

from __future__ import annotations

from sqlglot import exp

from commonweal.engine.session import Session
from commonweal.engine.sql import Tree, among, column, day, fill, text
from commonweal.engine.times import years_between
from commonweal.kinds import Period
from commonweal.tables.columns import Table
from commonweal.tables.views import AGES, View

NOBODY_KNOWS = "not_recorded"
# Of several payers the first of these counts (clinical-data.md, section 3.4).
PAYER_ORDER = (
    "dual", "medicare", "medicaid", "other_public", "commercial", "self_pay", "none",
)  # fmt: skip


def listed(session: Session, views: tuple[View, ...], period: Period) -> str:
    """Name the table of patients for one period, written on first use: many measures ask for it.

    session: the open look
    views:   which columns it has, as `build` says
    period:  sites, payers and ages are those of this period
    """
    days = f"{period.first:%Y%m%d}_{period.last:%Y%m%d}"
    name = f"people_{days}_by_{'_'.join(view.key for view in views)}"
    if name not in session.made:
        build(session, name, views, period)
    return name


def build(session: Session, name: str, views: tuple[View, ...], period: Period) -> None:
    """Write the table of people for one period into the session's memory.

    session: the open look
    name:    name of the table to make
    views:   which columns it gets: `v_<key>`, a code; of an overlapping view a list of codes
    period:  sites, payers and ages are those of this period
    """
    _home_sites(session, period)
    query = (
        exp.select("p.patient_key", "p.source_id", "coalesce(h.site, 'not_recorded') AS home_site")
        .from_("patient AS p")
        .join("home_site AS h", on="h.patient_key = p.patient_key", join_type="left")
    )
    for view in views:
        query = _with_view(query, view, period)
    session.create(name, query)


def build_others(session: Session, name: str, views: tuple[View, ...], roster: type[Table]) -> None:
    """Write the table of people of another kind into the session's memory.

    session: the open look
    name:    name of the table to make
    views:   which columns it gets, as `build` does; only what people say of themselves
    roster:  the table that lists them
    """
    key = exp.alias_(column("p", roster.key), "patient_key")
    query = exp.select(key).from_(exp.alias_(exp.to_table(roster.name), "p", table=True))
    for view in views:
        query = _said(query, view, _answers(view), roster.key)
    session.create(name, query)


def _with_view(query: exp.Select, view: View, period: Period) -> exp.Select:
    target = f"v_{view.key}"
    if view.key == "site":
        return query.select(exp.alias_(fill("coalesce(h.site, 'not_recorded')"), target))
    if view.key == "age":
        return query.select(exp.alias_(_age_band(period), target))
    groups = _payers(period) if view.key == "payer" else _answers(view)
    return _said(query, view, groups, "patient_key")


def _said(query: exp.Select, view: View, groups: exp.Select, key: str) -> exp.Select:
    """Put the group of a view beside each person, with the reason where there is none."""
    alias, target = f"j_{view.key}", f"v_{view.key}"
    missing: Tree = text(NOBODY_KNOWS)
    if view.overlapping:
        missing = exp.Array(expressions=[text(NOBODY_KNOWS)])
    value = exp.Coalesce(this=column(alias, "value"), expressions=[missing])
    return query.select(exp.alias_(value, target)).join(
        groups.subquery(alias),
        on=exp.EQ(this=column(alias, "patient_key"), expression=column("p", key)),
        join_type="left",
    )


def _answers(view: View) -> exp.Select:
    """Read a view from the vault: the value, "multiple", or why there is none."""
    if view.crosswalk:
        return _crossed(view)
    if view.overlapping:
        shape = (
            "CASE WHEN count(a.value) = 0 THEN [min(a.status)] "
            "ELSE list_sort(list(DISTINCT a.value) FILTER (WHERE a.value IS NOT NULL)) END"
        )
    else:
        shape = (
            "CASE WHEN count(DISTINCT a.value) = 0 THEN min(a.status) "
            "WHEN count(DISTINCT a.value) = 1 THEN min(a.value) ELSE 'multiple' END"
        )
    return (
        exp.select("a.patient_key", exp.alias_(fill(shape), "value"))
        .from_("vault_attribute AS a")
        .where(exp.EQ(this=column("a", "attribute"), expression=text(view.source)))
        .group_by("a.patient_key")
    )


def _crossed(view: View) -> exp.Select:
    """Read a view by an institution's own list of values, from the first attribute that fits."""
    places = {name: place for place, (name, _, _) in reversed([*enumerate(view.crosswalk)])}
    walk = exp.values([(str(places[name]).zfill(6), name, value, code)
                       for name, value, code in view.crosswalk],
                      alias="c", columns=["place", "attribute", "value", "code"])  # fmt: skip
    met = (
        exp.select(
            "a.patient_key", "a.value", "a.status", "c.code",
            fill("c.place = min(c.place) OVER (PARTITION BY a.patient_key) AS first"),
            fill("a.attribute = :last AS last", last=text(view.crosswalk[-1][0])),
        )
        .from_("vault_attribute AS a")
        .join(walk, on="c.attribute = a.attribute AND c.value = a.value", join_type="left")
        .where(among(column("a", "attribute"), sorted(places)))
    )  # fmt: skip
    parts = {
        "codes": fill("list_sort(list(DISTINCT code) FILTER (WHERE first))"),
        "why": fill("CASE WHEN count(value) > 0 THEN 'unplaced' "
                    "ELSE min(status) FILTER (WHERE last) END"),
        "multiple": text(view.multiple),
    }  # fmt: skip
    if view.overlapping:
        value = fill("CASE WHEN count(code) > 0 THEN :codes ELSE [:why] END", **parts)
    else:
        value = fill("CASE WHEN count(code) = 0 THEN :why WHEN len(:codes) = 1 THEN (:codes)[1] "
                     "ELSE :multiple END", **parts)  # fmt: skip
    return (
        exp.select("patient_key", exp.alias_(value, "value"))
        .from_(met.subquery("m"))
        .group_by("patient_key")
    )


def unplaced(session: Session, view: View) -> tuple[tuple[str, str, int], ...]:
    """List the answers that an institution's own list of values has no place for.

    session: the open look
    view:    made of such a list
    Gives (attribute, value, people who said it), most people first.
    """
    names = sorted({name for name, _, _ in view.crosswalk})
    walk = exp.values([(name, value) for name, value, _ in view.crosswalk],
                      alias="c", columns=["attribute", "value"])  # fmt: skip
    query = (
        exp.select("a.attribute", "a.value", "count(DISTINCT a.patient_key) AS people")
        .from_("vault_attribute AS a")
        .join(walk, on="c.attribute = a.attribute AND c.value = a.value", join_type="left")
        .where(among(column("a", "attribute"), names), fill("c.value IS NULL"),
               fill("a.value IS NOT NULL"))
        .group_by("a.attribute", "a.value")
        .order_by("people DESC", "a.attribute", "a.value")
    )  # fmt: skip
    return tuple((str(name), str(value), int(str(n))) for name, value, n in session.run(query))


def _payers(period: Period) -> exp.Select:
    """Take the first payer, in the order of the groups, whose coverage overlaps the period."""
    place = fill(
        "row_number() OVER (PARTITION BY patient_key ORDER BY list_position(:order, value) "
        "NULLS LAST, value)",
        order=exp.Array(expressions=[text(group) for group in PAYER_ORDER]),
    )
    ranked = exp.select("patient_key", "value", exp.alias_(place, "place")).from_(
        _payers_with_dual(period).subquery("d")
    )
    return exp.select("patient_key", "value").from_(ranked.subquery("r")).where("place = 1")


def _payers_with_dual(period: Period) -> exp.Select:
    """Turn medicare and medicaid into dual where a day of the period has both.

    Two spans share a day when one of them holds the first day of the other: so it is enough to
    know how long the spans last that began by then.
    """
    query = exp.select("patient_key", "payer_group", "since", "until")
    for group in ("medicare", "medicaid"):
        lasts = fill(
            "max(CASE WHEN payer_group = :group THEN until END) "
            "OVER (PARTITION BY patient_key ORDER BY since)",
            group=text(group),
        )
        query = query.select(exp.alias_(lasts, f"{group}_until"))
    value = fill(
        "CASE WHEN payer_group IN ('medicare', 'medicaid') AND since <= until "
        "AND medicare_until >= since AND medicaid_until >= since THEN 'dual' ELSE payer_group END"
    )
    swept = query.from_(_covered(period).subquery("c"))
    return exp.select("patient_key", exp.alias_(value, "value")).from_(swept.subquery("s"))


def _covered(period: Period) -> exp.Select:
    """Give the coverages that overlap the period, cut to it. What has no end runs on."""
    # The day that stands for a month or a year is its first: such an end is the last day it may be.
    end = fill(
        "CASE WHEN c.end_prec IN ('Y', 'M') THEN CAST(c.end_until - INTERVAL 1 DAY AS DATE) "
        "ELSE c.end_day END"
    )
    days = {"first": day(period.first), "last": day(period.last), "end": end}
    return (
        exp.select(
            "c.patient_key", "c.payer_group",
            exp.alias_(fill("greatest(coalesce(c.start_day, :first), :first)", **days), "since"),
            exp.alias_(fill("least(coalesce(:end, :last), :last)", **days), "until"),
        )
        .from_("coverage AS c")
        .where(
            fill("c.payer_group IS NOT NULL"),
            fill("c.start_day IS NULL OR c.start_day <= :last", **days),
            fill("coalesce(:end >= :first, TRUE)", **days),
        )
    )  # fmt: skip


def _age_band(period: Period) -> Tree:
    years = exp.paren(years_between(column("p", "birth_day"), day(period.last)))
    bands = exp.Case()
    for code, _ in AGES:
        limit = code.removesuffix("+").split("-")[-1]
        if code.endswith("+"):
            bands = bands.when(fill(":years >= 0", years=years), text(code))
        else:
            test = fill(":years BETWEEN 0 AND :most", years=years, most=exp.Literal.number(limit))
            bands = bands.when(test, text(code))
    return bands.else_(text(NOBODY_KNOWS))


def _home_sites(session: Session, period: Period) -> None:
    """Attribute each patient to the site of most visits; ties to the later, then by name."""
    counted = (
        exp.select(
            "e.patient_key", "coalesce(o.label, e.org_key, 'not_recorded') AS site",
            "count(*) AS visits", "max(e.start_ts) AS latest",
        )
        .from_("encounter AS e")
        .join("organization AS o", on="o.org_key = e.org_key", join_type="left")
        .where(
            fill("e.start_day BETWEEN :first AND :last",
                 first=day(period.first), last=day(period.last))
        )
        .group_by("e.patient_key", fill("coalesce(o.label, e.org_key, 'not_recorded')"))
    )  # fmt: skip
    place = fill(
        "row_number() OVER (PARTITION BY patient_key "
        "ORDER BY visits DESC, latest DESC NULLS LAST, site)"
    )
    ranked = exp.select("patient_key", "site", exp.alias_(place, "place")).from_(
        counted.subquery("c")
    )
    session.create(
        "home_site",
        exp.select("patient_key", "site").from_(ranked.subquery("r")).where("place = 1"),
    )
