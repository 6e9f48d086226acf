"""How complete self-description is, is told without telling of anybody."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from commonweal.disclosure import Policy
from commonweal.findings import quality_words, words
from commonweal.findings.completeness import Line, completeness, told
from commonweal.intake.quality import Completeness, Month, QualityReport, Unmapped
from commonweal.intake.reconcile import Stock, Unbalanced
from commonweal.kinds import Period
from commonweal.tables.registry import BY_NAME
from commonweal.tables.views import NOT_STATED

STATUSES = ("stated", *(name for name, _ in NOT_STATED))


def asked(site: str = "", attribute: str = "language", **statuses: int) -> Completeness:
    told_ = dict.fromkeys(STATUSES, 0) | statuses
    label = f"The {site} site" if site else ""
    return Completeness(attribute, site, label, sum(told_.values()), told_, 0)


def report(*lines: Completeness, **changes: object) -> QualityReport:
    base = QualityReport("v1", Period.parse("2020"), 1000, False, lines, {}, (), (), (), (), (),
                         0, ())  # fmt: skip
    return replace(base, **changes)  # type: ignore[arg-type] # checked at run time


def test_shares_are_of_everybody_and_stated_comes_first() -> None:
    (line,) = completeness(report(asked(stated=800, declined=150, not_recorded=50)))
    assert (line.attribute, line.site, line.shares[0]) == ("language", "", ("stated", "80.0%"))
    assert [part for part in line.shares if part[1] != "0"] == [
        ("stated", "80.0%"), ("not_recorded", "5.0%"), ("declined", "15.0%"),
    ]  # fmt: skip


def test_nobody_is_no_line_and_none_is_zero() -> None:
    lines = completeness(report(asked(stated=100), asked("east")))
    (line,) = lines
    assert line.shares[0] == ("stated", "100.0%")
    assert {share for _, share in line.shares[1:]} == {"0"}


def test_a_small_count_is_not_shown_and_another_protects_it() -> None:
    (line,) = completeness(report(asked(stated=500, declined=3)))
    shares = dict(line.shares)
    assert shares["declined"] == "not shown (1 to 10)"
    assert shares["stated"].startswith("not shown")


@pytest.mark.parametrize("policy", [Policy(), Policy(threshold=20), Policy(level="public")])
def test_a_small_count_can_not_be_told_from_another(policy: Policy) -> None:
    lines = {
        completeness(report(asked(stated=503 - few, declined=few)), policy) for few in range(1, 11)
    }
    assert len(lines) == 1


def test_a_site_can_not_be_worked_out_from_the_others_and_the_whole() -> None:
    def shown(few: int) -> tuple[Line, ...]:
        return completeness(
            report(
                asked(stated=1000, declined=200),
                asked("east", stated=500 + few, declined=100 - few),
                asked("west", stated=500 - few - 90, declined=90 + few + 10 - few),
                asked("north", stated=90 - few, declined=few),
            ),
            by_site=True,
        )

    for few in (1, 5, 10):
        lines = {line.site: dict(line.shares) for line in shown(few)}
        assert lines["The north site"]["declined"].startswith("not shown")
        assert "%" not in "".join(lines["The north site"].values())


def test_sites_follow_the_whole_and_are_named() -> None:
    lines = completeness(
        report(
            asked(stated=900, declined=100),
            asked(attribute="sex", stated=1000),
            asked("east", stated=450, declined=50),
            asked("west", stated=450, declined=50),
        ),
        by_site=True,
    )
    assert [(line.attribute, line.site) for line in lines] == [
        ("language", ""),
        ("sex", ""),
        ("language", "The east site"),
        ("language", "The west site"),
    ]
    assert dict(lines[2].shares)["stated"] == "90.0%"


def test_sites_too_small_to_show_are_left_out() -> None:
    lines = completeness(
        report(
            asked(stated=900, declined=100),
            asked("east", stated=890, declined=100),
            asked("west", stated=10),
        ),
        by_site=True,
    )
    assert {line.site for line in lines} == {"", "The east site"}


def test_sites_stand_in_the_lines_when_asked_for() -> None:
    asked_of = report(asked(stated=800, declined=200), asked("east", stated=400, declined=100))
    lines = [line for line in told(asked_of, by_site=True) if "language" in line]
    assert lines[1] == "  language               The east site: stated 80.0%, declined 20.0%"


def test_the_report_in_lines_tells_the_whole_and_not_each_site() -> None:
    lines = told(report(asked(stated=800, declined=200), asked("east", stated=400, declined=100)))
    assert lines[0] == quality_words.TITLE.format(version="v1", period="2020")
    assert lines[1] == quality_words.PEOPLE
    assert [line for line in lines if "language" in line] == [
        "  language               stated 80.0%, declined 20.0%"
    ]
    assert lines[-2:] == [words.FOOT.format(largest=10), words.ONE_BY_ONE]


def test_a_load_without_visits_says_whom_it_counts() -> None:
    assert told(report(everybody=True))[1] == quality_words.PEOPLE_ALL


def test_everything_odd_is_told_with_few_people_never_counted() -> None:
    lines = told(
        report(
            rows={"patient": 7, "encounter": 1200, "organization": 5, "condition": 0},
            missing=("procedure",),
            problems=(
                ("encounter", "after-death", 3, 2),
                ("encounter", "before-birth", 4000, 3000),
                ("procedure", "before-birth", 4001, 10),
            ),
            marks=(("conflict", 4), ("unreadable", 50)),
            unmapped=(Unmapped("condition", "code", "urn:x|1", 200, 2),),
            months=(
                Month("encounter", "2020-03", 10, 5, True),
                Month("encounter", "2020-04", 10, 5, False),
            ),
            quarantined=1234,
            broken=("Patient.ndjson",),
        )
    )
    text = "\n".join(lines)
    assert f"  {'patient':22} {'1 to 10':>12}" in lines
    assert f"  {'condition':22} {'0':>12}" in lines
    assert f"  {'organization':22} {'5':>12}" in lines
    assert f"  {'encounter':22} {'1,200':>12}" in lines
    assert quality_words.MISSING.format(table="procedure") in lines
    assert "encounter: rows marked after-death: of 1 to 10 people." in lines
    assert "procedure: rows marked before-birth: of 1 to 10 people." in lines
    assert "encounter: rows marked before-birth: 4,000." in lines
    assert "Records of self-description marked conflict: 1 to 10 people." in lines
    assert "Records of self-description marked unreadable: 50 people." in lines
    assert "A code of an unknown system: urn:x|1 in condition; rows: of 1 to 10 people." in lines
    assert "Lines set aside because they could not be read: 1,234." in lines
    assert "Patient.ndjson breaks off." in lines
    assert "2020-03" in text
    assert "2020-04" not in text


def test_rows_of_a_table_that_is_not_known_are_held_for_people() -> None:
    lines = told(report(problems=(("another", "odd", 3, 0),)))
    assert "another: rows marked odd: 1 to 10." in lines


def test_staff_and_learners_are_never_added_up() -> None:
    staff = replace(asked(stated=400, declined=100), whom="staff")
    learners = replace(asked(stated=300, declined=300), whom="learner")
    never = replace(asked(attribute="religion", not_recorded=600), whom="learner")
    held = report(staff, learners, never, everybody=True)
    lines = told(held)
    start = lines.index(quality_words.COMPLETE_OF.format(people="staff"))
    assert lines[start : start + 5] == [
        "What staff were asked, and how many told (of all in the load):",
        "  language               stated 80.0%, declined 20.0%",
        "What learners were asked, and how many told (of all in the load):",
        "  language               stated 50.0%, declined 50.0%",
        "  not in the load:       religion",
    ]
    assert quality_words.COMPLETE not in lines
    assert {line.people for line in completeness(held)} == {"staff", "learner"}


def test_an_area_of_which_nothing_came_is_one_line() -> None:
    gone = tuple(name for name, table in BY_NAME.items()
                 if table.__module__.endswith((".community", ".teaching")))  # fmt: skip
    lines = told(report(missing=(*gone, "procedure")))
    assert "The load held nothing of the community." in lines
    assert quality_words.MISSING.format(table="procedure") in lines
    assert not any("purchase" in line for line in lines)
    lines = told(report(missing=("purchase", "supplier", "job")))
    assert any("Of the community the load held no supplier, purchase:" in line for line in lines)
    assert quality_words.MISSING.format(table="job") in lines


def test_few_people_of_a_kind_have_no_lines() -> None:
    few = replace(asked(declined=10), whom="staff")
    lines = told(report(few, everybody=True))
    at = lines.index(quality_words.COMPLETE_OF.format(people="staff"))
    assert lines[at + 1 : at + 3] == [quality_words.FEW_LISTED, ""]
    assert quality_words.NOBODY_LISTED in told(report())


def test_stock_that_balances_and_stock_that_does_not() -> None:
    year = (date(2020, 1, 1), date(2020, 12, 31))
    assert "Staff: 12 units and 4 periods balance to zero." in told(report(stock=Stock(12, 4, ())))
    off = (Unbalanced("A", *year, -3), Unbalanced("", *year, 1200))
    lines = told(report(stock=Stock(12, 4, off), derived=("assignment", "staff_event")))
    assert "Made of headcount snapshots, as no file held them: assignment and staff_event." in lines
    assert "  A, 2020-01-01 to 2020-12-31: off by 1 to 10." in lines
    assert "  no unit recorded, 2020-01-01 to 2020-12-31: off by 1,200." in lines
    many = told(report(stock=Stock(80, 1, (Unbalanced("A", *year, 3),) * 51)))
    assert "  and 1 times more." in many
    assert not any("balance to zero" in line for line in told(report(stock=Stock(0, 0, ()))))
