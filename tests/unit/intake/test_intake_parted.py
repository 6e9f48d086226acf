"""Rows that would swallow others are parted anew: each line is kept or handed out, once."""

from __future__ import annotations

import gzip
import hashlib
from pathlib import Path

import pytest

from commonweal.intake.omop import parted
from commonweal.intake.omop.parted import Bad, Moved
from commonweal.intake.omop.wide import MORE, Width


def apart(folder: Path, content: bytes) -> tuple[bytes, list[Bad]]:
    (folder / "in.csv").write_bytes(content)
    paths = folder / "in.csv", folder / "out.csv"
    bad = list(parted.parted(*paths, "!", Width(",", 2), Moved()))
    return (folder / "out.csv").read_bytes(), bad


def test_only_the_line_whose_quote_never_ends_is_taken_out(tmp_path: Path) -> None:
    kept, bad = apart(tmp_path, b'a,b\n1,"x\n2,y\n3,"z\nz"\n')
    assert kept == b'a,b\n!\n2,y\n3,"z\nz"\n'  # what follows the second quote begins no cell
    assert [(one.number, one.byte, one.reason) for one in bad] == [(2, 4, "malformed")]
    kept, bad = apart(tmp_path, b'a,b\n1,"x\n2,y\n')
    assert (kept, [(one.number, one.text) for one in bad]) == (b"a,b\n!\n2,y\n", [(2, b'1,"x\n')])


def test_a_row_goes_on_only_so_far(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parted, "_LONGEST", 12)
    kept, bad = apart(tmp_path, b'1,"x\n' + b"2,y\n" * 9 + b'3,"\n')
    assert kept == b"!\n" + b"2,y\n" * 9 + b"!\n"
    assert [one.number for one in bad] == [1, 11]
    assert apart(tmp_path, b'1,"x\n2"\n') == (b'1,"x\n2"\n', [])
    monkeypatch.undo()
    monkeypatch.setattr(parted, "_MOST_LINES", 3)
    assert len(apart(tmp_path, b'1,"x\n' + b"y\n" * 9 + b'"\n')[1]) == 2


def test_a_mark_of_inches_amid_a_cell_opens_nothing(tmp_path: Path) -> None:
    rows = b'1,5 " a\n' + b"2,y\n" * 40 + b'3 ",b\n'
    assert apart(tmp_path, rows) == (rows, [])


def test_a_line_beyond_the_limit_is_handed_out_with_the_hash_of_all_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parted, "_LONGEST", 8)
    monkeypatch.setattr(parted, "_AT_ONCE", 4)
    long = b"x" * 30 + b"\n"
    kept, bad = apart(tmp_path, b"1,a\n" + long + b"2,b\n" + b"y" * 9)
    assert kept == b"1,a\n!\n2,b\n!\n"
    assert bad[0] == Bad(2, 4, "line_too_long", hashlib.sha256(long).hexdigest(), b"xxxx")
    assert (bad[1].number, bad[1].byte) == (4, 39)


def test_a_giant_line_is_seen_plain_and_packed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parted, "_GIANT", 64)
    monkeypatch.setattr(parted, "_AT_ONCE", 16)
    for text, giant in ((b"short\n" * 90, False), (b"a\n" + b"x" * 150 + b"\nb\n", True)):
        plain, packed = tmp_path / "plain", tmp_path / "packed.gz"
        plain.write_bytes(text)
        packed.write_bytes(gzip.compress(text))
        assert parted.has_giant(plain) is giant
        assert parted.looked_through(packed, Width(",", 1)) == (True, giant)
        packed.write_bytes(gzip.compress(text)[:-4])
        assert parted.looked_through(packed, Width(",", 1))[0] is False


def test_a_row_of_very_many_cells_is_handed_out_whole(tmp_path: Path) -> None:
    wide, quoted = b"1" + b",2" * 99 + b"\n", b'1,"' + b"2," * 99 + b'"\n'
    kept, bad = apart(tmp_path, b"a,b\n" + wide + quoted + b'3,"x\ny"' + b"," * 99 + b"\n4,b\n")
    assert kept == b"a,b\n!\n" + quoted + b"!\n4,b\n"
    assert [(one.number, one.reason) for one in bad] == [
        (2, "wrong_field_count"), (4, "wrong_field_count"),
    ]  # fmt: skip
    assert bad[0].text == wide
    a_little = b"1,2" + b"," * MORE + b"\n"
    assert apart(tmp_path, a_little) == (a_little, [])


@pytest.mark.parametrize("before", [0, 3, 16_000, 16_383, 16_384, 40_000])
@pytest.mark.parametrize("wide", [b"," * 200, b"x," * 20_000, b'"a,b",' * 20_000])
def test_a_far_too_wide_line_is_seen_wherever_it_lies(before: int, wide: bytes) -> None:
    width, rows = Width(",", 2), b"1,2\n" * (before // 4)
    assert width.all_pass(rows + b'3,"' + b"," * 9 + b'"\n' + rows)
    assert not width.all_pass(rows + wide + b"\n" + rows)
    assert not width.all_pass(rows + wide)


def test_a_plain_text_is_hashed_and_looked_through_at_once(tmp_path: Path) -> None:
    for wide in (b"", b"," * 5_000):
        text = b"1,2\n" * 400_000 + wide
        (tmp_path / "in.csv").write_bytes(text)
        found = parted.hashed(tmp_path / "in.csv", Width(",", 2))
        assert found == (hashlib.sha256(text).hexdigest(), bool(wide))


def test_lines_that_are_empty_are_no_rows_and_count_as_lines(tmp_path: Path) -> None:
    kept, bad = apart(tmp_path, b'a,b\n\n1,2\n\r\n\n3,"x\n')
    assert kept == b"a,b\n1,2\n!\n"
    assert [(one.number, one.byte) for one in bad] == [(6, 12)]
    letter = b'1,"Dear\n\ncolleague"\n'
    assert apart(tmp_path, letter) == (letter, [])
    assert not Width(",", 2).all_pass(b"1,2\n" + b"\n" * 40_000)
    assert Width(",", 2).all_pass(b"1,2\n" + b"\n" * 90)
    assert Width(",", 20).all_pass(b"Dear colleague\n" * 20_000)


def test_the_end_of_a_row_is_no_empty_line() -> None:
    width, row = Width(",", 13), b"1" + b",2" * 12 + b"\n"
    for cut in range(len(row)):
        assert width.all_pass(row[cut:])
        assert width.all_pass(row[cut:] + row + row[:cut])


def test_what_stands_in_has_a_cell_too_many() -> None:
    assert parted.stand_in(";", 2) == "!;!;!"
