"""commonweal extracts, and a trial of a mapped file, as their users call them."""

from __future__ import annotations

from pathlib import Path

from tests.unit.cli.calling import call
from tests.unit.intake.delivered import rows_of, write

from commonweal.intake.extracts.spec import find


def test_the_list_and_one_whole() -> None:
    listed = call("extracts")
    assert (listed.code, listed.out.count("Files:")) == (0, 10)
    shown = call("extracts", "show", "interpreter")
    assert "family" in shown.out


def test_a_name_that_is_none() -> None:
    assert call("extracts", "show", "nothing").code == 2


def test_a_check_ends_with_one_where_something_is_to_be_mended(tmp_path: Path) -> None:
    path = write(tmp_path / "sites.csv", rows_of(find("encounters").files[2]))
    assert call("extracts", "check", "encounters", str(path)).code == 0
    path.write_text("site_id\n1\n")
    found = call("extracts", "check", "encounters", str(path), "--period", "2025")
    assert found.code == 1
    assert "name: not in the file." in found.out
    assert call("extracts", "check", "encounters", str(tmp_path / "no.csv")).code == 2


def test_a_mapping_to_begin_with(tmp_path: Path) -> None:
    assert 'table = "coverage"' in call("extracts", "mapping", "coverage").out
    out = tmp_path / "coverage.toml"
    made = call("extracts", "mapping", "coverage", "--from", "epic", "--out", str(out))
    assert made.code == 0
    assert "UNTESTED" in out.read_text()
    assert call("extracts", "mapping", "coverage", "--out", str(out)).code == 2
    assert call("extracts", "mapping", "coverage", "--from", "oracle").code == 2


def test_a_trial_lists_what_can_not_be_read(tmp_path: Path) -> None:
    (tmp_path / "sites.csv").write_text("site_id,name\ns1,Eye\n,Ear\n")
    (tmp_path / "m.toml").write_text(call("extracts", "mapping", "encounters").out)
    words = ("ingest", str(tmp_path / "sites.csv"), "--kind", "csv", "--mapping",
             str(tmp_path / "m.toml"), "--to", str(tmp_path / "store"), "--dry-run",
             "--errors", str(tmp_path / "e.csv"))  # fmt: skip
    tried = call(*words)
    assert tried.code == 0
    assert tried.out.splitlines()[:2] == ["sites.csv", "  1 row set aside: no_id; line 3"]
    assert (tmp_path / "e.csv").read_text().splitlines()[1:] == ['sites.csv,3,"",no_id']
    (tmp_path / "sites.csv").write_text("site_id,name\ns1,Eye\n" + ",Ear\n" * 12)
    tried = call(*words)
    assert tried.code == 2
    assert "would be refused" in tried.out
    assert "(file-refused)" in tried.err
