"""What the documentation says is so: its code runs, its commands exist, its terms are explained.

The shell commands of a page are run in their order, in a folder that holds a made-up health system.
"""

from __future__ import annotations

import doctest
import importlib
import json
import os
import re
import shlex
import shutil
import sys
import tomllib
from contextlib import chdir
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from tests.house.reading import CHECKOUT, SOURCE, tracked
from typer.testing import CliRunner

from commonweal.cli.main import app
from commonweal.measures.measure import Measure
from commonweal.measures.registry import every_measure
from commonweal.sample import system
from commonweal.tables.registry import TABLES
from commonweal.tables.views import VIEWS

DOCS = CHECKOUT / "docs"
PAGES = sorted(path for path in DOCS.rglob("*.md") if "generated" not in path.parts)
OUTER = [
    CHECKOUT / name for name in ("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md")
]
GLOSSARY = DOCS / "reference" / "glossary.md"
FENCE = re.compile(r"^(`{3,})(\S*)[^\n]*\n(.*?)^\1\s*$", re.MULTILINE | re.DOTALL)
CAPTION = re.compile(r"\A:caption: (\S+)\n\n")
LANGUAGE = re.compile(r"```\{code-block\} (\w+)")
SOME_TRACE = "cw-0123456789ab"  # stands in the pages for an id of the reader's own
LONGEST_SENTENCE = 30


@dataclass(frozen=True)
class Block:
    """Hold one block of code: its language, the file that it shows, and its text."""

    language: str
    file: str
    text: str


def name_of(path: Path) -> str:
    """Give a path as a reader of a failure wants it."""
    return path.relative_to(CHECKOUT).as_posix()


def blocks(text: str) -> list[Block]:
    """Give the blocks of code of a page, in order."""
    found = []
    for fence in FENCE.finditer(text):
        captioned = LANGUAGE.match(fence[0])
        language = captioned[1] if captioned else fence[2]
        caption = CAPTION.match(fence[3])
        body = fence[3][caption.end() :] if caption else fence[3]
        found.append(Block(language, caption[1] if caption else "", body))
    return found


def named_commands(text: str) -> list[list[str]]:
    """Give the words of each commonweal command that a page names, in its blocks and its lines."""
    lines = [line for block in blocks(text) for line in block.text.splitlines()]
    lines += re.findall(r"`(commonweal [^`]+)`", FENCE.sub("", text))
    lines = [line.strip() for line in lines if line.strip().startswith("commonweal ")]
    return [shlex.split(line.replace("\\", "/")) for line in lines]


def prose(text: str) -> str:
    """Give what a page says in sentences: no code, no head, no table."""
    text = re.sub(r"^\(.*\)=$|^[#%:|].*$|^!\[.*$", "", FENCE.sub("\n\n", text), flags=re.MULTILINE)
    text = re.sub(r"^( {4}).*$", "", text, flags=re.MULTILINE)
    return re.sub(r"\{term\}`([^`<]+?)(?: <[^`]*)?`", r"\1", text)


def sentences(text: str) -> list[str]:
    """Split prose into sentences; items of a list and definitions stand alone."""
    text = re.sub(r"`[^`]*`", "code", re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", prose(text)))
    parts = re.split(r"\n\s*\n|\n(?=\s*(?:[-:]|\d+\.) )|(?<=[.!?:;])\s+", text)
    return [" ".join(part.split()) for part in parts if part.strip()]


def explained() -> list[str]:
    """Give the terms of the glossary."""
    body = GLOSSARY.read_text(encoding="utf-8").split("```{glossary}\n")[1].rsplit("```", 1)[0]
    return [line for line in body.splitlines() if line and not line.startswith(" ")]


def unlinked(text: str, terms: list[str]) -> list[str]:
    """Give the terms that a page uses before it links them to the glossary."""
    links = r"\{term\}`[^`]+`"
    other = r"`[^`\n]*`|^[#%].*$|^!\[.*$|\]\([^)]*\)"
    text = re.sub(rf"({links})|{other}", lambda one: one[1] or " ", FENCE.sub("\n\n", text),
                  flags=re.MULTILINE)  # fmt: skip
    found = []
    for term in terms:
        words = r"\s+".join(map(re.escape, term.split()))
        link = re.search(rf"\{{term\}}`(?:{words}|[^`<]*<{words}>)`", text, re.IGNORECASE)
        bare = re.search(rf"(?<!\w){words}s?(?!\w)", re.sub(links, blank, text), re.IGNORECASE)
        if bare and (link is None or bare.start() < link.start()):
            found.append(term)
    return found


def blank(found: re.Match[str]) -> str:
    """Put as many blanks as there were letters, so that places stay the same."""
    return " " * len(found[0])


@pytest.fixture(scope="module")
def extension() -> ModuleType:
    """Load the extension that writes the reference."""
    folder = str(DOCS / "_ext")
    sys.path.insert(0, folder)
    try:
        return importlib.import_module("reference")
    finally:
        sys.path.remove(folder)


@pytest.fixture(scope="module")
def generated(extension: ModuleType) -> dict[str, str]:
    """Make the pages of the reference."""
    made: dict[str, str] = extension.pages(CHECKOUT)
    return made


@pytest.fixture(scope="module")
def options(extension: ModuleType) -> dict[str, set[str]]:
    """Ask the command line which commands it has, and which options each takes."""
    assert extension
    pages = importlib.import_module("command_pages")
    return {
        words: {spelling for spelling, _ in pages.options(command)} | {"--help"}
        for words, command in pages.commands()
    }


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_examples_in_pages_run(path: Path) -> None:
    text = "\n".join(one.text for one in blocks(path.read_text("utf-8")) if ">>>" in one.text)
    test = doctest.DocTestParser().get_doctest(text, {}, path.name, str(path), 0)
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    said: list[str] = []
    runner.run(test, out=said.append)
    assert runner.summarize(verbose=False).failed == 0, "".join(said)


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_code_in_pages_can_be_read(path: Path) -> None:
    for block in blocks(path.read_text(encoding="utf-8")):
        if block.language == "toml":
            assert tomllib.loads(block.text)
        elif block.language == "json":
            assert [json.loads(line) for line in block.text.splitlines()]
        elif block.language == "python":
            held: dict[str, Any] = {}
            exec(compile(block.text, path.name, "exec"), held)  # noqa: S102 - our own page
            assert isinstance(held["MEASURE"], Measure)


@pytest.mark.parametrize("path", [*PAGES, *OUTER], ids=name_of)
def test_commands_that_are_named_exist(path: Path, options: dict[str, set[str]]) -> None:
    for words in named_commands(path.read_text(encoding="utf-8")):
        name = " ".join(words[1:3]) if " ".join(words[1:3]) in options else words[1]
        assert name in options or name == "--help", words
        used = {word.split("=")[0] for word in words if word.startswith("--")}
        assert used - options.get(name, {"--help"}) == set(), words


@pytest.mark.parametrize("path", [*PAGES, *OUTER], ids=name_of)
def test_no_sentence_is_long(path: Path) -> None:
    long = [one for one in sentences(path.read_text(encoding="utf-8"))
            if len(one.split()) > LONGEST_SENTENCE]  # fmt: skip
    assert long == []


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_a_page_has_each_of_its_parts_once(path: Path) -> None:
    parts = re.findall(r"^## .+$", FENCE.sub("", path.read_text(encoding="utf-8")), re.MULTILINE)
    assert sorted(parts) == sorted(set(parts))


@pytest.mark.parametrize("path", [one for one in PAGES if one != GLOSSARY], ids=name_of)
def test_a_term_is_explained_where_a_page_first_uses_it(path: Path) -> None:
    assert unlinked(path.read_text(encoding="utf-8"), explained()) == []


def test_a_term_that_is_not_linked_would_be_found() -> None:
    assert unlinked("The denominators.\n\nA {term}`denominator`.", ["denominator"]) == [
        "denominator"
    ]
    assert unlinked("A {term}`denominator`. Denominators.", ["denominator"]) == []
    assert unlinked("`denominator`\n\n```sh\ndenominator\n```\n", ["denominator"]) == []


def test_a_long_sentence_would_be_found() -> None:
    assert max(len(one.split()) for one in sentences("word " * 31 + ".\n\nShort.")) > 30


def test_the_glossary_is_sorted_and_says_each_term_once() -> None:
    terms = explained()
    assert len(terms) > 30
    assert terms == sorted(set(terms), key=str.lower)


def test_every_declaration_has_its_place_in_the_reference(generated: dict[str, str]) -> None:
    for measure in every_measure():
        text = generated[f"measures/{measure.key}.md"]
        shown = [measure.version, *(step.says for step in measure.population)]
        assert [one for one in shown if one.replace("*", r"\*") not in text] == []
        assert "No worked example" not in text
    for name in importlib.import_module("criteria_pages").words():
        assert f"## {name}\n" in generated["criteria.md"]
    for table in TABLES:
        assert f"## {table.name.replace('_', chr(92) + '_')}\n" in generated["tables.md"]
    for view in VIEWS:
        assert f"## {view.key}\n" in generated["views.md"]


def test_every_error_that_a_docstring_names_is_explained(generated: dict[str, str]) -> None:
    named = set()
    for path in sorted(SOURCE.rglob("*.py")):
        for part in re.findall(r"Problem ((?:\"[a-z0-9-]+\"(?:,\s+(?:or\s+)?|\s+or\s+)?)+)",
                               path.read_text(encoding="utf-8")):  # fmt: skip
            named |= set(re.findall(r'"([a-z0-9-]+)"', part))
    listed = set(re.findall(r"^## (\S+)$", generated["errors.md"], re.MULTILINE))
    assert len(named) > 20
    assert named - listed == set()


def test_a_worked_example_is_shown_on_its_page(extension: ModuleType, tmp_path: Path) -> None:
    pages = importlib.import_module("measure_pages")
    folder = tmp_path / "tests" / "spec" / "care"
    folder.mkdir(parents=True)
    (folder / "test_bp_control.py").write_text('EXAMPLE = """\nAnn is 40.\n"""\n')
    assert extension
    assert pages.example(tmp_path, "care.bp_control") == "Ann is 40."
    assert pages.example(tmp_path, "care.a1c_poor") == ""
    assert "```text\nAnn is 40.\n```" in pages.pages(tmp_path)["measures/care.bp_control.md"]


def test_pages_that_are_no_longer_made_go_away(extension: ModuleType, tmp_path: Path) -> None:
    extension.write(tmp_path, {"a/old.md": "old", "kept.md": "kept"})
    before = (tmp_path / "kept.md").stat().st_mtime_ns
    extension.write(tmp_path, {"kept.md": "kept", "new.md": "new"})
    assert sorted(path.name for path in tmp_path.rglob("*.md")) == ["kept.md", "new.md"]
    assert (tmp_path / "kept.md").stat().st_mtime_ns == before


def test_what_is_generated_is_not_kept_in_the_repository() -> None:
    assert [path for path in tracked() if "generated" in path.parts and DOCS in path.parents] == []


def test_pictures_are_small() -> None:
    pictures = sorted((DOCS / "images").glob("*"))
    assert pictures
    assert [path.name for path in pictures if path.stat().st_size > 150_000] == []


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the folder that the pages speak of: exports, more tables, value sets and a store."""
    folder = tmp_path_factory.mktemp("desk")
    made = system.write(folder / "made", patients=200)
    shutil.copytree(made.fhir, folder / "exports")
    shutil.copytree(made.tables, folder / "tables")
    shutil.copy(made.mapping, folder / "tables.toml")
    shutil.copy(made.value_sets, folder / "valuesets.ndjson")
    shutil.rmtree(folder / "made")
    for command in (
        "commonweal ingest exports --kind fhir --to store --valuesets valuesets.ndjson",
        "commonweal audit store --period 2025 --measure care.flu_vaccine_simple --by sex",
    ):
        with chdir(folder):
            ran(command)
    return folder


def ran(command: str) -> None:
    """Run a command of a page in the folder where we are; it must end with 0."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("COMMONWEAL_")]:
            patch.delenv(name)
        done = CliRunner().invoke(app, shlex.split(command)[1:])
    assert done.exit_code == 0, f"{command}\n{done.exception}\n{done.output[-2000:]}"


def narrowed(command: str) -> str:
    """Ask an audit of everything about one thing only: all of it is asked by the demo's test."""
    whole = command.startswith("commonweal audit ") and "--measure" not in command
    return f"{command} --measure care.flu_vaccine_simple --by sex" if whole else command


def a_trace(store: Path) -> str:
    """Give a trace id that stands in the last audit of a store."""
    audits = sorted((store / "audits").glob("*.json"), key=lambda path: path.stat().st_mtime)
    return re.findall(r"cw-[0-9a-f]{12}", audits[-1].read_text(encoding="utf-8"))[0]


def has_commands(path: Path) -> bool:
    """Say whether a page has shell commands to run."""
    return any(one.language == "sh" for one in blocks(path.read_text(encoding="utf-8")))


WITH_COMMANDS = [path for path in [*PAGES, OUTER[0]] if has_commands(path)]


def test_the_words_of_a_measure_that_a_page_names_exist(extension: ModuleType) -> None:
    text = (DOCS / "howto" / "add-a-measure.md").read_text(encoding="utf-8")
    table = text.split("| Word |")[1].split("\n\n")[0]
    named = {word for line in table.splitlines()[2:]
             for word in re.findall(r"`(\w+)`", line.split("|")[1])}  # fmt: skip
    assert extension
    assert len(named) > 15
    assert named - set(importlib.import_module("criteria_pages").words()) == set()


@pytest.mark.slow
@pytest.mark.parametrize("path", WITH_COMMANDS, ids=name_of)
def test_commands_of_a_page_run_in_their_order(path: Path, desk: Path, tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    shutil.copytree(desk, folder)
    for block in blocks(path.read_text(encoding="utf-8")):
        if block.file:
            (folder / block.file).write_text(block.text, encoding="utf-8")
        for line in block.text.splitlines() if block.language == "sh" else []:
            mine = a_trace(folder / "store") if SOME_TRACE in line else ""
            with chdir(folder):
                ran(narrowed(line.replace(SOME_TRACE, mine)))
