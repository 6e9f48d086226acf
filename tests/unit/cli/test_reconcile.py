"""commonweal reconcile, and the audit of results that were computed elsewhere."""

from __future__ import annotations

import csv
import gzip
import json
import stat
from pathlib import Path

import pytest
from tests.unit.cli.calling import call, exports, secrets

HEAD = "person_id,measure_id,measure_version,in_denominator,in_numerator,period_start,period_end"
FIGURES = "measure_id,measure_version,period_start,period_end,denominator,numerator,rate"
ABOUT = '[[measure]]\nid = "CMS165"\ntitle = "Blood pressure under control"\nbetter = "higher"\n'


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write results of 300 people: two thirds met it, and fifteen of nobody that we know."""
    home: Path = tmp_path_factory.mktemp("results")
    with (exports() / "fhir" / "Patient.ndjson").open(encoding="utf-8") as lines:
        people = [json.loads(line)["id"] for line in lines]
    rows = [f"{person},CMS165,v13,yes,{'no' if place % 3 == 0 else 'yes'},2025,2025"
            for place, person in enumerate(people)]  # fmt: skip
    gone = [f"gone{place},CMS165,v13,yes,yes,2025,2025" for place in range(15)]
    other = [f"{people[0]},CMS2,v14,yes,yes,2025,2025"]
    (home / "results.csv").write_text("\n".join((HEAD, *rows, *gone, *other)) + "\n")
    (home / "figures.csv").write_text(
        f"{FIGURES}\nCMS165,v13,2025-01-01,2025-12-31,315,215,68.3 %\n"
    )
    (home / "about.toml").write_text(ABOUT)
    return home


@pytest.fixture(scope="module")
def store(folder: Path) -> Path:
    done = call("ingest", exports() / "fhir", "--results", folder / "results.csv", "--results",
                folder / "figures.csv", "--about", folder / "about.toml", "--to",
                folder / "store")  # fmt: skip
    assert done.code == 0
    assert "measure_result: 15 rows marked orphan." in done.out
    return folder / "store"


def test_a_difference_is_explained(store: Path) -> None:
    told = call("reconcile", store)
    assert (told.code, told.err) == (0, "")
    assert told.out.splitlines() == [
        "Blood pressure under control (CMS165 v13), 2025",
        "  66.7 % here, 68.3 % as submitted.",
        "  Denominator: 315 submitted, 300 here.",
        "  Numerator: 215 submitted, 200 here.",
        "  What the difference is made of, to the row:",
        "  Rows of people who are not in the data: 15 rows. They change the denominator by +15, "
        "the numerator by a number that protects another.",
        "  These parts add up to the difference. The option --rows names each row.",
        "CMS2 (CMS2): no figure was submitted to hold it against.",
    ]


def test_rows_are_named_by_file_and_line_and_by_nothing_of_a_person(
    store: Path, tmp_path: Path
) -> None:
    path = tmp_path / "rows.csv"
    told = call("reconcile", store, "--measure", "results.cms165", "--rows", path)
    assert told.out.splitlines()[-1] == f"Each row that is not counted stands in {path}."
    with path.open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    assert [int(row["line"]) for row in rows] == list(range(302, 317))
    assert {(row["reason"], row["in_difference"], row["file"]) for row in rows} == {
        ("orphan", "yes", "results.csv")
    }
    text = path.read_text()
    assert "gone" not in text
    assert not any(secret in text for secret in secrets())
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    trail = call("audit-log", "verify", store / "trail.sqlite")
    assert trail.code in (0, 2)


def test_strict_ends_with_attention_where_a_figure_is_not_the_same(store: Path) -> None:
    assert call("reconcile", store, "--strict").code == 1
    assert call("reconcile", store, "--strict", "--measure", "CMS2").code == 0


def test_a_measure_that_is_not_there_is_named(store: Path) -> None:
    told = call("reconcile", store, "--measure", "CMS999")
    assert told.code == 2
    assert "'CMS999'" in told.err
    assert "CMS165, CMS2" in told.err


def test_results_are_audited_like_our_own_measures(store: Path, folder: Path) -> None:
    told = call("audit", store, "--period", "2025", "--measure", "results.cms165", "--by", "sex",
                "--out", folder / "report")  # fmt: skip
    assert told.code == 0
    assert "Blood pressure under control, by sex on record" in told.out
    assert "66.7 % here, 68.3 % as submitted." in told.out
    pages = (folder / "report").rglob("*.html")
    assert any("Beside the figures that were submitted" in page.read_text() for page in pages)
    trace = next(word for word in told.out.split() if word.startswith("cw-"))
    assert call("trace", trace, "--store", store).code == 0


def test_a_year_without_results_is_not_computable(store: Path) -> None:
    told = call("audit", store, "--period", "2023", "--measure", "results.cms165")
    assert "Its results are of other periods" in " ".join(told.out.split())
    assert "68.3" not in told.out


def test_results_alone_are_a_kind_of_export(folder: Path, tmp_path: Path) -> None:
    done = call("ingest", folder / "results.csv", folder / "figures.csv", "--kind", "results",
                "--to", tmp_path / "alone")  # fmt: skip
    assert done.code == 0
    told = call("reconcile", tmp_path / "alone")
    assert "Nobody is counted here; 68.3 % was submitted." in told.out


def test_a_store_without_results_says_how_to_bring_them(tmp_path: Path) -> None:
    with gzip.open(tmp_path / "Patient.ndjson.gz", "wt") as out:
        out.write('{"resourceType":"Patient","id":"p1"}\n')
    call("ingest", tmp_path / "Patient.ndjson.gz", "--to", tmp_path / "store")
    told = call("reconcile", tmp_path / "store")
    assert told.code == 2
    assert "commonweal ingest EXPORT --results FILE" in told.err
