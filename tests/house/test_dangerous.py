"""What lets text become code, a query or a way out stands nowhere, or only where it is known."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import Any

import pytest
from django.apps import apps
from tests.house.reading import SOURCE, Module, called, modules

MODULES = modules()
HERE = "src/commonweal/"
OFFICES = [one for one in MODULES if one.name.startswith(f"{HERE}offices/")]
SCRIPTS = sorted((SOURCE / "offices").rglob("static/house/*.js"))
TEMPLATES = sorted((SOURCE / "offices").rglob("templates/**/*.html"))
# Who may open a connection or start a program, and why.
OUTGOING = {
    "cli/processes.py": "starts the processes that answer, and the worker",
    "cli/serve.py": "listens at the port that the operator named",
    "intake/fhir/crew.py": "starts readers of its own",
    "offices/desk/notices.py": "hands mail to the server that the operator named",
    "offices/desk/scanning.py": "asks the scanner that the operator named",
    "offices/house/backups.py": "starts the copying program of the database",
    "offices/people/saml.py": "signs in with what a browser brought, and asks nobody itself",
    "offices/people/openid.py": "asks the directory that the operator named for its keys",
}
# Queries that are not written where they are run: constants of the same module.
WRITTEN_ELSEWHERE = {
    ("offices/desk/guards.py", "statement"): "the triggers that keep the trail from being changed",
    ("offices/house/backups.py", "ENTRIES"): "counts the entries of a copy",
    ("offices/house/postgres/base.py", "query"): "passes on what Django wrote, with its parameters",
    ("offices/house/postgres/base.py", "wall.said()"): "who asks, each word held to its letters",
    ("offices/house/postgres/base.py", "wall.said() + query"): "both of them in one message",
    ("offices/house/rows.py", "f'CREATE POLICY {name} ON {table} {rule}'"): "from a migration",
    ("offices/house/rows.py", "f'ALTER TABLE {table} {word} ROW LEVEL SECURITY'"): "the same",
    ("offices/house/rows.py", "f'DROP POLICY {name} ON {table}'"): "the same",
    ("offices/house/rows.py", "right"): "rights of a role that the settings name, quoted",
    ("offices/house/rows.py", "_ROLE"): "asks which role is connected",
    ("offices/house/rows.py", "_TABLES"): "asks which tables stand behind the wall",
}
OPENS = re.compile(
    r"^(socket|subprocess|http\.client|urllib\.request|requests|httpx|aiohttp|smtplib|ftplib|"
    r"telnetlib|asyncio|multiprocessing|django\.core\.mail|allauth\.socialaccount\.adapter)($|\.)"
)
NAMED = {"offices/people/adapters.py"}  # what it imports there answers, and asks nobody


def imports(module: Module) -> Iterator[str]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{each.name}" for each in node.names)


@cache
def calls(module: Module) -> list[ast.Call]:
    return [node for node in ast.walk(module.tree) if isinstance(node, ast.Call)]


def who_imports(pattern: str) -> set[str]:
    found = re.compile(rf"^({pattern})($|\.)")
    return {one.name for one in MODULES if any(found.match(name) for name in imports(one))}


def who_calls(pattern: str) -> set[str]:
    found = re.compile(rf"(^|\.)({pattern})$")
    return {one.name for one in MODULES if any(found.search(called(node)) for node in calls(one))}


def test_no_text_is_run_as_code() -> None:
    plain = {"eval", "exec", "compile", "__import__"}
    found = {(one.name, node.func.id) for one in MODULES for node in calls(one)
             if isinstance(node.func, ast.Name) and node.func.id in plain}  # fmt: skip
    assert found == set()


def test_nothing_reads_objects_back() -> None:
    assert who_imports("pickle|cPickle|dill|marshal|shelve|jsonpickle|yaml|joblib") == set()


def test_xml_is_read_of_the_directory_alone() -> None:
    """What its messages may hold is tried in tests/offices/people/test_saml_refusals.py."""
    readers = who_imports("xml|lxml|defusedxml|xmltodict|ldap|ldap3")
    assert readers == {f"{HERE}offices/people/assertion.py"}


def test_no_shell_reads_a_command() -> None:
    assert who_calls(r"os\.(system|popen)|subprocess\.getoutput") == set()
    shells = {one.name for one in MODULES for node in calls(one)
              for word in node.keywords if word.arg == "shell"}  # fmt: skip
    assert shells == set()


def test_only_these_modules_open_a_connection() -> None:
    found = {one.name.removeprefix(HERE) for one in MODULES
             if any(OPENS.match(name) for name in imports(one))}  # fmt: skip
    assert found - NAMED == set(OUTGOING)


def constant(node: ast.expr) -> bool:
    """Say whether a text stands in the code as it is."""
    if isinstance(node, ast.BinOp):
        return constant(node.left) and constant(node.right)
    return isinstance(node, ast.Constant)


def test_no_query_is_put_together_from_what_somebody_typed() -> None:
    raw = {"raw", "extra", "RawSQL"}
    found = {(one.name, ast.unparse(node)) for one in OFFICES for node in calls(one)
             if called(node).rpartition(".")[2] in raw}  # fmt: skip
    assert found == set()
    run = {(one.name.removeprefix(HERE), ast.unparse(node.args[0])) for one in OFFICES
           for node in calls(one)
           if called(node).rpartition(".")[2] in {"execute", "executemany"}
           and not constant(node.args[0])
           and "/migrations/" not in one.name}  # fmt: skip
    assert run == set(WRITTEN_ELSEWHERE)


def test_no_template_is_made_of_text() -> None:
    assert who_calls(r"Template|from_string|template_string") == set()


def test_no_format_is_what_somebody_typed() -> None:
    """A format is a constant, or a message of a catalogue, which a test holds to its English."""
    asked = re.compile(r"request\.|GET|POST|cleaned_data|headers")
    found = {(one.name, ast.unparse(node)) for one in OFFICES for node in calls(one)
             if isinstance(node.func, ast.Attribute) and node.func.attr in {"format", "format_map"}
             and asked.search(ast.unparse(node.func.value))}  # fmt: skip
    found |= {(one.name, ast.unparse(node)) for one in OFFICES for node in ast.walk(one.tree)
              if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod)
              and asked.search(ast.unparse(node.left))}  # fmt: skip
    assert found == set()


def patterns(module: Module) -> Iterator[tuple[ast.Call, ast.expr]]:
    names = {"compile", "match", "fullmatch", "search", "findall", "finditer", "sub", "split"}
    for node in calls(module):
        place, _dot, name = called(node).rpartition(".")
        if place == "re" and name in names and node.args:
            yield node, node.args[0]


def test_no_pattern_is_made_of_what_somebody_typed() -> None:
    asked = re.compile(r"request|GET|POST|cleaned_data|words|query|typed")
    found = {(one.name, ast.unparse(pattern)) for one in OFFICES
             for _call, pattern in patterns(one)
             if not constant(pattern) and asked.search(ast.unparse(pattern))
             and "re.escape" not in ast.unparse(pattern)}  # fmt: skip
    assert found == set()


def again_in_again(items: Any, inside: bool = False) -> bool:
    """Say whether a part that may come any number of times holds one that may, too."""
    from re import _constants as c  # type: ignore[attr-defined]  # what re itself reads by
    from re import _parser  # type: ignore[attr-defined]

    for kind, held in items:
        parts = held if isinstance(held, (tuple, list)) else [held]
        many = kind in (c.MAX_REPEAT, c.MIN_REPEAT) and held[1] == c.MAXREPEAT
        if many and inside:
            return True
        inner = [one for part in parts for one in (part if isinstance(part, list) else [part])]
        below = [one for one in inner if isinstance(one, _parser.SubPattern)]
        if any(again_in_again(one, inside or (many and not fixed(held[2]))) for one in below):
            return True
    return False


def fixed(items: Any) -> bool:
    """Say whether what is repeated begins with a letter that tells where each time begins."""
    from re import _constants as c  # type: ignore[attr-defined]  # what re itself reads by

    first = items[0] if len(items) else None
    if first is not None and first[0] is c.SUBPATTERN:
        return fixed(first[1][3])
    return len(items) > 1 and first is not None and first[0] in (c.LITERAL, c.IN)


def test_no_pattern_takes_endless_time() -> None:
    from re import _parser  # type: ignore[attr-defined]

    read = [
        (one.name, pattern.value) for one in MODULES for _call, pattern in patterns(one)
        if isinstance(pattern, ast.Constant) and isinstance(pattern.value, str)
    ]  # fmt: skip
    assert len(read) > 40
    assert [one for one in read if again_in_again(_parser.parse(one[1]))] == []
    assert again_in_again(_parser.parse("(a+)+$")) and again_in_again(_parser.parse("(.*)*"))
    assert not again_in_again(_parser.parse(r"\w+(\.\w+)*"))


def test_json_of_requests_has_one_reader() -> None:
    """What browsers stopped is read by a reader of its own, and nothing else reads it again."""
    found = {one.name for one in OFFICES if any(
        called(node) in {"json.loads", "orjson.loads", "json.load"} and "request" in
        ast.unparse(node) for node in calls(one))}  # fmt: skip
    assert found == {"src/commonweal/offices/house/monitor.py"}


def test_no_page_makes_an_address_of_what_somebody_typed() -> None:
    """An address of a page is a rule's, of this site, or a field that is held to be one."""
    known = re.compile(r"^(\{% (url|static) |/|#|\?|mailto:|https://)|^$")
    found = []
    for path in TEMPLATES:
        text = re.sub(r"\{% comment.*?endcomment %\}", "", path.read_text("utf-8"), flags=re.S)
        for value in re.findall(r"\b(?:href|action|src)=\"([^\"]*)\"", text):
            named = re.fullmatch(r"\{\{ ?([\w.]+)(\|\w+(:\S+)?)* ?\}\}.*", value)
            asked = named and re.search(r"GET|POST|request|cleaned|words|typed", named[1])
            if asked or not (named or known.match(value) or value.startswith("{%")):
                found.append((path.name, value))
    assert found == []


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_no_script_of_ours_writes_markup_or_runs_text(path: Any) -> None:
    text = path.read_text(encoding="utf-8")
    sinks = (
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function|postMessage"
    )
    assert not re.search(sinks, text)
    assert not re.search(r"set(Timeout|Interval)\(\s*[\"'`]", text)


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_a_script_of_ours_leaves_no_name_to_others(path: Any) -> None:
    code = re.sub(r"^//.*\n", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE).strip()
    assert code.startswith('"use strict";\n(() => {') and code.endswith("})();")
    assert not re.search(r"\bvar\b|window\.\w+ ?=|document\.\w+ ?=[^=]|__proto__|prototype", code)


def test_there_is_a_script_to_look_at() -> None:
    assert [path.name for path in SCRIPTS] == ["house.js"]


def test_scripts_are_files_and_hold_no_data() -> None:
    """A script is a file of the package; no address answers with one that it made."""
    made = {one.name for one in OFFICES if "javascript" in one.text.lower()}
    assert made == set()
    assert all(apps.is_installed(f"commonweal.offices.{path.parts[-4]}") for path in SCRIPTS)
    assert [path.name for path in SCRIPTS if "{{" in path.read_text(encoding="utf-8")] == []


def test_scripts_keep_one_choice_and_no_data() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in SCRIPTS)
    assert set(re.findall(r"(?:local|session)Storage\.\w+\((\w+)", text)) == {"OFF"}
    assert 'const OFF = "commonweal-keys-off"' in text
    assert not re.search(r"indexedDB|document\.cookie|caches\.open|serviceWorker", text)


def test_what_is_looked_for_would_be_found() -> None:
    tree = ast.parse("cursor.execute('SELECT ' + name)")
    node = next(one for one in ast.walk(tree) if isinstance(one, ast.Call))
    assert not constant(node.args[0])
    assert all(a != b for a, b in pairwise(sorted(OUTGOING)))


SECRETS = re.compile(r"secret|token|password|nonce|digest|hmac|api_key|feed_key|session_key", re.I)
# Words that are no secret, though their name holds one of these.
PUBLIC_WORDS = {
    ("offices/people/assertion.py", "kind == 'DigestMethod'"): "names an algorithm",
    ("offices/people/signed_in.py", "said.get(SESSION_KEY) == str(person.pk)"): "whose it is",
}


def test_no_secret_is_compared_letter_by_letter() -> None:
    """What is compared by == takes longer the more of it is right: a database or a library does."""
    found = {(one.name.removeprefix(HERE), ast.unparse(node)) for one in OFFICES
             for node in ast.walk(one.tree)
             if isinstance(node, ast.Compare) and SECRETS.search(ast.unparse(node))
             and any(isinstance(how, ast.Eq | ast.NotEq) for how in node.ops)}  # fmt: skip
    assert found == set(PUBLIC_WORDS)


def test_chance_comes_from_the_operating_system_alone() -> None:
    """The random module and numpy can be foretold: they draw samples, and never a secret."""
    drawn = who_imports(r"random|numpy\.random")
    secret = ("offices/", "vault/", "trail/", "intake/keys")
    assert [name for name in drawn if name.removeprefix(HERE).startswith(secret)] == []
    assert who_imports("secrets") >= {
        f"{HERE}{name}.py" for name in ("offices/house/environment", "offices/people/models",
                                        "offices/people/openid", "offices/scorecard/flow/keys")
    }  # fmt: skip
