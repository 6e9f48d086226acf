"""Modules and functions stay short (architecture.md section 9)."""

from __future__ import annotations

from statistics import median, quantiles

from tests.house.reading import Module, modules, over

LONGEST_MODULE, NINETIETH_MODULE, MEDIAN_MODULE = 450, 300, 120
LONGEST_FUNCTION, NINETIETH_FUNCTION, MEDIAN_FUNCTION = 60, 24, 8
MODULES = modules()


def function_lengths() -> list[int]:
    """Give the code lines of every function: a docstring is not what makes one hard to read."""
    return [module.body_lines(each) for module in MODULES for each in module.functions()]


def ninetieth(lengths: list[int]) -> float:
    return quantiles(lengths, n=10, method="inclusive")[-1]


@over(MODULES)
def test_no_module_is_longer_than_the_bound(module: Module) -> None:
    assert len(module.text.splitlines()) <= LONGEST_MODULE


@over(MODULES)
def test_no_function_is_longer_than_the_bound(module: Module) -> None:
    lengths = {each.name: module.body_lines(each) for each in module.functions()}
    assert {name: size for name, size in lengths.items() if size > LONGEST_FUNCTION} == {}


def test_most_modules_are_short() -> None:
    lengths = [len(module.text.splitlines()) for module in MODULES]
    assert median(lengths) <= MEDIAN_MODULE
    assert ninetieth(lengths) <= NINETIETH_MODULE


def test_most_functions_are_short() -> None:
    assert median(function_lengths()) <= MEDIAN_FUNCTION
    assert ninetieth(function_lengths()) <= NINETIETH_FUNCTION


def test_a_line_of_code_is_counted_once_and_a_docstring_never() -> None:
    module = next(each for each in MODULES if each.name.endswith("kinds/problem.py"))
    lengths = {each.name: module.body_lines(each) for each in module.functions()}
    assert lengths == {"__init__": 5, "__str__": 1}
