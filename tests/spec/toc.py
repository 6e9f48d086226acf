"""The table of contents of the worked examples: which file belongs to which measure."""

from __future__ import annotations

import ast
from pathlib import Path

HERE = Path(__file__).parent


def pages() -> dict[str, Path]:
    """Give the spec file of each measure key, as the folders hold them."""
    return {
        f"{path.parent.name}.{path.stem.removeprefix('test_')}": path
        for path in sorted(HERE.glob("*/test_*.py"))
    }


def example(path: Path) -> str:
    """Give the worked example of a spec file, as the page of its measure shows it.

    path: of the spec file
    """
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "EXAMPLE":
            return str(ast.literal_eval(node.value)).strip("\n")
    raise ValueError(f"{path.name} holds no EXAMPLE")
