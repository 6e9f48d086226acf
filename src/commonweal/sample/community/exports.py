"""Write the made-up exports about the community, with their mapping; same arguments, same bytes."""

from __future__ import annotations

from pathlib import Path

from commonweal.sample import tables
from commonweal.sample.community import benefit, hires, mapping, partners, places, vendors
from commonweal.sample.community.truth import FULL, PLANTED, Size, carried, check
from commonweal.sample.draws import Draws
from commonweal.sample.made import Made
from commonweal.sample.written import Gap, Written
from commonweal.sample.years import Years


def write(
    folder: Path,
    *,
    seed: int = 1,
    last_year: int = 2025,
    size: Size = FULL,
    gaps: tuple[Gap, ...] = PLANTED,
) -> Written:
    """Write ledger, suppliers, hires, pathways, partners, needs and benefit.

    folder:    made when it is not there; files of the same names are written over
    seed:      of the random numbers
    last_year: the last year with records
    size:      how large the sample is
    gaps:      what is planted; nothing else differs
    Fails with Problem "gap-unknown" or "gap-impossible".
    """
    check(gaps)
    draws, years = Draws(seed), Years(last_year, size.years)
    folder.mkdir(parents=True, exist_ok=True)
    tracts = places.draw(draws, size.tracts)
    made = {
        **_places(tracts, years),
        **_vendors(draws, size, years),
        **_hires(draws, size, years, tracts, gaps),
        **_partners(draws, size, years),
        **_benefit(draws, size, years, tracts, gaps),
    }
    rows = tuple((f"{name}.csv", tables.write(folder, name, one)) for name, one in made.items())
    (folder / "mapping.toml").write_text(mapping.MAPPING, encoding="utf-8")
    return Written(folder, rows, gaps, carried(gaps))


def _places(tracts: places.Tracts, years: Years) -> dict[str, Made]:
    whole = ("PA-1", "highest fifth of ADI_NATRANK", places.RATIONALE, f"{years.first}-01-01", "")
    return {
        "tracts": Made(places.HEAD, places.rows(tracts, years.first)),
        "priority_sets": Made(places.SETS_HEAD, iter([whole])),
        "priority_tracts": Made(places.MEMBERS_HEAD, places.members(tracts)),
    }


def _vendors(draws: Draws, size: Size, years: Years) -> dict[str, Made]:
    drawn = vendors.draw(draws, size, years)
    answered = vendors.disclosed(draws, drawn, years)
    return {
        "vendor_master": Made(vendors.HEAD, vendors.rows(drawn)),
        "vendor_certificates": Made(
            vendors.CERTIFICATES_HEAD, vendors.certificates(draws, drawn, years)
        ),
        "ap_ledger": Made(vendors.PURCHASES_HEAD, vendors.purchases(draws, drawn, size, years)),
        "vendor_responses": Made(vendors.RESPONSES_HEAD, vendors.responses(answered)),
        "vendor_headcounts": Made(
            vendors.HEADCOUNTS_HEAD, vendors.headcounts(draws, drawn, answered)
        ),
        "labor_benchmarks": Made(
            vendors.BENCHMARKS_HEAD, vendors.benchmark_rows(draws, years.first)
        ),
    }


def _hires(
    draws: Draws, size: Size, years: Years, tracts: places.Tracts, gaps: tuple[Gap, ...]
) -> dict[str, Made]:
    hired = hires.draw(draws, size, years, tracts, gaps)
    people = hires.participants(draws, size, years)
    return {
        "new_hires": Made(hires.HEAD, hires.rows(hired, years)),
        "pathways": Made(hires.PATHWAYS_HEAD, hires.pathways()),
        "pathway_referrals": Made(hires.REFERRALS_HEAD, hires.referrals(people)),
        "pathway_progress": Made(hires.PROGRESS_HEAD, hires.progress(people)),
    }


def _partners(draws: Draws, size: Size, years: Years) -> dict[str, Made]:
    drawn = partners.draw(draws, size.partners, size.tracts, years)
    return {
        "partners": Made(partners.HEAD, partners.rows(drawn)),
        "partner_agreements": Made(partners.AGREEMENTS_HEAD, partners.agreements(drawn)),
        "council_seats": Made(partners.SEATS_HEAD, partners.seats(years)),
    }


def _benefit(
    draws: Draws, size: Size, years: Years, tracts: places.Tracts, gaps: tuple[Gap, ...]
) -> dict[str, Made]:
    made = benefit.plan(size, years, gaps)
    return {
        "chna_needs": Made(benefit.NEEDS_HEAD, benefit.needs(made)),
        "strategies": Made(benefit.STRATEGIES_HEAD, benefit.strategies(made)),
        "programs": Made(benefit.PROGRAMS_HEAD, benefit.programs(made)),
        "program_needs": Made(benefit.PROGRAM_NEEDS_HEAD, benefit.program_needs(made)),
        "activities": Made(benefit.ACTIVITIES_HEAD, benefit.activities(draws, made)),
        "benefit_ledger": Made(benefit.EXPENSES_HEAD, benefit.expenses(draws, made, tracts, gaps)),
        "outcomes": Made(benefit.OUTCOMES_HEAD, benefit.outcomes(draws, made)),
    }
