"""What stands where in a report."""

from __future__ import annotations

from dataclasses import replace

from tests.unit.report.example import audit, finding, others, shown

from commonweal.findings.finding import Audit
from commonweal.report import words
from commonweal.report.build import (
    audit_document,
    finding_document,
    keys_of,
    terminal_document,
)
from commonweal.report.document import (
    DotRows,
    Facts,
    Link,
    Notes,
    Paragraph,
    Section,
    Table,
    Verdict,
)
from commonweal.report.writers.text import write_text


def section(blocks: tuple[object, ...], title: str) -> Section:
    return next(one for one in blocks if isinstance(one, Section) and one.title == title)


def test_at_most_five_findings_open_the_report_with_size_certainty_and_next_step() -> None:
    many = tuple(finding(view_key=f"view{at}", view=f"view {at}") for at in range(7))
    document = audit_document(replace(audit(), first=many, findings=many))
    opening = section(document.blocks, words.MATTERS_MOST)
    assert len(opening.blocks) == 5
    verdict, facts, link = opening.blocks[0].blocks
    assert verdict == Verdict("A gap is likely, and it repeats.", many[0].headline, True)
    assert isinstance(facts, Facts)
    told = {one.name: one.text for one in facts.facts}
    assert told[words.SIZE] == words.points("−13.1", "−16.0 to −10.2")
    assert told[words.CERTAINTY] == many[0].chance
    assert told[words.NEXT_STEP] == many[0].next_step
    assert link == Link(words.read_on(opening.blocks[0].title), "care.bp_control--view0")


def test_size_is_that_of_the_row_the_headline_is_about() -> None:
    rows = (shown("First", 10, 100, "B", -5.0), shown("Second", 10, 100, "B", -7.0))
    one = finding(grade="B", rows=rows, headline=rows[1].sentence)
    two = finding(grade="B", rows=rows, headline="Another sentence.", view_key="other")
    opening = section(
        audit_document(replace(audit(), first=(one, two), findings=(one, two))).blocks,
        words.MATTERS_MOST,
    )
    sizes = [part.blocks[1].facts[0].text for part in opening.blocks]
    assert sizes == [
        words.points("−7.0", "−9.9 to −4.1"),
        words.points("−5.0", "−7.9 to −2.1"),
    ]


def test_a_finding_that_is_not_computable_may_matter_most() -> None:
    breast = others()[3]
    document = audit_document(replace(audit(), first=(breast,)))
    opening = section(document.blocks, words.MATTERS_MOST).blocks[0]
    assert opening.blocks[-1] == Link(words.read_on(opening.title), "not-computable")
    assert opening.blocks[0].attention is False


def test_a_size_that_may_not_be_told_says_why() -> None:
    quiet = finding(grade="S", rows=(finding().rows[5],), headline="Too few.")
    opening = section(
        audit_document(replace(audit(), first=(quiet,), findings=(quiet,))).blocks,
        words.MATTERS_MOST,
    )
    assert opening.blocks[0].blocks[1].facts[0].text == "not shown (1 to 10)"


def test_a_long_report_tells_the_details_of_what_needs_acting_on() -> None:
    calm = tuple(
        replace(finding(view_key=f"v{at}"), grade="N", verdict="No gap that matters")
        for at in range(4)
    )
    many = (finding(), *calm)
    (chapter,) = section(
        audit_document(replace(audit(), findings=many, first=())).blocks, words.EVERY_FINDING
    ).blocks
    grave, *others_ = [one for one in chapter.blocks if one.key.startswith("care.")]
    assert isinstance(grave.blocks[-1], Section)
    for one in others_:
        assert one.blocks[-1] == Link(words.own_page(one.key), one.key, folder=True)
    few = audit_document(replace(audit(), findings=calm, first=())).blocks
    (chapter,) = section(few, words.EVERY_FINDING).blocks
    assert isinstance(chapter.blocks[0].blocks[-1], Section)


def test_promises_stand_by_domain_with_one_row_each() -> None:
    tables = section(audit_document(audit()).blocks, words.PROMISES).blocks
    assert [table.caption for table in tables] == [
        words.promises_of("Patient care"),
        words.promises_of("Education"),
    ]
    assert [len(table.rows) for table in tables] == [2, 1]
    assert tables[1].rows[0][2] == words.NOT_STATED
    assert tables[0].columns == (
        words.PROMISE, words.VERDICT, words.FOUND, words.HOW_LARGE, words.CERTAINTY,
        words.MISSING,
    )  # fmt: skip


def test_what_could_not_be_computed_is_told_once_for_all_views() -> None:
    (table,) = section(audit_document(audit()).blocks, words.NOT_COMPUTABLE).blocks
    assert table.rows == (
        ("Breast cancer screening", "Not computable: the table of procedures is absent."),
    )


def test_findings_of_one_measure_share_a_chapter_its_limits_and_its_scale() -> None:
    chapters = section(audit_document(audit()).blocks, words.EVERY_FINDING).blocks
    assert [one.title for one in chapters] == [
        "Blood pressure controlled",
        "Falls with harm in hospital",
        "Depression asked about",
    ]
    views = [one for one in chapters[0].blocks if one.key.startswith("care.bp_control--")]
    figures = [part for view in views for part in view.blocks if isinstance(part, DotRows)]
    assert len(figures) == 2
    assert figures[0].ticks == figures[1].ticks
    limits = section(chapters[0].blocks, words.CAN_NOT_TELL)
    assert limits.blocks == (Paragraph(finding().limits), Notes(finding().notes))


def test_all_keys_of_a_report_are_different() -> None:
    def keys(blocks: tuple[object, ...]) -> list[str]:
        inner = [one for one in blocks if isinstance(one, Section)]
        return [key for one in inner for key in (one.key, *keys(one.blocks))]

    many = tuple(
        finding(view_key=f"v{at}", site=site) for at in range(2) for site in ("East", "West")
    )
    for whole in (audit(), replace(audit(), first=many, findings=many)):
        found = keys(audit_document(whole).blocks)
        assert len(found) == len(set(found)) > 10


def test_sites_are_named_where_there_are_several() -> None:
    many = (finding(site="East Hospital"), finding(site="West Hospital"))
    document = audit_document(replace(audit(), first=many, findings=many))
    titles = [one.title for one in section(document.blocks, words.MATTERS_MOST).blocks]
    assert titles[1] == words.named_at(many[1].title, many[1].view, "West Hospital")


def test_folders_are_named_safely_and_apart() -> None:
    same = finding(key="../etc", view_key="a:b/c")
    assert keys_of((same, same)) == ("-etc--a-b-c", "-etc--a-b-c--2")


def test_a_long_way_is_told_in_tables_of_even_length() -> None:
    funnel = section(finding_document(finding()).blocks, words.FUNNEL)
    assert [len(table.columns) for table in funnel.blocks] == [4, 4]
    assert [table.caption for table in funnel.blocks] == [
        words.left_table(1, 2),
        words.left_table(2, 2),
    ]
    short = finding(funnel=finding().funnel[:5])
    (table,) = section(finding_document(short).blocks, words.FUNNEL).blocks
    assert table.caption == words.left_table(1, 1)


def test_promises_are_called_by_their_titles_where_these_are_known() -> None:
    def served(whole: Audit | None) -> list[str]:
        sources = section(finding_document(finding(), None, whole).blocks, words.SOURCES)
        return [one.text for one in sources.blocks[0].facts if one.name == words.COMMITMENT]

    assert served(None) == ["care.outcomes"]
    assert served(audit()) == ["Outcomes do not depend on who you are"]


def test_the_price_of_knowing_stands_beside_its_group() -> None:
    groups = section(finding_document(finding()).blocks, words.GROUP_BY_GROUP)
    assert [row[0] for row in groups.blocks[-1].rows] == [
        "American Indian or Alaska Native",
        "Native Hawaiian or other Pacific Islander",
    ]


def test_a_page_without_numbers_says_why_and_shows_no_figure() -> None:
    document = finding_document(others()[3])
    assert document.blocks[0] == Verdict(
        "Not computable.", "Not computable: the table of procedures is absent.", False
    )
    assert not [one for one in document.blocks if isinstance(one, DotRows | Table)]


def test_what_a_finding_does_not_say_leaves_no_empty_heading() -> None:
    bare = finding(limits="", notes=(), levers="", next_step="", over_time="", funnel=(), why="",
                   sources=(), review="", chance="", rows=(), everybody=None, met="", people="",
                   commitments=(), trace="")  # fmt: skip
    blocks = finding_document(bare).blocks
    assert [one.title for one in blocks if isinstance(one, Section)] == [words.SOURCES]
    assert isinstance(blocks[1], DotRows)
    assert blocks[1].dots == ()


def test_rows_without_sentences_give_no_empty_list() -> None:
    row = replace(shown("One", 50, 100, "N"), sentence="", trace="")
    bare = finding(rows=(row,), everybody=None, headline="All is well.", grade="N")
    groups = section(finding_document(bare).blocks, words.GROUP_BY_GROUP)
    assert len(groups.blocks) == 1
    assert not [one for one in finding_document(bare).blocks if getattr(one, "key", "") == "traces"]


def test_the_foot_says_every_rule_once() -> None:
    whole = replace(audit(), foot="For use inside.")
    foot = words.both(finding().foot, "For use inside.")
    assert audit_document(whole).foot == foot
    assert finding_document(finding(), None, whole).foot == foot
    assert finding_document(finding()).foot == finding().foot
    assert audit_document(audit()).foot == audit().foot


def test_a_day_that_is_not_known_is_left_out() -> None:
    about = section(audit_document(replace(audit(), made="")).blocks, words.ABOUT)
    assert words.MADE not in [one.name for one in about.blocks[0].facts]


def test_an_audit_of_nothing_is_a_short_report() -> None:
    empty = replace(
        audit(), summary=(), first=(), findings=(), promises=(), value_sets=(), notes=()
    )
    document = audit_document(empty)
    assert [one.title for one in document.blocks] == [words.ABOUT]


def test_a_terminal_shows_what_was_found_and_no_table_of_groups() -> None:
    document = terminal_document(audit())
    titles = [one.title for one in document.blocks if isinstance(one, Section)]
    assert titles == [
        words.MATTERS_MOST, words.EVERY_FINDING, words.NOT_COMPUTABLE, words.PROMISES,
    ]  # fmt: skip
    (facts,) = section(document.blocks, words.MATTERS_MOST).blocks
    assert isinstance(facts, Facts)
    assert facts.facts[0].name == words.named(finding().title, finding().view)
    assert facts.facts[0].text == words.both(words.ended(finding().verdict), finding().headline)
    glances = section(document.blocks, words.EVERY_FINDING).blocks
    assert len(glances) == 4
    for one in glances:
        verdict, rows, told = one.blocks
        assert isinstance(verdict, Verdict)
        assert isinstance(rows, DotRows)
        assert rows.title == ""
        assert isinstance(told, Facts)
        assert told.facts[-1].name == words.TRACE


def test_the_findings_of_one_measure_share_a_scale_in_a_terminal_too() -> None:
    first, second, *_ = section(terminal_document(audit()).blocks, words.EVERY_FINDING).blocks
    assert first.blocks[1].ticks == second.blocks[1].ticks


def test_of_many_findings_a_terminal_draws_those_that_need_acting_on() -> None:
    calm = tuple(replace(finding(view_key=f"v{at}"), grade="N", verdict="No gap that matters",
                         next_step="Keep going.") for at in range(4))  # fmt: skip
    document = terminal_document(replace(audit(), findings=(finding(), *calm), first=(finding(),)))
    grave, *rest = section(document.blocks, words.EVERY_FINDING).blocks
    assert isinstance(grave.blocks[1], DotRows)
    assert words.NEXT_STEP in [one.name for one in grave.blocks[2].facts]
    for one in rest:
        _verdict, facts = one.blocks
        assert [fact.name for fact in facts.facts] == [words.TRACE]


def test_the_opening_alone_is_the_summary_and_at_most_five_findings() -> None:
    many = tuple(finding(view_key=f"view{at}", view=f"view {at}") for at in range(7))
    document = terminal_document(replace(audit(), first=many, findings=many), whole=False)
    *summary, most = document.blocks
    assert summary == [Paragraph(sentence) for sentence in audit().summary]
    assert len(most.blocks[0].facts) == 5
    assert len(write_text(document).splitlines()) <= 60


def test_a_terminal_says_nothing_of_findings_where_there_are_none() -> None:
    empty = replace(audit(), summary=(), first=(), findings=(), promises=())
    assert terminal_document(empty).blocks == ()
