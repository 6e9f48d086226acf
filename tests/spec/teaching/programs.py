"""Write a small table of gaps, one line a unit, as the tables that a program's evaluation reads."""

from __future__ import annotations

BEGINS = [f"{year}-{month:02d}-01" for year in (2023, 2024, 2025) for month in (1, 4, 7, 10)]


def tables(example: str, roll_out: str) -> str:
    """Give the text of both tables for lines such as `north 2 -10 -10 -6`.

    example:  for each unit its name, the period from 1 in which it began or "-", and the gap of
              the group to everybody else in points of a hundred, period by period; "?" is unknown
    roll_out: random, staggered or at_once
    """
    lines = [line.split() for line in example.strip().splitlines()]
    lines = [line for line in lines if len(line) > 3 and line[1] in {"-", *"123456789"}]
    days = BEGINS[-(len(lines[0]) - 2) :]
    outcomes, exposures = [], []
    for unit, first, *gaps in lines:
        day = "-" if first == "-" else days[int(first) - 1]
        exposures.append(f"{unit} rounds {roll_out} {day}")
        for begins, gap in zip(days, gaps, strict=True):
            if gap != "?":
                told = f"{unit} {begins} bp hispanic"
                outcomes += [f"{told} group {50 + float(gap):g} 100", f"{told} rest 50 100"]
    head = "unit begins measure_code group_code side numerator denominator"
    return "\n".join(
        ["exposure", "unit intervention roll_out first", *exposures, "", "equity_outcome", head,
         *outcomes]
    )  # fmt: skip
