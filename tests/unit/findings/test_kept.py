"""Audits are kept whole or not at all, and read back as they were."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tests.unit.findings.made import counted, found, set_for

from commonweal.findings import kept
from commonweal.findings.audit import Answer
from commonweal.findings.compose import not_computable
from commonweal.findings.finding import Audit, Finding, Promise
from commonweal.findings.trace import Trace
from commonweal.kinds import Problem


def trace(group: str = "", version: str = "v1") -> Trace:
    return Trace(version, "care.bp_control", "1.0.0", "sex", group, "2020-01-01/2020-12-31", "", "",
                 "t=11 level=internal", "plan", "engine", "code")  # fmt: skip


def traced() -> Finding:
    """Give a finding whose rows bear the ids of real traces."""
    finding = found(counted([[600, 400], [200, 800], [3, 4]]))
    assert finding.everybody is not None
    rows = tuple(
        replace(row, trace=trace(code).id)
        for row, code in zip(finding.rows, ("female", "male", "other"), strict=True)
    )
    everybody = replace(finding.everybody, trace=trace().id)
    return replace(finding, rows=rows, everybody=everybody, trace=trace().id)


def answer(title: str = "What we found") -> Answer:
    findings = (traced(), not_computable(set_for(), ("Why.",)))
    audit = Audit(title, "Ours", "2020", "v1", "", ("One.",), findings[:1], findings,
                  (Promise("C1", "Fair", "Care", "Not measured", "", 0, ""),),
                  (("Set", "urn:x", "Ask."),), ("Note.",), "Foot.")  # fmt: skip
    return Answer(audit, tuple(trace(code) for code in ("", "female", "male", "other")))


def test_what_is_kept_is_read_back_as_it_was(tmp_path: Path) -> None:
    made = answer()
    kept.keep(tmp_path, made)
    found_again = kept.last(tmp_path)
    assert (found_again.audit, found_again.traces) == (made.audit, made.traces)
    assert kept.encode(found_again) == kept.encode(made)


def test_the_same_audit_has_the_same_id_and_bytes(tmp_path: Path) -> None:
    first = kept.keep(tmp_path, answer())
    bytes_ = (tmp_path / kept.FOLDER / f"{first}.json").read_bytes()
    assert kept.keep(tmp_path, answer()) == first
    assert (tmp_path / kept.FOLDER / f"{first}.json").read_bytes() == bytes_
    assert kept.keep(tmp_path, answer("Otherwise")) != first


@pytest.mark.parametrize("at", [1, 2])
def test_a_crash_while_writing_leaves_the_audit_before(
    at: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept.keep(tmp_path, answer())
    moves = 0

    def fail(self: Path, target: Path) -> None:
        nonlocal moves
        moves += 1
        if moves == at:
            raise OSError("power is gone")
        self.rename(target)

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="power"):
        kept.keep(tmp_path, answer("Otherwise"))
    monkeypatch.undo()
    assert kept.last(tmp_path).audit.title == "What we found"
    kept.keep(tmp_path, answer("Otherwise"))
    assert kept.last(tmp_path).audit.title == "Otherwise"


def test_a_store_without_an_audit_says_so(tmp_path: Path) -> None:
    with pytest.raises(Problem) as caught:
        kept.last(tmp_path)
    assert caught.value.code == "audit-missing"


def test_a_number_is_found_by_its_id_in_the_newest_audit_first(tmp_path: Path) -> None:
    kept.keep(tmp_path, answer())
    kept.keep(tmp_path, answer("Otherwise"))
    found_trace, finding, row = kept.find(tmp_path, trace("male").id)
    assert (found_trace.group, finding.view_key) == ("male", "sex")
    assert row is not None
    assert row.label == "Male"
    _, _, everybody = kept.find(tmp_path, trace().id)
    assert everybody == finding.everybody


def test_a_number_of_an_older_audit_is_found_too(tmp_path: Path) -> None:
    made = answer()
    kept.keep(tmp_path, made)
    kept.keep(tmp_path, Answer(replace(made.audit, findings=(), first=()), ()))
    assert kept.find(tmp_path, trace("male").id)[0] == trace("male")


def test_the_id_of_a_table_without_numbers_names_the_whole() -> None:
    lone = replace(not_computable(set_for(), ("Why.",)), trace=trace().id)
    made = replace(answer().audit, findings=(lone,))
    assert kept.Kept(made, (trace(),)).find(trace().id) == (trace(), lone, None)


def test_a_trace_whose_number_is_nowhere_is_not_found() -> None:
    assert kept.Kept(answer().audit, (trace("nobody"),)).find(trace("nobody").id) is None


@pytest.mark.parametrize("audits", [False, True])
def test_an_unknown_id_says_so(audits: bool, tmp_path: Path) -> None:
    if audits:
        kept.keep(tmp_path, answer())
    with pytest.raises(Problem) as caught:
        kept.find(tmp_path, "cw-000000000000")
    assert caught.value.code == "trace-unknown"
    assert "--store" in caught.value.do


def test_pairs_of_several_kinds_are_read_back() -> None:
    assert kept.decode(tuple[str, int], ["a", 1]) == ("a", 1)
    assert kept.decode(int | None, None) is None


def test_ids_differ_with_everything_they_depend_on() -> None:
    one = trace()
    for name in Trace.__dataclass_fields__:
        assert replace(one, **{name: "otherwise"}).id != one.id
