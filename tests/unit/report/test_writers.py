"""Each writer sets any words safely, as they are."""

from __future__ import annotations

import io
from datetime import date

import pypdf
import pytest
import typst
from tests.unit.report.example import audit, count, finding, others, shown, withheld

from commonweal.kinds.problem import Problem
from commonweal.report import words
from commonweal.report.build import audit_document, finding_document
from commonweal.report.document import Document, DotRows, Link, Paragraph, Section, plain
from commonweal.report.writers import pdf
from commonweal.report.writers.html import write_html
from commonweal.report.writers.html_parts import isolated
from commonweal.report.writers.pdf import write_pdf
from commonweal.report.writers.text import write_text
from commonweal.report.writers.text_lines import columns_of

TODAY = date(2026, 7, 3)
HOSTILE = '<script>alert("x")</script> & #panic("x") $x$ *b* `r` @ref \\ // /* \'q\' {p} %s'


def page(text: str) -> Document:
    row = shown(text, 50, 100, "N")
    return finding_document(
        finding(title=text, rows=(row, withheld(text)), headline=text, notes=(text,), view=text)
    )


def read(data: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(data)).pages
    return " ".join(one.extract_text() for one in pages).replace("\u200b", "")


def test_html_never_reads_a_word_as_markup() -> None:
    written = write_html(page(HOSTILE))
    assert "<script" not in written
    assert "&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; #panic" in written
    assert 'data-name="' in written


def test_html_asks_for_nothing_but_its_own_font() -> None:
    written = write_html(audit_document(audit()))
    assert "http:" not in written
    assert "https:" not in written
    assert "<script" not in written
    assert written.count("url(") == 1
    assert 'url("fonts/source-sans-3-latin.woff2")' in written


def test_html_of_a_finding_leads_back_and_finds_the_font() -> None:
    written = write_html(finding_document(finding()), "../", "../index.html")
    assert 'url("../fonts/source-sans-3-latin.woff2")' in written
    assert '<a href="../index.html">' in written
    assert words.CONTENTS not in written


def test_html_headings_never_skip_a_level_nor_go_below_six() -> None:
    section = Section("Deepest", "s7", (Paragraph("Words."),))
    for level in range(6, 0, -1):
        section = Section(f"Level {level}", f"s{level}", (section,))
    written = write_html(Document("Deep", "2020", (section,), "The rule."))
    assert written.count("<h6") == 3
    assert '<h6 id="s7--title">Deepest</h6>' in written


def test_links_lead_to_sections_that_are_there() -> None:
    written = write_html(audit_document(audit()))
    targets = [part.split('"')[0] for part in written.split('href="#')[1:]]
    assert len(targets) > 8
    assert all(f'id="{target}"' in written for target in targets)


def test_numbers_are_isolated_whole() -> None:
    assert isolated("−11.8 in 100 (−14.6 to −9.0)") == (
        "<bdi>−11.8</bdi> in <bdi>100</bdi> (<bdi>−14.6 to −9.0</bdi>)"
    )
    assert isolated("2026-07-01 and CMS165v13") == "<bdi>2026-07-01</bdi> and CMS165v13"


def test_direction_and_language_are_those_of_the_document() -> None:
    written = write_html(Document("عنوان", "2020", (), "The rule.", "ar", "rtl"))
    assert '<html lang="ar" dir="rtl">' in written


def test_pdf_never_reads_a_word_as_markup() -> None:
    written = read(write_pdf(page(HOSTILE), TODAY))
    squeezed = "".join(written.split())
    assert "".join(HOSTILE.split()) in squeezed


def test_pdf_is_tagged_declared_and_titled() -> None:
    data = write_pdf(audit_document(audit()), TODAY)
    reader = pypdf.PdfReader(io.BytesIO(data))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert "<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data().decode()
    assert reader.metadata is not None
    assert reader.metadata.title == audit().title
    assert reader.metadata.creation_date is not None
    assert reader.metadata.creation_date.date() == TODAY
    bookmarks = [one.title for one in reader.outline if not isinstance(one, list)]
    assert bookmarks == [audit().title]


@pytest.mark.parametrize(("paper", "size"), [("letter", (612, 792)), ("a4", (595, 842))])
def test_pdf_has_the_size_of_the_paper(paper: str, size: tuple[int, int]) -> None:
    data = write_pdf(Document("Report", "2020", (), "The rule."), TODAY, paper)
    box = pypdf.PdfReader(io.BytesIO(data)).pages[0].mediabox
    assert (round(float(box.width)), round(float(box.height))) == size


def test_pdf_on_other_paper_is_refused() -> None:
    with pytest.raises(Problem) as problem:
        write_pdf(Document("Report", "2020", (), "The rule."), TODAY, "a5")
    assert problem.value.code == "paper-unknown"


def test_pdf_foot_tells_the_rule_and_the_page() -> None:
    written = read(write_pdf(audit_document(audit()), TODAY))
    assert words.page_of("2", "7")[:9] in written
    assert audit().foot[:40] in written


def test_names_in_letters_that_no_font_holds_do_not_stop_the_report() -> None:
    data = write_pdf(Document("名前 𓀀", "2020", (), "The rule."), TODAY)
    assert pypdf.PdfReader(io.BytesIO(data)).trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_a_fault_of_the_template_is_not_swallowed(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> bytes:
        raise typst.TypstError("unknown variable")

    monkeypatch.setattr(pdf.typst, "compile", broken)
    with pytest.raises(typst.TypstError):
        write_pdf(Document("Report", "2020", (), "The rule."), TODAY)


@pytest.mark.parametrize("name", ["Q", "n" * 80, "Łódź", "名前", "עברית", "العربية"])
def test_names_of_any_length_and_script_are_shown_as_typed(name: str) -> None:
    document = page(name)
    assert f"<bdi>{name}</bdi>" in write_html(document)
    assert name in write_text(document, 200)
    assert all(columns_of(line) <= 80 for line in write_text(document).splitlines())
    assert write_pdf(document, TODAY).startswith(b"%PDF-")


def test_words_can_not_steer_a_terminal() -> None:
    document = page("East\x1b[31m\x00 Hos\npital")
    for written in (write_text(document), write_html(document)):
        assert "\x1b" not in written
        assert "\x00" not in written
    assert "East[31m Hos pital" in write_text(document)
    assert plain(" a \t b ") == "a b"


def test_text_for_a_poor_terminal_is_ascii_alone() -> None:
    written = write_text(page("Señor “quoted” − العربية"), ascii_only=True)
    assert written.isascii()
    assert 'Senor "quoted" - \\u0627' in written
    assert "/////" in written


def test_text_draws_dots_where_the_scale_puts_them() -> None:
    document = finding_document(finding())
    figure = next(one for one in document.blocks if isinstance(one, DotRows))
    lines = write_text(document, 132).splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith("Group  "))
    drawn = [line for line in lines[at + 1 : at + 10] if "·" in line or "╌" in line]
    start = lines[at].index("40%")
    assert len(drawn) == len(figure.dots)
    for dot, line in zip(figure.dots, drawn, strict=True):
        plot = line[start : start + 41]
        if dot.mark is None:
            assert plot == "╌" * 41
        else:
            assert plot.index("●") == round(dot.mark.at / 100 * 40)
            assert plot[0] in "·─"
            assert line.endswith(dot.people)


def test_a_narrow_terminal_puts_numbers_above_the_plot() -> None:
    lines = write_text(finding_document(finding()), 40).splitlines()
    at = lines.index("White")
    assert lines[at + 1] == "74.8%  73.9 to 75.7  9,210"
    assert lines[at + 2].index("●") == round(0.87 * 39)


def test_a_reason_that_is_too_long_for_the_row_stands_below_it() -> None:
    long = withheld("Quiet", "not shown (it would let a reader work out another number)")
    lines = write_text(
        finding_document(finding(rows=(shown("Heard", 5, 9, "N"), long)))
    ).splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith("Quiet  "))
    assert lines[at].endswith("╌")
    assert lines[at + 1].strip().startswith("not shown (it would")


def test_a_figure_without_a_line_or_ticks_that_touch_is_drawn() -> None:
    crowded = finding(rows=(shown("One", 5, 9000, "N"), shown("Two", 9, 9100, "N")), everybody=None)
    written = write_text(finding_document(crowded), 62)
    assert "┊" not in written
    assert "●" in written


def test_a_row_of_nobody_is_left_bare() -> None:
    nobody = withheld("Nobody here", "Nobody to count", count(0))
    document = finding_document(finding(rows=(nobody, shown("One", 50, 100, "N"))))
    assert 'class="hatch"' not in write_html(document)
    assert "╌" not in write_text(document)
    assert "Nobody to count" in read(write_pdf(document, TODAY))


def test_a_link_is_words_on_paper_and_in_text() -> None:
    section = Section("There", "there", (Paragraph("Words."),))
    links = (Link("Go there", "there"), Link("Go elsewhere", "a--b", folder=True))
    document = Document("Report", "2020", (*links, section), "The rule.")
    assert '<a href="a--b/page.html">' in write_html(document)
    assert "Go elsewhere" in read(write_pdf(document, TODAY))
    assert "Go there" in write_text(document)
    assert "Go there" in read(write_pdf(document, TODAY))


def test_an_empty_text_is_an_empty_line() -> None:
    assert write_text(Document("Report", "", (), "The rule.")).startswith("Report\n\n\n")


def test_a_finding_of_nothing_but_hidden_rows_is_written() -> None:
    silent = others()[2]
    document = finding_document(silent)
    assert "╌" in write_text(document)
    assert "Men &amp; boys &lt;18" in write_html(document)
    assert write_pdf(document, TODAY).startswith(b"%PDF-")
