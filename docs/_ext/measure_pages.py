"""Make one page a measure, and the list of them, from the registry of measures."""

from __future__ import annotations

import ast
from pathlib import Path

from marked import bullets, code, page, plain, table, term

from commonweal.engine import needs
from commonweal.findings import words
from commonweal.measures.measure import Measure, Step, Unit
from commonweal.measures.registry import every_measure
from commonweal.tables.views import by_name
from commonweal.vision import shipped

BETTER = {
    "higher": "Higher is better.",
    "lower": "Lower is better.",
    "neither": "Neither way is plainly better.",
}
COUNTED = {Unit.PATIENT: "patients", Unit.ENCOUNTER: "visits"}
REFERENCES = {
    "everybody_else": "Each group is compared with everybody else.",
    "target": "Each figure is held against the target.",
    "benchmark": "Each group is held against its benchmark, which stands in the data.",
    "zero": "The effect is held against none at all.",
}
PROTECTED = {
    "persons": "Fewer than {smallest} persons are never shown.",
    "vendors": "Fewer than {smallest} vendors are never shown together, nor a sum of which one has "
    "more than half.",
    "things": "Its rows are things, not people, so nothing of them is hidden.",
}
WRITTEN = {
    "percent": "percent", "points": "points", "per_100_person_years": "per 100 person-years",
    "per_1000": "per 1,000", "dollars_per_head": "dollars a head", "number": "a number",
    "count": "a count", "score": "a score", "delta": "delta units", "ratio": "a ratio",
}  # fmt: skip
NO_EXAMPLE = "No worked example is written for this measure yet."


def pages(checkout: Path) -> dict[str, str]:
    """Give the pages of all measures and their list."""
    found = every_measure()
    made = {f"measures/{one.key}.md": _page(one, example(checkout, one.key)) for one in found}
    return {"measures/index.md": _list(found), **made}


def example(checkout: Path, key: str) -> str:
    """Give the text EXAMPLE of a measure's worked example, or "" where none is written."""
    domain, _, name = key.partition(".")
    path = checkout / "tests" / "spec" / domain / f"test_{name}.py"
    if not path.is_file():
        return ""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        names = [one.id for one in getattr(node, "targets", []) if isinstance(one, ast.Name)]
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            names = [node.target.id]
        if "EXAMPLE" in names and isinstance(node.value, ast.Constant):
            return str(node.value.value).strip("\n")
    return ""


def _list(found: tuple[Measure, ...]) -> str:
    rows = [
        (
            f"[{plain(one.title)}]({one.key}.md)",
            code(one.key),
            BETTER[one.better.value].split()[0],
            "exact" if one.fidelity.value == "exact" else plain(one.fidelity.value),
            str(len(needs.of(one).value_sets)),
        )
        for one in found
    ]
    keys = "\n".join(one.key for one in found)
    return page(
        "Measures",
        "`exact` means that every published test case of the source passes. `local` means a "
        f"measure of this project. {words.UNREVIEWED.replace('this measure', 'any of them')}"
        if not any(one.reviewed_by for one in found)
        else "",
        table(("Measure", "Key", "Better", "Fidelity", "Value sets"), rows),
        f"```{{toctree}}\n:hidden:\n\n{keys}\n```",
    )


def _page(measure: Measure, worked: str) -> str:
    return page(
        plain(measure.title),
        f"`{measure.key}`, version {measure.version}. {BETTER[measure.better.value]} "
        f"{words.FIDELITY[measure.fidelity.value]} {_review(measure)}",
        *_section("Why it matters", f"{plain(measure.why)}\n\n{_promises(measure)}"),
        *_section("Who is counted", _counted(measure)),
        *_section("Who is left out", _left_out(measure)),
        *_section("What counts", _event(measure)),
        *_section("How it is computed", _method(measure)),
        *_section("How groups are judged", _judged(measure)),
        *_section("What it can not tell", _limits(measure)),
        *_section("What moves it", plain(measure.levers)),
        *_section("What it needs", _needs(measure)),
        *_section("Worked example", _worked(measure, worked)),
        *_section("Sources", bullets(map(plain, measure.sources))),
    )


def _worked(measure: Measure, example: str) -> str:
    if not example:
        return NO_EXAMPLE
    told = "These people are made up. The last column says where each lands; a test runs the table."
    if not isinstance(measure.unit_of_analysis, Unit):
        told = (
            "These rows are made up. A test takes them in as CSV files and checks every figure "
            "worked out below them."
        )
    return f"{told}\n\n```text\n{example}\n```"


def _promises(measure: Measure) -> str:
    known = shipped()
    titles = (f"{key} ({plain(known.commitment(key).title)})" for key in measure.commitments)
    return f"It bears on these [promises](../promises.md): {', '.join(titles)}."


def _section(title: str, text: str) -> tuple[str, str]:
    return f"## {title}", text


def _review(measure: Measure) -> str:
    if not measure.reviewed_by:
        return words.UNREVIEWED
    return plain(
        words.REVIEWED.format(by=measure.reviewed_by, on=measure.reviewed_on, due=measure.review_by)
    )


def _steps(steps: tuple[Step, ...], mark: str = "-") -> str:
    return bullets((plain(step.says) for step in steps), mark)


def _counted(measure: Measure) -> str:
    unit = measure.unit_of_analysis
    if isinstance(unit, Unit):
        what = COUNTED[unit]
    else:
        what = f"{plain(measure.people)}. One row is {plain(_lowered(unit.says))}"
    start = f"This measure counts {what}. All of these must hold, and the "
    text = f"{start}{term('funnel')} says who left at which:"
    return f"{text}\n\n{_steps(measure.population + measure.denominator, '1.')}"


def _left_out(measure: Measure) -> str:
    parts = []
    if measure.exclusions:
        parts.append(
            f"{term('Exclusions', 'exclusion')}: these are taken out of the {term('denominator')}."
        )
        parts.append(_steps(measure.exclusions))
    if measure.exceptions:
        parts.append(
            f"{term('Exceptions', 'exception')}: these are taken out of the "
            f"{term('denominator')}, unless they are among those that count."
        )
        parts.append(_steps(measure.exceptions))
    return "\n\n".join(parts) if parts else "Nobody who passed the steps above."


def _lowered(words: str) -> str:
    return words[:1].lower() + words[1:]


def _method(measure: Measure) -> str:
    if measure.estimator == "proportion":
        return f"A proportion: the {term('numerator')} by the {term('denominator')}."
    unit = WRITTEN.get(measure.unit, measure.unit)
    taken = [f"`{role.name}`: {plain(role.column.says)}" for role in measure.roles]
    beside = [f"{code(one.name)}: {plain(_lowered(one.says))}" for one in measure.beside]
    parts = [f"By the method `{measure.estimator}`; its figure is written as {unit}."]
    if taken:
        parts.append("From each row it takes:\n\n" + bullets(taken))
    if beside:
        parts.append("Beside the rows it takes these tables whole:\n\n" + bullets(beside))
    if measure.figures:
        labels = (plain(one.label) for one in measure.figures)
        parts.append("It also tells:\n\n" + bullets(labels))
    return "\n\n".join(parts)


def _event(measure: Measure) -> str:
    if measure.event is None:
        phrase = plain(measure.met.replace("{value}", "..."))
        return f"Reports say of a group that it *{phrase}*."
    if measure.estimator != "proportion":
        phrase = plain(measure.met.replace("{value}", "..."))
        return (
            f"The {term('numerator')}: {plain(measure.event.says)}. Reports say of a group that "
            f"it *{phrase}*."
        )
    return (
        f"The {term('numerator')}: {plain(measure.event.says)}. Reports say of them that they "
        f"*{plain(measure.met)}*."
    )


def _judged(measure: Measure) -> str:
    views = ", ".join(plain(by_name(key).says) for key in measure.stratify_by)
    whom = REFERENCES[measure.reference]
    lines = [
        f"Split by {views}, unless you ask for another {term('view')}.",
        whom,
        f"A group is judged from {measure.minimum} {plain(measure.people)} on.",
        _smallest(measure),
        PROTECTED[measure.privacy.about].format(smallest=measure.privacy.smallest),
    ]
    for name, place in (("Target", measure.target), ("Benchmark", measure.benchmark)):
        if place:
            shown = f"{100 * place.value:g}%" if measure.unit == "percent" else f"{place.value:g}"
            lines.append(f"{name}: {shown} ({plain(place.source)}).")
    return bullets(lines)


def _smallest(measure: Measure) -> str:
    least = measure.smallest_difference
    if measure.gap == "ratio":
        ratio = least or 1 - measure.smallest_gap
        return f"The smallest gap that matters is a ratio of {ratio:g}, or of {1 / ratio:.3g}."
    if least is not None:
        shown = f"{100 * least:g} points" if measure.unit == "percent" else f"{least:g}"
        return f"The smallest gap that matters is {shown}."
    if measure.estimator == "proportion":
        share = 100 * measure.smallest_gap
        return f"The smallest gap that matters is {share:.0f}% of the rate or of its opposite."
    return (
        f"The smallest gap that matters is {100 * measure.smallest_gap:.0f}% of the figure it is "
        "compared with."
    )


def _limits(measure: Measure) -> str:
    return "\n\n".join([plain(measure.limits), *map(plain, measure.caveats)])


def _needs(measure: Measure) -> str:
    read = needs.of(measure)
    extra = sorted(read.tables - set(measure.needs))
    parts = [
        "Tables without which it can not be computed: " + _linked(measure.needs) + ".",
    ]
    if extra:
        parts.append(
            f"It also looks at {_linked(extra)}. Where one is absent, the finding says so."
        )
    if not read.value_sets:
        below = ": its codes stand below" if read.codes else ""
        parts.append(f"It needs no {term('value set')}{below}.")
    else:
        parts.append(
            f"It needs {len(read.value_sets)} {term('value sets', 'value set')}. "
            "[How to load them](../../../howto/value-sets.md)."
        )
        sets = sorted(read.value_sets, key=lambda one: (one.name, one.oid))
        parts.append(table(("Value set", "OID"), ((plain(s.name), code(s.oid)) for s in sets)))
    if read.codes:
        codes = sorted(read.codes, key=lambda one: (one.system, one.code))
        parts.append("Codes that it names itself:")
        rows = ((code(c.system), code(c.code), plain(c.says)) for c in codes)
        parts.append(table(("System", "Code", "What it is"), rows))
    return "\n\n".join(parts)


def _linked(names: tuple[str, ...] | list[str]) -> str:
    return ", ".join(f"[{name}](#table-{name.replace('_', '-')})" for name in names)
