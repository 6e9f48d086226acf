"""Read our own source as the house rules need it: modules, functions, docstrings, code lines."""

from __future__ import annotations

import ast
import io
import subprocess
import tokenize
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

CHECKOUT = Path(__file__).resolve().parents[2]
SOURCE = CHECKOUT / "src" / "commonweal"
Defined = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
NO_CODE = {
    *(tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT),
    tokenize.ENDMARKER,
}


def over(
    things: Iterable[Any], name: Callable[[Any], str] = lambda thing: str(thing.name)
) -> Callable[[Callable[..., None]], Callable[[], None]]:
    """Make one test of a test of each thing, which names all that fail.

    A rule that is asked of thousands of functions would otherwise be thousands of tests, and to
    begin and end each takes longer than to ask.
    """

    def of(test: Callable[..., None]) -> Callable[[], None]:
        def whole() -> None:
            wrong = []
            for thing in things:
                try:
                    test(*thing) if isinstance(thing, tuple) else test(thing)
                except AssertionError as fault:
                    wrong.append(f"{name(thing)}: {fault}")
            assert wrong == [], "\n".join(wrong)

        whole.__name__, whole.__doc__ = test.__name__, test.__doc__
        return whole

    return of


@dataclass(frozen=True)
class Module:
    """Hold one module of ours: where it lies and what it says."""

    path: Path

    @property
    def name(self) -> str:
        """Give the path as a reader of a failure wants it."""
        return self.path.relative_to(CHECKOUT).as_posix()

    @property
    def room(self) -> str:
        """Give the room, or "" for the package itself and __main__."""
        parts = self.path.relative_to(SOURCE).parts
        return parts[0] if len(parts) > 1 else ""

    @cached_property
    def text(self) -> str:
        """Give the source."""
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        """Give the syntax tree."""
        return ast.parse(self.text)

    @cached_property
    def code_lines(self) -> frozenset[int]:
        """Give the lines that hold code: not blank, not comment, not docstring."""
        lines: set[int] = set()
        for token in tokenize.generate_tokens(io.StringIO(self.text).readline):
            if token.type not in NO_CODE:
                lines |= set(range(token.start[0], token.end[0] + 1))
        return frozenset(lines - self._docstring_lines())

    def _docstring_lines(self) -> set[int]:
        lines: set[int] = set()
        for node in ast.walk(self.tree):
            if isinstance(node, Defined | ast.Module) and ast.get_docstring(node) is not None:
                lines |= set(range(node.body[0].lineno, (node.body[0].end_lineno or 0) + 1))
        return lines

    def functions(self) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
        """Give every function and method, nested ones too."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield node

    def public(self) -> Iterator[Defined]:
        """Give the functions and classes of the module that are meant for others."""
        for node in self.tree.body:
            if isinstance(node, Defined) and not node.name.startswith("_"):
                yield node

    def body_lines(self, function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
        """Count the code lines of a function under its signature."""
        first, last = function.body[0].lineno, function.end_lineno or 0
        return len(self.code_lines & set(range(first, last + 1)))


def modules() -> list[Module]:
    """Give every module of ours, sorted; migrations are written by Django, not by us."""
    every = [Module(path) for path in sorted(SOURCE.rglob("*.py"))]
    return [each for each in every if "migrations" not in each.path.parts]


def tracked() -> list[Path]:
    """Give the files of the checkout that belong to it: git's, or all where there is no git."""
    asked = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=CHECKOUT,
        capture_output=True,
        check=False,
    )
    if asked.returncode:
        inside = [each for each in CHECKOUT.rglob("*") if ".venv" not in each.parts]
        return sorted(each for each in inside if each.is_file())
    names = asked.stdout.decode("utf-8").split("\0")
    return sorted(CHECKOUT / name for name in names if name and (CHECKOUT / name).is_file())


def is_dataclass(node: Defined) -> bool:
    """Say whether a class is declared as a dataclass."""
    marks = [ast.unparse(mark) for mark in node.decorator_list]
    return any(mark.split("(")[0].split(".")[-1] == "dataclass" for mark in marks)


def called(node: ast.Call) -> str:
    """Give the dotted name of what is called."""
    return ast.unparse(node.func)
