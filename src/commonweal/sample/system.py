"""Write the made-up health system to a folder: FHIR exports, tables, value sets, and the truth."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

import orjson

from commonweal.kinds import Problem
from commonweal.sample import areas, elsewhere, persons, places, records, tables, writing
from commonweal.sample import gaps as truth
from commonweal.sample.drawn import Drawn, draw
from commonweal.sample.gaps import PLANTED, PlantedGap
from commonweal.sample.omop import write as as_omop
from commonweal.sample.shapes import Resource
from commonweal.sample.written import Written
from commonweal.sample.years import Years

Progress = Callable[[str], None]
PROFILES = ("full", "small")


@dataclass(frozen=True)
class SampleManifest:
    """Say what was written.

    folder: where
    patients, seed, first_year, last_year, profile: what was asked for
    rows: (file, number of lines) of each file, the head of a table not counted
    gaps: what was planted in care
    areas: what was written beside care, one an area
    results: folder with what another engine computed, or None
    """

    folder: Path
    patients: int
    seed: int
    first_year: int
    last_year: int
    profile: str
    rows: tuple[tuple[str, int], ...]
    gaps: tuple[PlantedGap, ...]
    areas: tuple[Written, ...] = ()
    results: Path | None = None

    @property
    def fhir(self) -> Path:
        """Give the folder of the FHIR exports."""
        return self.folder / "fhir"

    @property
    def tables(self) -> Path:
        """Give the folder of the tables and their mapping."""
        return self.folder / "csv"

    @property
    def mapping(self) -> Path:
        """Give the file that says what the columns of the tables mean."""
        return self.tables / "mapping.toml"

    @property
    def value_sets(self) -> Path:
        """Give the file of value sets."""
        return self.folder / "valuesets.ndjson"

    @property
    def truth(self) -> Path:
        """Give the file that says what is true."""
        return self.folder / "truth.json"


def write(
    folder: Path,
    *,
    patients: int = 5000,
    seed: int = 1,
    last_year: int = 2025,
    years: int = 3,
    gaps: tuple[PlantedGap, ...] = PLANTED,
    profile: str = "full",
    beside_care: bool = False,
    omop: Path | None = None,
    results: Path | None = None,
    progress: Progress | None = None,
) -> SampleManifest:
    """Write a made-up health system. The same arguments give the same bytes.

    folder: made when it is not there; files of the same names are written over
    patients: how many people
    seed: of the random numbers
    last_year, years: the last year of care, and how many years there are
    gaps: what is planted; nothing else differs but what `gaps.affected` names
    profile: "full", or "small" for one visit a year and what the measures of influenza vaccines,
             blood pressure and A1c need
    beside_care: whether staff, community, research and teaching are written too, always at their
             full size
    omop: folder in which care is written as OMOP 5.4 too, or None; the full profile only
    results: folder in which to write what another engine found of two measures, or None
    progress: told the name of each file before it is written
    Fails with Problem "sample-malformed", "gap-unknown" or "gap-impossible".
    """
    unknown = profile not in PROFILES or (omop is not None and profile != "full")
    if patients < 1 or years < 1 or seed < 0 or unknown:
        raise Problem(
            "sample-malformed",
            "A sample has at least one patient and one year, a seed from 0, and a known profile.",
            f"Profiles are {' and '.join(PROFILES)}.",
        )
    truth.check(gaps)
    say = progress or _silent
    span = Years(last_year, years)
    say("drawing")
    drawn = draw(patients, seed, span, gaps, profile == "full")
    rows = _files(folder, drawn, say)
    made = areas.write(folder, seed, last_year, say) if beside_care else ()
    rows += [(f"{one.folder.name}/{name}", many) for one in made for name, many in one.rows]
    if omop is not None:
        say("omop")
        rows += [(f"omop/{name}", many) for name, many in as_omop(omop, drawn)]
    if results is not None:
        say("results")
        rows += [(f"results/{name}", many) for name, many in elsewhere.write(results, drawn)]
    manifest = SampleManifest(
        folder, patients, seed, span.first, last_year, profile, tuple(rows), gaps, made, results
    )
    _say_truth(manifest)
    return manifest


def _files(folder: Path, drawn: Drawn, say: Progress) -> list[tuple[str, int]]:
    fhir, csv = folder / "fhir", folder / "csv"
    fhir.mkdir(parents=True, exist_ok=True)
    rows = []
    for name, resources in _exports(drawn).items():
        say(name)
        rows.append((f"fhir/{name}", writing.lines(fhir / f"{name}.ndjson.gz", resources)))
    if drawn.full:
        csv.mkdir(exist_ok=True)
        (csv / "mapping.toml").write_text(tables.MAPPING, encoding="utf-8")
        for name, made in tables.MADE.items():
            say(name)
            rows.append((f"csv/{name}", tables.write(csv, name, made(drawn))))
    rows.append(("valuesets", writing.value_sets(folder / "valuesets.ndjson")))
    return rows


def _exports(drawn: Drawn) -> dict[str, Iterable[Resource]]:
    few: dict[str, Iterable[Resource]] = {
        "Organization": places.organizations(),
        "Patient": persons.patients(drawn.people, drawn.writing, drawn.full),
        "Encounter": records.encounters(drawn),
        "Condition": records.conditions(drawn),
        "Observation": records.observations(drawn),
        "Immunization": records.immunizations(drawn),
    }
    if not drawn.full:
        return few
    return few | {
        "Procedure": records.procedures(drawn),
        "ServiceRequest": records.referrals(drawn),
        "MedicationRequest": records.medications(drawn),
        "Coverage": persons.coverages(drawn.people, drawn.writing, drawn.years),
    }


def _say_truth(manifest: SampleManifest) -> None:
    found = truth.affected(manifest.gaps)
    if manifest.results is not None:
        found |= elsewhere.carried(manifest.gaps)
    said = {
        "made_up": "Nobody in this system lives or has lived.",
        "seed": manifest.seed,
        "patients": manifest.patients,
        "first_year": manifest.first_year,
        "last_year": manifest.last_year,
        "profile": manifest.profile,
        "rows": dict(manifest.rows),
        "planted": [
            {
                "measure": gap.measure,
                "view": gap.view,
                "group": gap.group,
                "usual": truth.usual(gap.measure),
                "difference": gap.difference,
            }
            for gap in manifest.gaps
        ],
        "probabilities": truth.BASE,
        "access": truth.ACCESS,
        "affected": [
            {"measure": measure, "view": view, "why": why}
            for (measure, view), why in sorted(found.items())
        ],
        "measures": (*truth.MEASURES, *truth.ACCESS),
        "views": truth.VIEWS,
        "areas": {one.folder.name: _true_of(one) for one in manifest.areas},
    }
    manifest.truth.write_bytes(orjson.dumps(said, option=orjson.OPT_INDENT_2) + b"\n")


def _true_of(area: Written) -> dict[str, object]:
    return {
        "planted": [asdict(gap) for gap in area.planted],
        "affected": [
            {"measure": measure, "view": view, "why": why} for measure, view, why in area.carried
        ],
    }


def _silent(_: str) -> None:
    return None
