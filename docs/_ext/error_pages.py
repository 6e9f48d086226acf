"""Make the list of errors by reading every place in the source that raises one."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from marked import page, plain

SOME = "…"  # stands where the message puts a name or a number in
FIELDS = ("code", "says", "do", "kept")
NOTHING_LOST = "Nothing was changed."


@dataclass(frozen=True, order=True)
class Raised:
    """Hold one place that raises a Problem."""

    code: str
    room: str
    says: str
    do: str
    kept: str


MARKS = ("_", "_now", "gettext")  # what stands around a text that is translated


def pages(checkout: Path) -> dict[str, str]:
    """Give the page."""
    by_code: dict[str, list[Raised]] = defaultdict(list)
    for one in raised(checkout / "src" / "commonweal"):
        by_code[one.code].append(one)
    return {
        "errors.md": page(
            "Errors",
            "An error says what happened, what to do, and whether anything was lost. Its last "
            "line is one of the codes below, in brackets. "
            f"Where the message names something of yours, this page shows {SOME}. Unless it is "
            "said otherwise, nothing was changed.",
            *(_entry(code, places) for code, places in sorted(by_code.items())),
        )
    }


def raised(source: Path) -> list[Raised]:
    """Find every Problem in the source, those made through a function of ours too."""
    trees = [
        (path.relative_to(source).parts[0], ast.parse(path.read_text(encoding="utf-8")))
        for path in sorted(source.rglob("*.py"))
    ]
    makers = {"Problem"}.union(*(_makers(tree) for _, tree in trees))
    return sorted({one for room, tree in trees for one in _in(tree, room, makers)})


def _makers(tree: ast.Module) -> set[str]:
    """Name the functions that pass a code of their caller's on to Problem."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.args.args:
            first = node.args.args[0].arg
            calls = [one for one in ast.walk(node) if _called(one) == "Problem"]
            if any(_name(one.args[0]) == first for one in calls if one.args):
                found.add(node.name)
    return found


def _in(tree: ast.Module, room: str, makers: set[str]) -> list[Raised]:
    texts = {
        target.id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    return [
        Raised(code, room, given.get("says", ""), given.get("do", ""),
               given.get("kept", NOTHING_LOST))
        for node in ast.walk(tree)
        if _called(node) in makers and (given := _given(node, texts))
        for code in given["code"].split()
    ]  # fmt: skip


def _called(node: ast.AST) -> str:
    return _name(node.func) if isinstance(node, ast.Call) else ""


def _name(node: ast.AST) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _given(call: ast.Call, texts: dict[str, ast.expr]) -> dict[str, str]:
    """Give the fields of a Problem, or nothing when its code is not written out."""
    values = dict(zip(FIELDS, call.args, strict=False))
    values |= {one.arg: one.value for one in call.keywords if one.arg in FIELDS}
    codes = [one for one in _either(values.get("code")) if isinstance(one, ast.Constant)]
    if not codes:
        return {}
    said = {name: _text(value, texts) for name, value in values.items()}
    return said | {"code": " ".join(str(one.value) for one in codes)}


def _either(node: ast.expr | None) -> list[ast.expr | None]:
    return [node.body, node.orelse] if isinstance(node, ast.IfExp) else [node]


def _text(node: ast.AST, texts: dict[str, ast.expr]) -> str:
    """Write a text as its reader sees it, values that are known only later left out."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(_text(part, texts) for part in node.values)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod):
        return re.sub(r"%\(\w+\)[sd]", SOME, _text(node.left, texts))
    if isinstance(node, ast.BinOp):
        return _text(node.left, texts) + _text(node.right, texts)
    if isinstance(node, ast.IfExp):
        return _text(node.body, texts)
    if isinstance(node, ast.FormattedValue):
        return _text(node.value, texts)
    if isinstance(node, ast.Name) and node.id in texts:
        return _text(texts[node.id], {})
    if isinstance(node, ast.Call) and _called(node) == "format":
        return re.sub(r"\{\w*\}", SOME, _text(node.func.value, texts))
    if isinstance(node, ast.Call) and _called(node) in MARKS and node.args:
        return _text(node.args[0], texts)
    return SOME


def _entry(code: str, places: list[Raised]) -> str:
    said = dict.fromkeys((one.says, one.do, one.kept) for one in places)
    parts = [f"(error-{code})=\n## {code}"]
    for says, do, kept in said:
        parts.append(plain(says))
        if do:
            parts.append(f"**What to do.** {plain(do)}")
        if kept not in ("", NOTHING_LOST):
            parts.append(f"**What was kept.** {plain(kept)}")
    return "\n\n".join(parts)
