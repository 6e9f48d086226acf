"""What somebody without a mouse does: come to a control, use it, write, choose."""

from __future__ import annotations

import json
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from tests.unit.engine.made import dataset

LONGEST = 150  # presses of a key on the way; the page of a finding has some sixty controls
KEYBOARD, WITHOUT_SCRIPT = "keyboard", "without-script"
EACH_WAY = pytest.mark.parametrize("who", [KEYBOARD, WITHOUT_SCRIPT])
FOCUSED = "one => one === document.activeElement"


def tab_to(shown: Any, control: Any) -> None:
    """Press Tab until a control has the focus, as somebody without a mouse does."""
    for _ in range(LONGEST):
        if control.evaluate(FOCUSED):
            return
        shown.keyboard.press("Tab")
    pytest.fail(f"The focus does not come to {control}")


def press(shown: Any, control: Any, key: str = "Enter") -> None:
    """Come to a control with the keyboard, use it, and wait for the page it leads to."""
    tab_to(shown, control)
    with shown.expect_navigation():
        shown.keyboard.press(key)


def push(shown: Any, name: str) -> None:
    """Use the button with a name."""
    press(shown, shown.get_by_role("button", name=name, exact=True))


def follow(shown: Any, name: str) -> None:
    """Use the link with a name; where several stand there, the first of them."""
    press(shown, shown.get_by_role("link", name=name, exact=True).first)


def field_of(shown: Any, label: str) -> Any:
    """Find a field by its label, which may say that it can stay empty."""
    return shown.get_by_label(re.compile(rf"^{re.escape(label)}( \(optional\))?$"))


def write(shown: Any, label: str, text: str) -> None:
    tab_to(shown, field_of(shown, label))
    shown.keyboard.type(text)


def rewrite(shown: Any, label: str, text: str) -> None:
    """Write in the place of what stands in a field."""
    tab_to(shown, field_of(shown, label))
    shown.keyboard.press("Control+A")
    shown.keyboard.type(text)


def date(shown: Any, label: str, day: str) -> None:
    """Write a day as the keys of a field of days take it: month, day, year."""
    year, month, of_month = day.split("-")
    write(shown, label, f"{month}{of_month}{year}")
    assert field_of(shown, label).input_value() == day


def choose(shown: Any, label: str, option: str) -> None:
    """Come to a list of options, and go down it until the one with these words is chosen."""
    field = field_of(shown, label)
    tab_to(shown, field)
    for _ in range(LONGEST):
        if field.evaluate("one => one.selectedOptions[0].textContent.trim()") == option:
            return
        shown.keyboard.press("ArrowDown")
    pytest.fail(f"{label} has no {option}")


def mark(shown: Any, label: str) -> None:
    """Tick a box, or choose one of several round ones with the arrows, by the words beside it."""
    box = field_of(shown, label)
    if box.get_attribute("type") == "checkbox":
        tab_to(shown, box)
        shown.keyboard.press("Space")
    else:
        among = shown.locator(f"input[name='{box.get_attribute('name')}']")
        tab_to_one_of(shown, among)
        for _ in range(among.count()):
            if box.is_checked():
                break
            shown.keyboard.press("Space" if box.evaluate(FOCUSED) else "ArrowDown")
    assert box.is_checked(), label


def tab_to_one_of(shown: Any, controls: Any) -> None:
    """Press Tab until one of several controls has the focus."""
    for _ in range(LONGEST):
        if controls.evaluate_all("all => all.includes(document.activeElement)"):
            return
        shown.keyboard.press("Tab")
    pytest.fail(f"The focus does not come to {controls}")


def problems_have_the_focus(shown: Any, who: str) -> bool:
    """Say whether a page says what is wrong, and with script has the focus on it."""
    said = shown.get_by_role("heading", name="There is a problem").is_visible()
    focused = shown.evaluate("document.activeElement.className") == "problems"
    return bool(said and (focused or who == WITHOUT_SCRIPT))


def says(shown: Any, words: str) -> bool:
    """Say whether a page says that something was done, in these words."""
    return shown.get_by_role("status").filter(has_text=words).count() == 1


def to_task(shown: Any, name: str) -> None:
    """Come from the list of work to the place where a task is done."""
    follow(shown, name)
    follow(shown, "Go to where it is done")


def step(shown: Any, name: str, reason: str = "") -> None:
    """Take a step of an office from the page of the thing."""
    follow(shown, name)
    if reason:
        write(shown, "Reason", reason)
    push(shown, name)


def row(root: Path, asked: str, *values: object) -> tuple[Any, ...]:
    """Give the first row that the database of a house holds for a question.

    root:  the folder of the house
    asked: in SQL
    """
    path = f"file:{root / 'state' / 'house.sqlite3'}?mode=ro"
    with closing(sqlite3.connect(path, uri=True)) as kept:
        found = kept.execute(asked, values).fetchone()
    assert found is not None, (asked, values)
    return tuple(found)


def loads_what_is_counted(root: Path, initiative: str) -> None:
    """Load three visits to emergency care, and judge an initiative by who left unseen: two did.

    root:       the folder of the house
    initiative: its path, which ends with its key
    """
    store, visits = root / "store", range(3)
    made = dataset(store, {
        "patient": [{"patient_key": f"p{n}", "birth": "1980-01-01"} for n in visits],
        "encounter": [
            {"encounter_key": f"e{n}", "patient_key": f"p{n}", "visit_class": "EMER",
             "status": "finished", "start": "2025-03-01"} for n in visits
        ],
        "ed_track": [
            {"ed_track_key": f"t{n}", "encounter_key": f"e{n}", "patient_key": f"p{n}",
             "outcome": "left_unseen" if n < 2 else "seen", "arrived": "2025-03-01"}
            for n in visits
        ],
    })  # fmt: skip
    (store / "CURRENT").write_text(made.version, encoding="utf-8")
    told = {"tables": sorted(made.tables), "first_day": "2025-03-01", "last_day": "2025-03-01"}
    (store / "versions" / made.version / "manifest.json").write_text(json.dumps(told))
    key = initiative.strip("/").split("/")[-1].replace("-", "")
    with closing(sqlite3.connect(root / "state" / "house.sqlite3")) as kept, kept:
        changed = kept.execute(
            "UPDATE scorecard_initiative SET outcome = 'care.left_without_being_seen' "
            "WHERE REPLACE(id, '-', '') = ?", [key]
        )  # fmt: skip
        assert changed.rowcount == 1


def does_what_waits(root: Path, surroundings: dict[str, str]) -> None:
    """Let the worker of a house do what waits in its queue."""
    command = [sys.executable, "-m", "tests.browser.web.house", str(root), "work"]
    top = Path(__file__).resolve().parents[3]
    subprocess.run(command, cwd=top, env=surroundings, check=True, capture_output=True)
