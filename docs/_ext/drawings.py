"""List the kinds of pictures by the name that pages use."""

from __future__ import annotations

from collections.abc import Callable

from drawn_lines import concentration, curve, curves, ranked, run_chart, scatter, slopes
from drawn_rows import dots, parts, shares
from sheet import Sheet

DRAWINGS: dict[str, Callable[..., Sheet]] = {
    "concentration": concentration,
    "curve": curve,
    "curves": curves,
    "dots": dots,
    "funnel": scatter,
    "parts": parts,
    "ranked": ranked,
    "run": run_chart,
    "shares": shares,
    "slopes": slopes,
}
