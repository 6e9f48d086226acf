"""Put a report into a folder: all of it or nothing, and never over a folder of something else."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import partial
from importlib.resources import files
from itertools import groupby
from pathlib import Path
from tempfile import mkdtemp

from commonweal.findings.finding import Audit, Cell, Finding, Row
from commonweal.kinds.problem import Problem
from commonweal.report.build import audit_document, finding_document, keys_of
from commonweal.report.document import plain
from commonweal.report.figures import AnyScale, scale_of
from commonweal.report.writers.html import write_html
from commonweal.report.writers.json import FORMAT, write_json
from commonweal.report.writers.pdf import write_pdf
from commonweal.report.writers.text import write_text

FORMATS = ("html", "pdf", "json", "text", "csv")
MARKER = ".commonweal-report"
FONTS = ("source-sans-3-latin.woff2", "LICENSE")
COLUMNS = (
    "group",
    "judged",
    "grade",
    "verdict",
    "rate",
    "low",
    "high",
    "numerator",
    "denominator",
    "difference_points",
    "ratio",
    "sentence",
    "price_of_knowing",
    "trace",
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write(audit: Audit, out: Path, formats: Iterable[str], today: date) -> list[Path]:
    """Write the report and a folder for each finding.

    audit:   everything one audit found
    out:     the folder to make, or an earlier report to replace
    formats: any of "html", "pdf", "json", "text", "csv"
    today:   the day written into the PDF as the day of its making

    Gives the paths of the files, in order. The folder is made beside its place and then moved
    there, so that whoever looks sees the old report or the new one, whole.
    Fails with Problem "format-unknown" or "out-not-a-report".

    >>> FORMATS
    ('html', 'pdf', 'json', 'text', 'csv')
    """
    chosen = _chosen(formats)
    out = out.absolute()
    _recover(out)
    _ours(out)
    out.parent.mkdir(parents=True, exist_ok=True)
    made = Path(mkdtemp(prefix=f".{out.name}.", dir=out.parent))
    try:
        for name, content in _files(audit, chosen, today):
            path = made / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        made.chmod(0o755)
        names = sorted(one.relative_to(made) for one in made.rglob("*") if one.is_file())
        _swap(made, out)
    finally:
        shutil.rmtree(made, ignore_errors=True)
    return [out / name for name in names if name.name != MARKER]


def neutral(text: str) -> str:
    """Keep a spreadsheet from reading a text as a formula.

    text: of one cell

    Gives it with an apostrophe before it where it begins like a formula.

    >>> neutral("=1+1"), neutral("White")
    ("'=1+1", 'White')
    """
    return f"'{text}" if text.startswith(_FORMULA) else text


def table_csv(finding: Finding) -> str:
    """Write the rows of a finding for a spreadsheet.

    finding: what was found

    Gives one line a group and everybody last: numbers at full precision, or why there is none.

    >>> COLUMNS[4]
    'rate'
    """
    sheet = io.StringIO()
    writer = csv.writer(sheet, lineterminator="\n")
    writer.writerow(COLUMNS)
    rows = finding.rows if finding.everybody is None else (*finding.rows, finding.everybody)
    writer.writerows(_line(row) for row in rows)
    return sheet.getvalue()


def _line(row: Row) -> list[str]:
    cells = (row.rate, row.low, row.high, row.numerator, row.denominator, row.gap, row.ratio)
    words = (row.label, "yes" if row.judged else "no", row.grade, row.verdict)
    after = (row.sentence, row.price, row.trace)
    return [*map(_neutral, words), *map(_number, cells), *map(_neutral, after)]


def _neutral(text: str) -> str:
    return neutral(plain(text))


def _number(cell: Cell) -> str:
    return _neutral(cell.text) if cell.value is None else repr(cell.value)


def _chosen(formats: Iterable[str]) -> frozenset[str]:
    chosen = frozenset(formats)
    if not chosen or chosen - set(FORMATS):
        raise Problem(
            "format-unknown",
            "A report is written as html, pdf, json, text or csv.",
            "Choose one or more of these.",
        )
    return chosen


def _beside(out: Path) -> Path:
    return out.with_name(f".{out.name}.replaced")


def _recover(out: Path) -> None:
    """Put an earlier report back if the machine stopped between the two moves of `_swap`."""
    replaced = _beside(out)
    if replaced.exists() and not out.exists():
        replaced.rename(out)
    shutil.rmtree(replaced, ignore_errors=True)


def _ours(out: Path) -> None:
    if not out.exists():
        return
    if out.is_dir() and ((out / MARKER).is_file() or not any(out.iterdir())):
        return
    raise Problem(
        "out-not-a-report",
        f"There is something at {out.name} that is not a report of ours, so it stays as it is.",
        "Choose another folder with --out.",
    )


def _swap(made: Path, out: Path) -> None:
    replaced = _beside(out)
    if not out.exists():
        made.rename(out)
        return
    out.rename(replaced)
    try:
        made.rename(out)
    except OSError:
        replaced.rename(out)
        raise
    shutil.rmtree(replaced, ignore_errors=True)


def _files(audit: Audit, chosen: frozenset[str], today: date) -> Iterator[tuple[str, bytes]]:
    document = audit_document(audit)
    writers: dict[str, tuple[str, Callable[[], str | bytes]]] = {
        "html": ("index.html", partial(write_html, document)),
        "pdf": ("report.pdf", partial(write_pdf, document, today)),
        "json": ("report.json", partial(write_json, audit, document)),
        "text": ("report.txt", partial(write_text, document)),
    }
    yield MARKER, f"{FORMAT}\n".encode()
    for form, (name, make) in writers.items():
        if form in chosen:
            yield name, _bytes(make())
    if "html" in chosen:
        fonts = files("commonweal.report").joinpath("fonts")
        yield from ((f"fonts/{name}", fonts.joinpath(name).read_bytes()) for name in FONTS)
    for finding, name, scale in _placed(audit.findings):
        yield from _folder(finding, name, scale, chosen, audit)


def _placed(findings: Sequence[Finding]) -> Iterator[tuple[Finding, str, AnyScale]]:
    named = zip(findings, keys_of(findings), strict=True)
    for _key, group in groupby(named, key=lambda pair: pair[0].key):
        pairs = tuple(group)
        scale = scale_of(finding for finding, _name in pairs)
        yield from ((finding, name, scale) for finding, name in pairs)


def _folder(
    finding: Finding, name: str, scale: AnyScale, chosen: frozenset[str], audit: Audit
) -> Iterator[tuple[str, bytes]]:
    document = finding_document(finding, scale, audit)
    if "html" in chosen:
        yield f"{name}/page.html", _bytes(write_html(document, "../", "../index.html"))
    if "json" in chosen:
        yield f"{name}/finding.json", _bytes(write_json(finding, document))
    if "csv" in chosen and finding.computable:
        yield f"{name}/table.csv", _bytes(table_csv(finding))


def _bytes(content: str | bytes) -> bytes:
    return content.encode() if isinstance(content, str) else content
