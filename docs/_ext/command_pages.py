"""Make the reference of commands by asking the command line itself, so that it follows."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from marked import code, page, plain, table

EXITS = (
    ("0", "Done. Problems may have been listed."),
    ("1", "Something needs your attention. Given only with `--strict`, or when a check fails."),
    ("2", "Refused: what was asked can not be done. The words say what to do."),
    ("3", "Our fault. Please report it."),
)


def pages(checkout: Path) -> dict[str, str]:
    """Give the page. It is made from the package, so the checkout is not read."""
    del checkout
    return {
        "commands.md": page(
            "Commands",
            "Every command prints its own help with `--help`.",
            *(_command(words, command) for words, command in commands()),
            "## How a command ends",
            table(("Exit code", "What it means"), EXITS),
        )
    }


def commands() -> Iterator[tuple[str, Any]]:
    """Give (words after `commonweal`, command) of every command, groups opened."""
    typer_main = importlib.import_module("typer.main")
    app = importlib.import_module("commonweal.cli.main").app
    yield from _opened("", typer_main.get_command(app))


def _opened(words: str, command: Any) -> Iterator[tuple[str, Any]]:
    children = getattr(command, "commands", None)
    if children is None:
        yield words, command
        return
    if words and command.invoke_without_command:
        yield words, command
    for name, child in sorted(children.items()):
        if not child.hidden:
            yield from _opened(f"{words} {name}".strip(), child)


def options(command: Any) -> Iterator[tuple[str, Any]]:
    """Give (spelling, parameter) of each option."""
    for parameter in command.params:
        if parameter.param_type_name == "option" and not parameter.hidden:
            for spelling in (*parameter.opts, *parameter.secondary_opts):
                yield spelling, parameter


def _command(words: str, command: Any) -> str:
    given = [one for one in command.params if one.param_type_name == "argument"]
    usage = " ".join(["commonweal", words, *map(_placeholder, given)])
    rows = [(code(_placeholder(one)), plain(one.help or ""), _default(one)) for one in given]
    rows += [
        (code(", ".join((*one.opts, *one.secondary_opts))), plain(one.help or ""), _default(one))
        for one in command.params
        if one.param_type_name == "option" and not one.hidden and one.name != "help"
    ]
    parts = [f"## {words}", f"```text\n{usage}\n```", plain(command.help or "")]
    if rows:
        parts.append(table(("Name", "What it is", "If left out"), rows))
    return "\n\n".join(parts)


def _placeholder(parameter: Any) -> str:
    name = str(parameter.metavar or parameter.name).upper().strip("[]").removesuffix("...")
    many = "..." if parameter.nargs == -1 else ""
    return f"{name}{many}" if parameter.required else f"[{name}{many}]"


def _default(parameter: Any) -> str:
    if parameter.required:
        return "must be given"
    value = parameter.default
    if value is None or value is False or callable(value) or value in ((), [], ""):
        return ""
    return code(
        value.as_posix() if isinstance(value, Path) else str(getattr(value, "value", value))
    )
