"""The vision of the made-up health system: the shipped one, with a post that answers for each row.

Posts and offices answer, never persons; nobody in this system is real.
"""

from __future__ import annotations

from importlib import resources
from pathlib import Path

FILE = "vision.toml"
OWNERS = {
    "C1": "Chief equity officer",
    "C2": "Chief medical officer",
    "C3": "Chief nursing officer",
    "R1": "Vice dean for research",
    "R2": "Office of clinical trials",
    "R3": "Institute for health equity",
    "T1": "Office of graduate medical education",
    "T2": "Office of graduate medical education",
    "T3": "Vice dean for education",
    "S1": "Office of community partnership",
    "S2": "Office of workforce development",
    "S3": "Office of supply chain",
    "W1": "Chief human resources officer",
    "W2": "Chief human resources officer",
    "W3": "Center for mentoring and career development",
}


def write(folder: Path) -> Path:
    """Write the vision of the made-up health system, and give its file.

    folder: that is there
    """
    shipped = resources.files("commonweal.vision") / "promises.toml"
    lines = []
    for line in shipped.read_text(encoding="utf-8").splitlines():
        lines.append(line)
        key = line.removeprefix('key = "').removesuffix('"')
        if line.startswith("key = ") and key in OWNERS:
            lines.append(f'owner = "{OWNERS[key]}"')
    path = folder / FILE
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    return path
