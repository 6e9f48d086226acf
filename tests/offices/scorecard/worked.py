"""Makes the file of worked examples that the web house shows, from the tests that run them."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from commonweal.measures.registry import every_measure

CHECKOUT = Path(__file__).parents[3]
FILE = CHECKOUT / "src/commonweal/offices/scorecard/models/examples.json"


def written() -> str:
    """Write the examples of all measures, in order."""
    sys.path.insert(0, str(CHECKOUT / "docs" / "_ext"))
    from measure_pages import example

    found = {one.key: example(CHECKOUT, one.key) for one in every_measure()}
    told = {key: text for key, text in found.items() if text}
    return json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


if __name__ == "__main__":
    FILE.write_text(written(), "utf-8")
