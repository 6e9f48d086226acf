"""Nothing stands in the house that nobody uses."""

from __future__ import annotations

import ast
import re
from collections import Counter
from functools import cache

from tests.house.reading import CHECKOUT, SOURCE, Defined, Module, modules, over

from commonweal.cli.main import COMMANDS

MODULES = modules()
BY_ITSELF = re.compile(r"^__\w+__$")  # called by Python
DOTTED = re.compile(r"^[\w]+(\.\w+)+$")
FOUND_BY_CLASS = {"AppConfig", "BaseCommand", "TextChoices", "Migration"}
# What Django, allauth and logging call by these names.
FOUND_BY_NAME = {
    *("Meta", "clean", "save", "delete", "find", "list", "format", "ready", "process_view"),
    *("get_queryset", "get_absolute_url", "add_arguments", "handle", "is_open_for_signup"),
    *("create_user", "form_valid", "has_error", "items", "lastmod"),
    *(
        "get_help_text",
        "pre_login",
        "post_login",
        "authenticate",
        "pre_social_login",
        "populate_user",
        "save_user",
    ),
    *("encrypt", "decrypt", "generate_authenticator_name", "error_messages"),
    *("generate_state_param", "complete_login", "wk_server_url"),
    *("get_scope_from_request", "get_auth_params_from_request"),
}


def uses(tree: ast.AST) -> Counter[str]:
    """Count how often each name is read; defining, importing and listing it is no use of it."""
    names: Counter[str] = Counter()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            names[node.id] += 1
        elif isinstance(node, ast.Attribute):
            names[node.attr] += 1
    return names


@cache
def named_for_django() -> Counter[str]:
    """Count names in templates, in settings and in other texts by which Django finds a thing."""
    names: Counter[str] = Counter()
    for path in (SOURCE / "offices").rglob("*.html"):
        names.update(re.findall(r"\w+", path.read_text(encoding="utf-8")))
    for module in MODULES:
        if module.room == "offices":
            texts = [node.value for node in ast.walk(module.tree) if isinstance(node, ast.Constant)]
            dotted = [text for text in texts if isinstance(text, str) and DOTTED.match(text)]
            names.update(text.rsplit(".", 1)[-1] for text in dotted)
    return names


@cache
def called_by_migrations() -> Counter[str]:
    """Count names that migrations use, which Django runs."""
    names: Counter[str] = Counter()
    for path in (SOURCE / "offices").rglob("migrations/*.py"):
        names.update(uses(ast.parse(path.read_text(encoding="utf-8"))))
    return names


def called_by_django(module: Module, node: Defined) -> bool:
    """Say whether Django calls a thing of the offices: by its name, its class or its decorator."""
    if module.room != "offices":
        return False
    marks = " ".join(ast.unparse(mark) for mark in node.decorator_list)
    bases = [ast.unparse(base) for base in node.bases] if isinstance(node, ast.ClassDef) else []
    kinds = any(base.split(".")[-1] in FOUND_BY_CLASS for base in bases)
    return (
        kinds
        or node.name in FOUND_BY_NAME
        or bool(re.search(r"register|receiver|task|exception_handler", marks))
        or bool(named_for_django()[node.name])
        or bool(called_by_migrations()[node.name])
    )


@cache
def used_anywhere() -> Counter[str]:
    """Count uses in the library and in its tests: it is a library, so a test may be the caller."""
    names = Counter(name.replace("-", "_") for name in COMMANDS)  # found by these names
    for module in MODULES:
        names += uses(module.tree)
    for path in (CHECKOUT / "tests").rglob("*.py"):
        names += uses(ast.parse(path.read_text(encoding="utf-8")))
    return names


def called_by_others(node: Defined) -> bool:
    """Say whether a decorator hands the thing on, as @app.command() and @property.setter do."""
    marks = [ast.unparse(mark) for mark in node.decorator_list]
    return any(re.search(r"\.(command|callback|setter)\b", mark) for mark in marks)


def defined(module: Module) -> list[Defined]:
    """Give the functions, methods and classes of a module that somebody must call."""
    every = [node for node in ast.walk(module.tree) if isinstance(node, Defined)]
    return [node for node in every if not BY_ITSELF.match(node.name) and not called_by_others(node)]


@over(MODULES)
def test_what_is_private_is_used_where_it_stands(module: Module) -> None:
    here = uses(module.tree)
    private = [node.name for node in defined(module) if node.name.startswith("_")]
    assert [name for name in private if not here[name]] == []


@over(MODULES)
def test_what_is_public_is_used_somewhere(module: Module) -> None:
    every = [node for node in defined(module) if not called_by_django(module, node)]
    public = [node.name for node in every if not node.name.startswith("_")]
    # visit_Name and its like are found by their name; so is what http.server and forms call.
    assert [
        name
        for name in public
        if not used_anywhere()[name] and not re.match(r"(visit|do|handle|log|clean)_", name)
    ] == []
