"""Each command does what it says, and ends with the number that scripts rely on."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from tests.unit.cli.calling import (
    ASKED,
    FLU,
    audited,
    call,
    exports,
    store,
    taken_in,
)
from typer.testing import CliRunner

import commonweal
from commonweal.cli.main import app
from commonweal.measures.registry import every_measure

COMMANDS = (
    ("ingest",), ("quality",), ("audit",), ("report",), ("trace",), ("measures",), ("valuesets",),
    ("sample",), ("demo",), ("new",), ("new", "measure"), ("audit-log",), ("audit-log", "verify"),
    ("version",), ("stats",), ("due",),
)  # fmt: skip


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """Give a store of one's own, with one audit in it."""
    audited()
    return Path(shutil.copytree(store(), tmp_path / "store"))


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_explains_itself(command: tuple[str, ...]) -> None:
    ended = CliRunner().invoke(app, [*command, "--help"])
    assert ended.exit_code == 0
    assert "Usage:" in ended.output
    assert len(ended.output.splitlines()) > 4


def test_the_list_of_commands_is_whole() -> None:
    ended = CliRunner().invoke(app, ["--help"])
    for command in COMMANDS:
        assert command[0] in ended.output


def test_a_command_waits_for_nothing_that_only_others_need() -> None:
    asked = """import sys
from commonweal.cli.main import app
app(["ingest", "--help"], standalone_mode=False)
print(sorted({"scipy", "django", "duckdb"} & set(sys.modules)))"""
    told = subprocess.run(
        [sys.executable, "-c", asked], capture_output=True, text=True, check=True
    ).stdout
    assert told.splitlines()[-1] == "['duckdb']"


def test_a_slip_of_the_pen_is_answered_with_the_name_that_was_meant() -> None:
    ended = CliRunner().invoke(app, ["ingst"])
    assert (ended.exit_code, "Did you mean 'ingest'?" in ended.output) == (2, True)


def test_python_runs_the_same_commands() -> None:
    def spoken(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "commonweal", *words],
            capture_output=True,
            text=True,
            check=False,
        )

    version = spoken("version")
    assert (version.returncode, version.stdout) == (0, f"{commonweal.__version__}\n")
    missing = spoken("quality", "no-such-store")
    assert missing.returncode == 2
    assert "store-missing" in missing.stderr
    assert "Traceback" not in missing.stderr
    assert spoken("no-such-command").returncode == 2


def test_the_version_is_that_of_the_package() -> None:
    assert call("version").out == f"{commonweal.__version__}\n"


def test_ingest_says_what_it_took_in_and_keeps_the_value_sets() -> None:
    ended = taken_in()
    assert ended.code == 0
    assert "300 rows" in ended.out
    assert "Published as version" in ended.out
    assert ended.out.endswith("Value sets of valuesets.ndjson are kept in the store.\n")
    assert "Reading " in ended.err


def test_a_trial_publishes_nothing(tmp_path: Path) -> None:
    ended = call("ingest", exports() / "fhir", "--to", tmp_path / "s", "--dry-run", "--valuesets",
                 exports() / "valuesets.ndjson")  # fmt: skip
    assert ended.code == 0
    assert "A trial: nothing was published." in ended.out
    assert "Value sets" not in ended.out
    assert not (tmp_path / "s" / "CURRENT").exists()


def test_problems_end_with_one_only_where_strictness_is_asked_for(tmp_path: Path) -> None:
    source = tmp_path / "fhir"
    source.mkdir()
    (source / "Patient.ndjson").write_text(
        '{"resourceType":"Patient","id":"p1","birthDate":"1960-01-01"}\nnot json\n'
    )
    lenient = call("ingest", source, "--to", tmp_path / "a")
    strict = call("ingest", source, "--to", tmp_path / "b", "--strict")
    assert (lenient.code, strict.code) == (0, 1)
    assert "1 lines set aside" in lenient.out
    clean = call("ingest", exports() / "fhir", "--to", tmp_path / "c", "--strict", "--dry-run")
    assert clean.code == 0


def test_a_table_is_taken_in_beside_an_export(tmp_path: Path) -> None:
    (tmp_path / "booked.csv").write_text(
        "booking,person,starts\nb1,person-000001,2025-03-31T09:20:00-05:00\n"
    )
    (tmp_path / "booked.toml").write_text(
        '[[file]]\nname = "booked.csv"\ntable = "appointment"\n[file.columns]\n'
        'appointment_key = "booking"\npatient_key = "person"\nstart = "starts"\n'
    )
    ended = call("ingest", exports() / "fhir", "--csv", tmp_path / "booked.csv", "--to",
                 tmp_path / "s")  # fmt: skip
    assert ended.code == 0, ended.err
    assert "appointment" in ended.out


def test_quality_is_told_in_lines_and_in_json() -> None:
    lines = call("quality", store(), "--period", "2025")
    assert lines.code == 0
    assert lines.out.startswith("Quality of version ")
    assert "language" in lines.out or "lang_group" in lines.out
    once = call("quality", store(), "--period", "2025", "--json")
    told = json.loads(once.out)
    assert {"attribute", "site", "shares", "people"} == set(told["completeness"][0])
    assert call("quality", store(), "--period", "2025", "--json") == once


def test_quality_looks_at_the_whole_data_unless_told(tmp_path: Path) -> None:
    source = tmp_path / "fhir"
    source.mkdir()
    (source / "Patient.ndjson").write_text(
        '{"resourceType":"Patient","id":"p1","birthDate":"1960-01-01"}\n'
    )
    assert call("ingest", source, "--to", tmp_path / "s").code == 0
    bare = call("quality", tmp_path / "s")
    assert bare.code == 0
    assert "This load holds no visits" in bare.out
    whole = call("quality", store())
    assert "January" in whole.out.splitlines()[0]


def test_an_audit_is_told_shortly_with_its_groups_and_its_trace() -> None:
    ended = audited()
    assert ended.code == 0
    assert ended.out.startswith("What we found\n2025, Our promises\n")
    assert len(ended.out.splitlines()) < 70
    assert "●" in ended.out
    assert "Trace               cw-" in ended.out
    assert "A gap is likely, and it repeats." in ended.out
    for heading in ("Group by group", "Who left on the way", "How it is made", "What moves it"):
        assert heading not in ended.out


def test_the_same_audit_has_the_same_bytes() -> None:
    first = call("audit", store(), *ASKED, "--json")
    again = call("audit", store(), *ASKED, "--json")
    assert first == again
    told = json.loads(first.out)
    assert told["audit"]["findings"][0]["key"] == FLU
    assert call("audit", store(), *ASKED).out == audited().out


def test_a_measure_or_grouping_named_twice_is_answered_once() -> None:
    twice = call("audit", store(), *ASKED, "--measure", FLU, "--by", "sex")
    assert twice.out == audited().out


def test_more_bad_lines_are_taken_only_where_that_was_said(tmp_path: Path) -> None:
    export = tmp_path / "export"
    export.mkdir()
    good = "".join(f'{{"resourceType":"Patient","id":"p{n}"}}\n' for n in range(100))
    (export / "Patient.ndjson").write_text(good + "no resource\n" * 11, encoding="utf-8")
    refused = call("ingest", export, "--to", tmp_path / "store")
    assert refused.code == 2
    assert "(file-refused)" in refused.err
    assert "--accept-bad" in refused.err
    taken = call("ingest", export, "--to", tmp_path / "store", "--accept-bad", "0.1")
    assert taken.code == 0
    assert "11 lines set aside" in taken.out


def test_strictness_ends_with_one_where_a_gap_is_likely() -> None:
    assert call("audit", store(), *ASKED, "--strict").code == 1
    calm = call("audit", store(), "--period", "2025", "--measure", "care.breast", "--strict")
    assert calm.code == 0
    assert "In 0 a gap is likely." in calm.out


def test_in_public_hidden_numbers_bear_one_mark() -> None:
    inside, outside = audited().out, call("audit", store(), *ASKED, "--public").out
    assert "not shown (1 to 10)" in inside
    assert "not shown (1 to 10)" not in outside
    assert "not shown (small, or protects a small number)" in " ".join(outside.split())


def test_more_can_be_hidden_and_never_less() -> None:
    strict = call("audit", store(), *ASKED, "--smallest", "100")
    assert "not shown (1 to 99)" in strict.out
    loose = call("audit", store(), *ASKED, "--smallest", "5")
    assert loose.code == 2
    assert "threshold-too-low" in loose.err


def test_an_institution_brings_its_own_vision(tmp_path: Path) -> None:
    shipped = Path(commonweal.__file__).parent / "vision" / "promises.toml"
    own = tmp_path / "ours.toml"
    own.write_text(shipped.read_text().replace('title = "Our promises"', 'title = "Our word"'))
    assert "2025, Our word" in call("audit", store(), *ASKED, "--vision", own).out
    other = call("audit", store(), *ASKED, "--vision", "outcomes")
    assert "Our promises" not in other.out
    missing = call("audit", store(), *ASKED, "--vision", tmp_path / "none.toml")
    assert missing.code == 2


def test_an_audit_loads_the_value_sets_it_is_given(copied: Path) -> None:
    sets = exports() / "valuesets.ndjson"
    assert call("audit", copied, *ASKED, "--valuesets", sets).code == 0


def test_a_report_is_written_with_the_audit_or_after_it(copied: Path, tmp_path: Path) -> None:
    beside, after = tmp_path / "beside", tmp_path / "after"
    assert call("audit", copied, *ASKED, "--out", beside).err.endswith(f"Written to {beside}\n")
    ended = call("report", copied, "--out", after)
    assert ended.code == 0
    assert f"  {after / 'index.html'}" in ended.out
    names = sorted(path.relative_to(beside) for path in beside.rglob("*"))
    assert names == sorted(path.relative_to(after) for path in after.rglob("*"))
    for name in names:
        if (beside / name).is_file():
            assert (beside / name).read_bytes() == (after / name).read_bytes()


def test_only_the_formats_asked_for_are_written(copied: Path, tmp_path: Path) -> None:
    ended = call("report", copied, "--out", tmp_path / "r", "--format", "text")
    assert ended.out.splitlines()[1:] == [f"  {tmp_path / 'r' / 'report.txt'}"]
    unknown = call("report", copied, "--out", tmp_path / "r", "--format", "docx")
    assert unknown.code == 2
    assert (tmp_path / "r" / "report.txt").is_file()


def trace_of(text: str) -> str:
    return next(word for word in text.split() if word.startswith("cw-"))


def test_a_trace_names_the_source_and_computes_the_number_again() -> None:
    ended = call("trace", trace_of(audited().out), "--store", store())
    assert ended.code == 0
    assert "Computed again just now: everything shown came out the same." in ended.out
    assert "Patient.ndjson" in ended.out
    assert "Grouped by: sex" in ended.out


def test_the_store_may_be_named_in_the_environment_or_be_where_one_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    trace = trace_of(audited().out)
    monkeypatch.setenv("COMMONWEAL_STORE", str(store()))
    assert call("trace", trace).code == 0
    monkeypatch.delenv("COMMONWEAL_STORE")
    monkeypatch.chdir(store())
    assert call("audit-log", "verify").code == 0


def test_a_number_that_comes_out_otherwise_is_our_fault(copied: Path) -> None:
    (kept,) = (
        path
        for path in (copied / "audits").glob("*.json")
        if path.stem == (copied / "audits" / "LAST").read_text()
    )
    content = json.loads(kept.read_text(encoding="utf-8"))
    finding = content["audit"]["findings"][0]
    finding["everybody"]["numerator"]["value"] += 1
    for other in (copied / "audits").glob("*.json"):
        if other != kept:
            other.unlink()
    kept.write_text(json.dumps(content), encoding="utf-8")
    ended = call("trace", finding["trace"], "--store", copied)
    assert ended.code == 3
    assert "it came out otherwise" in ended.out


def test_measures_are_listed_and_shown_whole() -> None:
    listed = call("measures").out
    for measure in every_measure():
        assert f"{measure.key} " in listed
    one = call("measures", "care.breast").out
    assert one.startswith("Screened for breast cancer (care.breast, version ")
    for word in ("Better:", "Counted:", "Left out:", "Met:", "Needs:", "Why:", "Source:"):
        assert word in one


def test_missing_value_sets_are_named_with_how_to_obtain_them(tmp_path: Path) -> None:
    bare = call("valuesets", tmp_path)
    assert bare.code == 0
    assert "care.breast: 0 of " in bare.out
    assert "--valuesets" in bare.out
    assert "_simple" not in bare.out
    loaded = call("valuesets", tmp_path, "--load", exports() / "valuesets.ndjson")
    assert loaded.code == 0
    assert len(loaded.out) < len(bare.out)


def test_a_sample_is_written_and_says_what_was_planted(tmp_path: Path) -> None:
    ended = call("sample", tmp_path / "made", "--patients", "20", "--seed", "3")
    assert ended.code == 0
    assert ended.out.startswith("20 made-up patients in ")
    assert json.loads((tmp_path / "made" / "truth.json").read_text())["seed"] == 3
    assert "Writing Patient" in ended.err


def test_the_trail_is_whole_until_somebody_changes_it(copied: Path) -> None:
    whole = call("audit-log", "verify", "--store", copied)
    assert whole.code == 0
    assert "The record is whole:" in whole.out
    head = whole.out.split()[-1].rstrip(".")
    assert call("audit-log", "verify", "--store", copied, "--anchored", head).code == 0
    cut = call("audit-log", "verify", "--store", copied, "--anchored", "0" * 63 + "1")
    assert cut.code == 1
    with sqlite3.connect(copied / "trail.sqlite") as database:
        table = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchone()[
            0
        ]
        for (trigger,) in database.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall():
            database.execute(f"DROP TRIGGER {trigger}")
        database.execute(f"UPDATE {table} SET actor = 'somebody else'")
    database.close()
    changed = call("audit-log", "verify", "--store", copied)
    assert changed.code == 1
    assert "entry 1 is changed, missing or moved" in changed.out
