"""Draw suppliers: families, certificates, purchases, and what they disclose of their workforce.

Purchases do not look at who owns a firm or works there, and shares of groups stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from commonweal.sample.community.truth import Size
from commonweal.sample.draws import BoolArray, Draws, FloatArray, IntArray, pick
from commonweal.sample.years import Years, first_day

INDUSTRIES = ("339112", "236220", "722310", "541512", "561720", "325412", "484110", "541110")
LOCATIONS = ("priority_tract", "service_area", "state", "other")
FORMS = ("SM", "LG", "NP", "ESOP", "COOP")
GROUPS = ("hispanic", "white", "black", "nhpi", "asian", "aian", "multiple")
JOBS = ("1.2 First/Mid Officials & Mgrs", "2 Professionals", "9 Service Workers")
_JOB_SHARES = (0.15, 0.35, 0.5)
CATEGORIES = (
    "Medical supplies", "Pharmacy", "Facilities", "IT", "Food", "Professional services",
    "Construction", "Tax", "Payroll", "Intercompany",
)  # fmt: skip
_CATEGORY_SHARES = (0.27, 0.16, 0.15, 0.12, 0.09, 0.09, 0.06, 0.02, 0.02, 0.02)
_KINDS = ("MBE", "WBE", "VBE", "LGBTBE", "DOBE", "HUBZone", "SBE")
_BASE = np.array([0.19, 0.52, 0.13, 0.005, 0.11, 0.005, 0.04])
_DISCLOSES, _STAYS = 0.72, 0.9
_SNAPSHOT = 287  # mid-October


@dataclass(frozen=True, eq=False)
class Vendors:
    """Hold suppliers, one entry each in every array.

    parent:    place of the parent, -1 where there is none
    industry, location, form: places in lists
    weight:    how much is bought there
    first, last: first and last year with purchases
    available: share of each group in its industry, shape (n, groups)
    own:       share of each group among its people, shape (n, groups)
    staff:     people who work there
    """

    parent: IntArray
    industry: IntArray
    location: IntArray
    form: IntArray
    weight: FloatArray
    first: IntArray
    last: IntArray
    available: FloatArray
    own: FloatArray
    staff: IntArray

    @property
    def size(self) -> int:
        """Give how many suppliers there are."""
        return len(self.parent)


def benchmarks(draws: Draws) -> FloatArray:
    """Draw the share of each group available to each industry, shape (industries, groups).

    draws: random numbers
    """
    return draws.on("benchmarks").dirichlet(_BASE * 60, len(INDUSTRIES))


def draw(draws: Draws, size: Size, years: Years) -> Vendors:
    """Draw suppliers.

    draws: random numbers
    size:  how many
    years: the years of the sample
    """
    stream = draws.on("vendors")
    many = size.suppliers
    has_parent = stream.random(many) < 0.1
    parent = np.where(has_parent, stream.integers(0, many, many), -1)
    parent[parent == np.arange(many)] = -1
    # Two firms that own each other, as master files have them.
    parent[0], parent[1] = 1, 0
    industry = stream.integers(0, len(INDUSTRIES), many)
    available = benchmarks(draws)[industry]
    own = np.array([stream.dirichlet(np.maximum(row * 40, 0.05)) for row in available])
    late, early = stream.random(many) < 0.12, stream.random(many) < 0.12
    first = np.where(late, stream.integers(years.first, years.last + 1, many), years.first)
    last = np.where(early, stream.integers(years.first, years.last + 1, many), years.last)
    return Vendors(
        parent, industry, pick(stream, (0.05, 0.24, 0.18, 0.53), many),
        pick(stream, (0.42, 0.42, 0.1, 0.04, 0.02), many), stream.lognormal(0.0, 0.9, many),
        first, np.maximum(first, last), available, own,
        np.rint(stream.lognormal(4.4, 0.9, many)).astype(np.int64) + 8,
    )  # fmt: skip


def number(vendor: int) -> str:
    """Write the number of a supplier.

    vendor: its place
    """
    return f"V{vendor + 10001}"


def rows(vendors: Vendors) -> Iterator[tuple[object, ...]]:
    """Write the master file of suppliers.

    vendors: all of them
    """
    for at in range(vendors.size):
        parent = int(vendors.parent[at])
        yield (
            number(at), number(parent) if parent >= 0 else "",
            INDUSTRIES[int(vendors.industry[at])], LOCATIONS[int(vendors.location[at])],
            # One in a hundred bears a class that the mapping does not know.
            "??" if at % 100 == 57 else FORMS[int(vendors.form[at])],
            f"{int(vendors.first[at])}-01-01",
        )  # fmt: skip


def certificates(draws: Draws, vendors: Vendors, years: Years) -> Iterator[tuple[object, ...]]:
    """Write certificates: some lapse, some are renewed early, some say no end.

    draws:   random numbers
    vendors: all suppliers
    years:   the years of the sample
    """
    stream = draws.on("certificates")
    held = np.flatnonzero(stream.random(vendors.size) < 0.18)
    for at in held.tolist():
        begins = int(stream.integers(first_day(years.first - 1), years.end - 200))
        ends = begins + int(stream.choice([365, 730, 1095]))
        kind = _KINDS[int(stream.integers(len(_KINDS)))]
        issuer = "self" if stream.random() < 0.15 else "agency"
        last = "" if stream.random() < 0.05 else _day(ends)
        yield f"C{at}-1", number(at), kind, issuer, _day(begins), last
        if stream.random() < 0.3:
            yield f"C{at}-2", number(at), kind, issuer, _day(ends - 30), _day(ends + 365)


def _day(day: int) -> str:
    return str(np.datetime64(day, "D"))


def purchases(
    draws: Draws, vendors: Vendors, size: Size, years: Years
) -> Iterator[tuple[object, ...]]:
    """Write the ledger: three credits in a hundred, some categories missing, one line twice.

    draws:   random numbers
    vendors: all suppliers
    size:    purchases a year
    years:   the years of the sample
    """
    for year in years.each():
        stream = draws.on(f"purchases {year}")
        active = np.flatnonzero((vendors.first <= year) & (year <= vendors.last))
        whose = active[pick(stream, tuple(vendors.weight[active].tolist()), size.purchases)]
        cents = np.rint(stream.lognormal(12.2, 0.9, size.purchases)).astype(np.int64)
        credit = stream.random(size.purchases) < 0.03
        kind = pick(stream, _CATEGORY_SHARES, size.purchases)
        lost = stream.random(size.purchases) < 0.01
        day = first_day(year) + stream.integers(0, 365, size.purchases)
        said = np.datetime_as_string(day.astype("datetime64[D]")).tolist()
        names = [number(at) for at in range(vendors.size)]
        for at in range(size.purchases):
            text = f"{cents[at] / 100:,.2f}"
            row = (
                f"{year}-{at + 1:07d}", names[whose[at]],
                f"{said[at][5:7]}/{said[at][8:]}/{said[at][:4]}",
                f"({text})" if credit[at] else text,
                "" if lost[at] else CATEGORIES[int(kind[at])],
            )  # fmt: skip
            yield row
            if at == 99:
                yield row


def disclosed(draws: Draws, vendors: Vendors, years: Years) -> dict[int, BoolArray]:
    """Draw who answers in each of the last two years.

    draws:   random numbers
    vendors: all suppliers
    years:   the years of the sample
    """
    stream = draws.on("disclosures")
    before = stream.random(vendors.size) < _DISCLOSES
    again = np.where(before, _STAYS, (1 - _STAYS) * _DISCLOSES / (1 - _DISCLOSES))
    return {years.last - 1: before, years.last: stream.random(vendors.size) < again}


def responses(answered: dict[int, BoolArray]) -> Iterator[tuple[object, ...]]:
    """Write which suppliers answered, and in which form.

    answered: by year, as `disclosed` gives it
    """
    for year, who in answered.items():
        day = _day(first_day(year) + _SNAPSHOT)
        for at in np.flatnonzero(who).tolist():
            form = ("EEO-1 COPY", "VENDOR FORM", "PUBLIC")[at % 3]
            yield f"R{year}-{at}", number(at), day, form, "ESTAB" if at % 4 == 0 else "COMPANY"


def headcounts(
    draws: Draws, vendors: Vendors, answered: dict[int, BoolArray]
) -> Iterator[tuple[object, ...]]:
    """Write head counts by kind of job and group.

    draws:    random numbers
    vendors:  all suppliers
    answered: by year, as `disclosed` gives it
    """
    for year, who in answered.items():
        stream = draws.on(f"headcounts {year}")
        for at in np.flatnonzero(who).tolist():
            for job, part in zip(JOBS, _JOB_SHARES, strict=True):
                many = stream.multinomial(round(vendors.staff[at] * part), vendors.own[at])
                for group, count in zip(GROUPS, many.tolist(), strict=True):
                    yield f"R{year}-{at}", job, group, count


def benchmark_rows(draws: Draws, year: int) -> Iterator[tuple[object, ...]]:
    """Write the share of each group available to each industry, with what is usual.

    draws: random numbers
    year:  of the description
    """
    for naics, shares in zip(INDUSTRIES, benchmarks(draws), strict=True):
        for group, share in zip(GROUPS, shares.tolist(), strict=True):
            low, high = share * 0.5, min(1.0, share * 1.6)
            yield naics, group, f"{share:.6f}", f"{low:.6f}", f"{high:.6f}", year


HEAD = ("VENDOR_NO", "PARENT_NO", "NAICS", "HQ_AREA", "BUS_CLASS", "ACTIVE_FROM")
CERTIFICATES_HEAD = ("CERT_NO", "VENDOR_NO", "CERT_TYPE", "ISSUED_BY", "EFF_DT", "EXP_DT")
PURCHASES_HEAD = ("DOC_NO", "VENDOR_NO", "POST_DT", "AMOUNT", "SPEND_CAT")
RESPONSES_HEAD = ("RESP_ID", "VENDOR_NO", "SNAPSHOT_DT", "FORM", "SCOPE")
HEADCOUNTS_HEAD = ("RESP_ID", "EEO_JOB_CAT", "RACE_ETH_CAT", "CNT")
BENCHMARKS_HEAD = ("NAICS", "GRP", "SHARE", "P10", "P90", "YEAR")
