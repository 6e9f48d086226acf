"""A likelihood of a group never leaves beside a person (statistics.md section 13, policy lock).

The walls are held here: who may call what, what goes in, what comes out, and what stays in memory.
"""

from __future__ import annotations

import ast
import copy
import dataclasses
import gc
import inspect
import pickle
import re
from collections.abc import Iterator

import numpy as np
import pytest
from tests.house.reading import SOURCE, Module, modules, over

from commonweal.kinds import Problem
from commonweal.stats.proxies import lock
from commonweal.stats.proxies.by_proxy import ByProxy
from commonweal.stats.proxies.lock import measure_by_proxy
from commonweal.stats.proxies.posterior import Posterior, posterior
from commonweal.stats.proxies.refusal import GROUPS

MODULES = modules()
PROXIES = "commonweal.stats.proxies"
# What these take or give stands beside a person; only the lock may call them.
BESIDE_A_PERSON = (
    f"{PROXIES}.posterior",
    f"{PROXIES}.weighted.weighted",
    f"{PROXIES}.weighted.gap_error",
    f"{PROXIES}.regressed.regressed",
)
MAY_USE_THE_LOCK = {"engine", "stats"}
PERSON = re.compile(
    r"(^|_)(id|ids|key|keys|person|persons|patient|patients|member|mrn|row|rows|record|index|who|"
    r"name|names|address)($|_)"
)
# A share of each group given a first name is no name.
HARMLESS = {"first_name"}
ROWS = 211  # a prime that is no other size here


def imported(module: Module) -> Iterator[str]:
    """Give every module that a module imports, relative ones and by name of a string too."""
    package = ("commonweal", *module.path.relative_to(SOURCE).parts[:-1])
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package[: len(package) - node.level + 1]) if node.level else ""
            start = ".".join(part for part in (base, node.module or "") if part)
            yield start
            yield from (f"{start}.{each.name}" for each in node.names)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            if re.fullmatch(r"\.?[a-z_]+(\.[a-z_]+)+", node.value):
                yield node.value
        elif isinstance(node, ast.Attribute):
            yield ast.unparse(node)


def reaches(module: Module, targets: tuple[str, ...]) -> list[str]:
    """Give what a module imports of the targets."""
    return [
        name
        for name in imported(module)
        if any(name == one or name.startswith(f"{one}.") for one in targets)
    ]


@over(MODULES)
def test_only_the_lock_touches_what_stands_beside_a_person(module: Module) -> None:
    inside = module.name.endswith(("stats/proxies/lock.py",))
    assert inside or reaches(module, BESIDE_A_PERSON) == []


@over(MODULES)
def test_only_the_engine_may_use_the_lock(module: Module) -> None:
    assert module.room in MAY_USE_THE_LOCK or reaches(module, (PROXIES,)) == []


@pytest.mark.parametrize(
    "line",
    [
        "import commonweal.stats.proxies.posterior",
        "from commonweal.stats.proxies import posterior",
        "from commonweal.stats.proxies.posterior import Posterior as P",
        "import importlib\nimportlib.import_module('commonweal.stats.proxies.posterior')",
        "import commonweal.stats as s\ncommonweal.stats.proxies.posterior.posterior()",
    ],
)
def test_a_trespass_would_be_found(line: str) -> None:
    planted = Module(SOURCE / "report" / "planted.py")
    planted.__dict__["tree"] = ast.parse(line)
    assert reaches(planted, BESIDE_A_PERSON)


def test_a_relative_trespass_would_be_found() -> None:
    planted = Module(SOURCE / "stats" / "proxies" / "planted.py")
    planted.__dict__["tree"] = ast.parse("from . import posterior\nfrom .weighted import weighted")
    assert len(set(reaches(planted, BESIDE_A_PERSON))) == 2


def test_the_package_and_the_lock_hand_nothing_on() -> None:
    package = next(one for one in MODULES if one.name.endswith("stats/proxies/__init__.py"))
    assert [type(node) for node in package.tree.body] == [ast.Expr]
    public = [
        name
        for name, value in vars(lock).items()
        if getattr(value, "__module__", "") == lock.__name__ and not name.startswith("_")
    ]
    assert sorted(public) == ["measure_by_proxy"]


def proxy_functions() -> list[object]:
    """Give every function of the folder, as written."""
    inside = [module for module in MODULES if "/stats/proxies/" in module.name]
    return [
        pytest.param(each, id=f"{module.path.stem}.{each.name}")
        for module in inside
        for each in module.functions()
    ]


@pytest.mark.parametrize("function", proxy_functions())
def test_no_function_takes_who_somebody_is(function: ast.FunctionDef) -> None:
    given = function.args
    every = [*given.posonlyargs, *given.args, *given.kwonlyargs]
    named = {each.arg for each in every} - HARMLESS
    # How many rows there are says nothing of one of them.
    counted = {
        each.arg for each in every if each.annotation and ast.unparse(each.annotation) == "int"
    }
    assert [name for name in named - counted if PERSON.search(name)] == []


def test_nothing_sorts_people_into_groups() -> None:
    words = re.compile(r"classif|threshold|cutoff|assign|most_likely|argmax|argpartition|argsort")
    inside = [module for module in MODULES if "/stats/proxies/" in module.name]
    used = {
        name
        for module in inside
        for node in ast.walk(module.tree)
        for name in [getattr(node, "id", getattr(node, "attr", getattr(node, "name", "")))]
        if isinstance(name, str) and words.search(name)
    }
    assert inside
    assert used == set()


def evidence(rows: int = ROWS) -> tuple[np.ndarray, np.ndarray, list[float], np.ndarray]:
    """Make shares of six groups for people that do not exist."""
    chance = np.random.Generator(np.random.Philox(7))
    surname, place = (chance.dirichlet(np.full(6, 0.4), rows) for _ in range(2))
    outcome = (chance.random(rows) < 0.4).astype(float)
    return surname, place, [0.6, 0.12, 0.06, 0.01, 0.03, 0.18], outcome


def within(value: object) -> Iterator[object]:
    """Give everything that can be reached from an object in memory, modules and classes aside."""
    seen: set[int] = set()
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if id(one) in seen or inspect.ismodule(one) or inspect.isclass(one):
            continue
        seen.add(id(one))
        if inspect.isfunction(one) or inspect.isbuiltin(one):
            continue
        yield one
        waiting.extend(gc.get_referents(one))
        if isinstance(one, np.ndarray) and one.base is not None:
            waiting.append(one.base)


def test_what_comes_out_holds_nothing_of_the_length_of_the_rows() -> None:
    found = measure_by_proxy(*evidence())
    held = list(within(found))
    arrays = [one for one in held if isinstance(one, np.ndarray)]
    assert len(arrays) > 10
    assert [one.shape for one in arrays if ROWS in one.shape or one.size % ROWS == 0] == []
    assert [
        len(one) for one in held if isinstance(one, list | tuple | dict) and len(one) > 40
    ] == []
    assert all(one.shape == (len(GROUPS),) for one in arrays)


def test_no_likelihood_is_left_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Posterior] = []

    def watched(*given: object, **named: object) -> Posterior:
        made.append(posterior(*given, **named))  # type: ignore[arg-type] # handed on as it came
        return made[-1]

    monkeypatch.setattr(lock, "posterior", watched)
    measure_by_proxy(*evidence())
    assert len(made) == 1
    assert np.isnan(made[0].shares).all()


def test_no_likelihood_is_left_when_something_breaks(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(chances: np.ndarray, outcome: np.ndarray) -> None:
        raise MemoryError

    monkeypatch.setattr(lock, "weighted", broken)
    with pytest.raises(MemoryError) as caught:
        measure_by_proxy(*evidence())
    frames = []
    step = caught.tb
    while step is not None:
        frames.append(step.tb_frame)
        step = step.tb_next
    inside = [frame for frame in frames if frame.f_code.co_name == "measure_by_proxy"]
    assert len(inside) == 1
    kept = inside[0].f_locals
    assert np.isnan(kept["found"].shares).all()
    assert np.isnan(kept["chances"]).all()


@pytest.mark.parametrize("taken", [copy.copy, copy.deepcopy, pickle.dumps, iter, len])
def test_likelihoods_can_not_be_copied_written_or_walked(taken: object) -> None:
    found = posterior(*evidence()[:3])
    with pytest.raises((Problem, TypeError)):
        taken(found)  # type: ignore[operator] # one of the functions above


def test_likelihoods_are_never_printed() -> None:
    assert repr(posterior(*evidence()[:3])) == "Posterior()"


def test_every_answer_is_a_number_of_a_group_or_of_all() -> None:
    shapes = {field.name: str(field.type) for field in dataclasses.fields(ByProxy)}
    assert set(shapes.values()) <= {"tuple[str, ...]", "Estimate", "FloatArray", "float"}


def test_a_question_about_one_person_is_refused() -> None:
    surname, place, nation, outcome = evidence()
    for person in range(5):
        alone = np.zeros_like(outcome)
        alone[person] = 1
        found = measure_by_proxy(surname, place, nation, alone)
        assert not found.mean.ok.any()
        assert not found.weighted.ok.any()
        assert not found.regressed.ok.any()
        noisy = alone * 1e6 + outcome
        assert not measure_by_proxy(surname, place, nation, noisy).mean.ok.any()


def test_a_question_about_ten_people_is_refused() -> None:
    surname, place, nation, outcome = evidence(10)
    found = measure_by_proxy(surname, place, nation, outcome)
    assert set(found.mean.reason) <= {"too_few_people", "proxy_not_served"}
    assert np.isnan(found.people).all()
    assert np.isnan(found.mean.n).all()
