"""How the units of suppliers come about: what was bought, what they disclosed, what changed."""

from __future__ import annotations

from sqlglot import exp

from commonweal.engine.sql import Tree, fill
from commonweal.engine.templates import PeriodQuery, days_of, filled
from commonweal.kinds import Period
from commonweal.tables.columns import Table
from commonweal.tables.units.community import VendorGroup, VendorShift

# Taxes, payroll, purchases inside the house, debt and what the law orders could go to nobody else.
_ADDRESSABLE = """
    SELECT purchase_key, supplier_key, posted_day, amount FROM purchase
    WHERE supplier_key IS NOT NULL AND (category IS NULL
        OR NOT category IN ('tax', 'payroll', 'intercompany', 'debt', 'mandated'))
"""
# Of several disclosures the latest counts, that of the whole firm before those of single sites;
# sites of one day are added up.
_TOLD = """
    SELECT d.supplier_key, h.group_code, sum(h.headcount) AS inside
    FROM (
        SELECT supplier_key, disclosure_key FROM vendor_disclosure
        WHERE as_of_day > :after AND as_of_day <= :until
        QUALIFY rank() OVER (PARTITION BY supplier_key ORDER BY as_of_day DESC,
            CASE WHEN level = 'company' THEN 0 ELSE 1 END) = 1
    ) AS d JOIN vendor_headcount AS h ON h.disclosure_key = d.disclosure_key
    WHERE h.headcount IS NOT NULL
    GROUP BY d.supplier_key, h.group_code
"""
_VENDOR_GROUP = """
    WITH addressable AS (:addressable), bought AS (
        SELECT supplier_key, sum(amount) AS spend FROM addressable
        WHERE posted_day BETWEEN :first AND :last
        GROUP BY supplier_key HAVING sum(amount) > 0
    ), told AS (:told), staffs AS (
        SELECT supplier_key, sum(inside) AS staff FROM told
        GROUP BY supplier_key HAVING sum(inside) > 0
    ), marks AS (
        SELECT naics, group_code, share, p10, p90 FROM industry_benchmark WHERE vintage <= :year
        QUALIFY row_number() OVER (PARTITION BY naics, group_code ORDER BY vintage DESC) = 1
    ), listed AS (SELECT DISTINCT group_code FROM marks)
    SELECT b.supplier_key || '|' || g.group_code AS vendor_group_key, b.supplier_key AS supplier,
        g.group_code AS workforce_group, CAST(b.spend AS BIGINT) AS spend, s.staff,
        CASE WHEN s.staff IS NOT NULL THEN coalesce(t.inside, 0) END AS inside,
        m.share AS available, m.p10 AS low, m.p90 AS high, s.staff IS NOT NULL AS disclosed
    FROM bought AS b CROSS JOIN listed AS g
    LEFT JOIN supplier AS v ON v.supplier_key = b.supplier_key
    LEFT JOIN staffs AS s ON s.supplier_key = b.supplier_key
    LEFT JOIN told AS t ON t.supplier_key = b.supplier_key AND t.group_code = g.group_code
    LEFT JOIN marks AS m ON m.naics = v.naics AND m.group_code = g.group_code
"""
_VENDOR_SHIFT = """
    WITH addressable AS (:addressable), bought AS (
        SELECT supplier_key,
            sum(amount) FILTER (WHERE posted_day BETWEEN :first AND :last) AS spend,
            sum(amount) FILTER (WHERE posted_day < :first
                AND posted_day >= :first - INTERVAL 1 YEAR) AS spend_before
        FROM addressable GROUP BY supplier_key
    ), told AS (:told), earlier AS (:earlier), staffs AS (
        SELECT supplier_key, sum(inside) AS staff FROM told
        GROUP BY supplier_key HAVING sum(inside) > 0
    ), staffs_before AS (
        SELECT supplier_key, sum(inside) AS staff FROM earlier
        GROUP BY supplier_key HAVING sum(inside) > 0
    ), listed AS (SELECT group_code FROM told UNION SELECT group_code FROM earlier), wide AS (
        SELECT b.supplier_key, g.group_code,
            CASE WHEN s.staff IS NOT NULL AND b.spend > 0 THEN b.spend END AS spend,
            coalesce(t.inside, 0) / s.staff AS share,
            CASE WHEN o.staff IS NOT NULL AND b.spend_before > 0 THEN b.spend_before END
                AS spend_before,
            coalesce(e.inside, 0) / o.staff AS share_before
        FROM bought AS b CROSS JOIN listed AS g
        LEFT JOIN staffs AS s ON s.supplier_key = b.supplier_key
        LEFT JOIN staffs_before AS o ON o.supplier_key = b.supplier_key
        LEFT JOIN told AS t ON t.supplier_key = b.supplier_key AND t.group_code = g.group_code
        LEFT JOIN earlier AS e ON e.supplier_key = b.supplier_key AND e.group_code = g.group_code
    )
    SELECT supplier_key || '|' || group_code AS vendor_shift_key, supplier_key AS supplier,
        group_code AS workforce_group, CAST(spend AS BIGINT) AS spend,
        CASE WHEN spend IS NOT NULL THEN share END AS share,
        CAST(spend_before AS BIGINT) AS spend_before,
        CASE WHEN spend_before IS NOT NULL THEN share_before END AS share_before,
        spend IS NOT NULL AS disclosed
    FROM wide WHERE spend IS NOT NULL OR spend_before IS NOT NULL
"""
_CURRENT = ":last - INTERVAL 18 MONTH"
_BEFORE = ":first - INTERVAL 1 DAY"
_YEAR_BEFORE = ":first - INTERVAL 1 DAY - INTERVAL 1 YEAR"


def vendor_groups(period: Period) -> exp.Query:
    """Give each group at each supplier of a period, with what was disclosed within 18 months.

    period: the measurement period
    """
    return filled(
        _VENDOR_GROUP, period, addressable=fill(_ADDRESSABLE), told=_told(period, _CURRENT, ":last")
    )


def vendor_shifts(period: Period) -> exp.Query:
    """Give each group at each supplier that disclosed in a period or in the year before.

    period: the measurement period
    """
    return filled(
        _VENDOR_SHIFT,
        period,
        addressable=fill(_ADDRESSABLE),
        told=_told(period, _BEFORE, ":last"),
        earlier=_told(period, _YEAR_BEFORE, _BEFORE),
    )


def _told(period: Period, after: str, until: str) -> Tree:
    days = days_of(period)
    return fill(_TOLD, after=fill(after, **days), until=fill(until, **days))


UNITS: dict[type[Table], PeriodQuery] = {
    VendorGroup: vendor_groups,
    VendorShift: vendor_shifts,
}
