"""What people do at the desk and in the registers, with the keyboard alone: with script, without.

Each journey ends with what the page says and with what the database holds. They leave things
behind, so that they have a house of their own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from tests.browser.web.conftest import Come, House, environment, served
from tests.browser.web.hands import (
    EACH_WAY,
    FOCUSED,
    KEYBOARD,
    choose,
    date,
    does_what_waits,
    field_of,
    follow,
    loads_what_is_counted,
    mark,
    problems_have_the_focus,
    push,
    rewrite,
    row,
    says,
    tab_to,
    write,
)

pytestmark = pytest.mark.browser
FOUND = "The errors of the tool were alike in all groups that were looked at."


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with served(tmp_path_factory.mktemp("work")) as found:
        yield found


def add_tasks(officer: Any, *names: str) -> None:
    """Add tasks to an initiative; whoever is a program officer may take them."""
    for name in names:
        follow(officer, "Add a task")
        write(officer, "What is to be done", name)
        choose(officer, "Or whoever has this role", "Program officer")
        date(officer, "Due", "2026-08-15")
        push(officer, "Add the task")
        assert says(officer, "The task was added")


def main_of(shown: Any) -> str:
    return str(shown.locator("main").inner_text())


def look_again(shown: Any, who: str) -> None:
    """Come to see that work has ended: with script the page asks by itself."""
    if who == KEYBOARD:
        shown.locator("#job-again").wait_for(state="detached")
    else:
        follow(shown, "Look again")


@EACH_WAY
def test_a_tool_is_entered_names_a_measure_is_reviewed_and_found(
    enter: Come, house: House, who: str
) -> None:
    name = f"Score of falls ({who})"
    officer = enter("officer", "/reports/")
    follow(officer, "Decision tools in patient care")
    follow(officer, "Enter a tool")
    push(officer, "Enter the tool")
    assert problems_have_the_focus(officer, who)
    write(officer, "Name of the tool", name)
    write(officer, "Vendor", "Made Up Labs")
    write(officer, "What it decides about", "Whom a nurse visits first.")
    choose(officer, "What it takes in", "those that are ticked")
    mark(officer, "age")
    mark(officer, "sex")
    choose(officer, "Who answers for it here", "Robin Officer")
    date(officer, "Next review", "2026-12-01")
    push(officer, "Enter the tool")
    assert says(officer, "The tool stands in the register.")
    asked = "SELECT inputs, measure, review FROM scorecard_tool WHERE name = ?"
    assert row(house.root, asked, name) == (" sex age ", "", "2026-12-01")

    follow(officer, "Change the entry")
    label = "Measure that tells how it works for each group"
    measure = field_of(officer, label).locator("option").nth(1).inner_text()
    choose(officer, label, measure)
    push(officer, "Save the changes")
    assert says(officer, "The entry was changed.")
    assert row(house.root, asked, name)[1]

    follow(officer, "Record a review")
    write(officer, "What the review found", FOUND)
    date(officer, "Next review", "2027-01-15")
    push(officer, "Record the review")
    assert says(officer, "The review was recorded")
    assert FOUND in officer.locator(".acts").inner_text()
    assert row(house.root, asked, name)[2] == "2027-01-15"
    told = "SELECT due FROM desk_task WHERE says = ? AND done_at IS NULL"
    assert row(house.root, told, f"Review the tool {name}") == ("2027-01-15",)

    write(officer, "Search", name[:14])
    push(officer, "Search")
    follow(officer, name)
    assert officer.locator("h1").inner_text() == name


@EACH_WAY
def test_a_key_is_made_seen_once_and_withdrawn(enter: Come, house: House, who: str) -> None:
    name = f"Page of the department ({who})"
    keeper = enter("administrator", "/reports/")
    follow(keeper, "Keys of the interface")
    follow(keeper, "Make a key")
    push(keeper, "Make the key")
    assert problems_have_the_focus(keeper, who)
    write(keeper, "What it is for", name)
    mark(keeper, "findings")
    choose(keeper, "It sees findings up to", "public")
    choose(keeper, "Who answers for it", "Robin Member")
    date(keeper, "Last day", "2026-12-31")
    push(keeper, "Make the key")
    assert "Copy the key now." in main_of(keeper)
    key = keeper.locator("main code").inner_text()
    asked = "SELECT begins, withdrawn IS NULL, digest FROM scorecard_apikey WHERE name = ?"
    begins, stands, digest = row(house.root, asked, name)
    assert key.startswith(begins) and stands and key not in digest
    said = {"Authorization": f"Bearer {key}"}
    path = f"{house.address}/api/v1/findings"
    assert keeper.request.get(path, headers=said).status == 200

    follow(keeper, "Go to the list of keys")
    assert key not in main_of(keeper)
    push(keeper, f"Withdraw the key for {name}")
    assert says(keeper, "The key opens nothing any more.")
    line = keeper.locator("tr", has_text=name).inner_text()
    assert "withdrawn on 15 July 2026" in line
    assert not row(house.root, asked, name)[1]
    assert keeper.request.get(path, headers=said).status == 401


@EACH_WAY
def test_several_tasks_are_taken_and_done_at_once(enter: Come, house: House, who: str) -> None:
    names = [f"Ask a nurse ({which}, {who})" for which in ("first", "second")]
    officer = enter("officer", "initiative running")
    add_tasks(officer, *names)
    for act, state in (
        ("Take these tasks", "person_id IS NOT NULL AND done_at IS NULL"),
        ("Say that these tasks are done", "done_at IS NOT NULL"),
    ):
        follow(officer, "My work")
        follow(officer, "Work on several tasks at once")
        push(officer, "Show what would happen")
        assert problems_have_the_focus(officer, who)
        for name in names:
            mark(officer, name)
        mark(officer, act)
        push(officer, "Show what would happen")
        assert "2 tasks will be changed" in main_of(officer)
        push(officer, act)
        assert officer.locator("h1").inner_text() == "Receipt"
        assert "2 tasks were changed" in main_of(officer)
        asked = f"SELECT count(*) FROM desk_task WHERE says IN (?, ?) AND {state}"
        assert row(house.root, asked, *names) == (2,)
    follow(officer, "Go to my work")
    assert not officer.get_by_role("link", name=names[0]).count()


@EACH_WAY
def test_a_task_is_handed_over_talked_about_and_waits(enter: Come, house: House, who: str) -> None:
    name = f"Look at the visits once more ({who})"
    officer = enter("officer", "initiative running")
    add_tasks(officer, name)
    follow(officer, "My work")
    follow(officer, name)
    push(officer, "Take this task")
    assert says(officer, "You have this task now.")
    follow(officer, "Hand this task over")
    choose(officer, "Whose list should it join?", "Equity analyst")
    choose(officer, "One person", "Robin Administrator")
    push(officer, "Hand this task over")
    assert problems_have_the_focus(officer, who)
    choose(officer, "One person", "Robin Analyst")
    push(officer, "Hand this task over")
    assert says(officer, "It was handed over")
    asked = """SELECT people_person.email, waits_for FROM desk_task
        JOIN people_person ON people_person.id = person_id WHERE says = ?
        ORDER BY desk_task.rowid DESC"""
    assert row(house.root, asked, name) == ("analyst@test.example", "")

    analyst = enter("analyst", "/desk/")
    follow(analyst, name)
    push(analyst, "Add the comment")
    assert problems_have_the_focus(analyst, who)
    write(analyst, "Comment", "I asked the registry for the visits.")
    push(analyst, "Add the comment")
    assert says(analyst, "Your comment stands on the page.")
    comment = analyst.locator(".comment")
    assert "I asked the registry" in comment.inner_text()
    summary = analyst.locator("summary", has_text="It waits for somebody else")
    tab_to(analyst, summary)
    analyst.keyboard.press("Enter")
    write(analyst, "What does it wait for?", "the registry")
    push(analyst, "Keep what it waits for")
    assert says(analyst, "It is kept what this task waits for.")
    assert row(house.root, asked, name)[1] == "the registry"

    push(analyst, "Withdraw this comment")
    assert says(analyst, "Your comment is withdrawn.")
    assert "was withdrawn by its writer" in comment.inner_text()
    told = "SELECT withdrawn_at IS NOT NULL FROM desk_comment ORDER BY at DESC, id LIMIT 1"
    assert row(house.root, told)


@EACH_WAY
def test_a_work_list_is_asked_for_cancelled_and_says_why_it_can_not_be_made(
    enter: Come, house: House, who: str
) -> None:
    officer = enter("quality", "work list")
    rewrite(officer, "Period", "last year")
    push(officer, "Ask for the work list")
    assert problems_have_the_focus(officer, who)
    rewrite(officer, "Period", "2025")
    push(officer, "Ask for the work list")
    assert "State: waits for its turn." in main_of(officer)
    assert officer.locator("li", has_text="not begun").count() == 3
    button = officer.get_by_role("button", name="Cancel this work")
    tab_to(officer, button)
    if who == KEYBOARD:  # the page asks again every two seconds, and the focus stays
        with officer.expect_response(lambda one: "/desk/job/" in one.url):
            pass
        officer.wait_for_timeout(500)
        assert button.evaluate(FOCUSED)
    push(officer, "Cancel this work")
    assert says(officer, "It will stop at its next sign of life.")
    does_what_waits(house.root, environment())
    look_again(officer, who)
    officer.goto(house.address + house.made["work list"])
    asked = "SELECT state FROM scorecard_worklist ORDER BY asked DESC, rowid DESC LIMIT 1"
    assert row(house.root, asked) == ("cancelled",)
    assert "cancelled" in officer.locator("ul.queue").inner_text()

    push(officer, "Ask for the work list")
    does_what_waits(house.root, environment())
    look_again(officer, who)
    said = main_of(officer)  # the data of this house lack what the measure needs
    assert "State: could not be done." in said and "can not be computed" in said
    assert row(house.root, asked) == ("failed",)


@EACH_WAY
def test_the_calendar_has_an_address_and_gets_another(enter: Come, house: House, who: str) -> None:
    officer = enter("officer", "/desk/")
    follow(officer, "Choose mail and calendar")
    mark(
        officer,
        "only what is due today" if who == KEYBOARD else "no messages: I look at my notices myself",
    )
    push(officer, "Keep this choice")
    assert says(officer, "Your choice is kept.")
    old = officer.locator("main code").inner_text()
    assert officer.request.get(old).text().startswith("BEGIN:VCALENDAR")
    push(officer, "Renew the address")
    assert says(officer, "The calendar has a new address.")
    new = officer.locator("main code").inner_text()
    assert new != old
    assert officer.request.get(old).status == 404
    assert officer.request.get(new).status == 200
    asked = "SELECT feed_key FROM people_person WHERE email = 'officer@test.example'"
    assert str(row(house.root, asked)[0]).replace("-", "") in new.replace("-", "")


@EACH_WAY
def test_the_trail_is_filtered_and_walked(enter: Come, house: House, who: str) -> None:
    keeper = enter("administrator", "/desk/")
    follow(keeper, "Read the trail")
    write(keeper, "Code of the act", "label 1-counsel to")
    push(keeper, "Filter the entries")
    asked = "SELECT count(*) FROM desk_entry WHERE action LIKE 'label 1-counsel to%'"
    rows = keeper.locator("main tbody tr")
    assert (rows.count(),) == row(house.root, asked)
    assert "Said who may see the finding: " in rows.first.inner_text()
    rewrite(keeper, "Code of the act", "nobody did this")
    push(keeper, "Filter the entries")
    assert "No entry fits." in main_of(keeper)
    push(keeper, "Walk the whole trail")
    assert "State: waits for its turn." in main_of(keeper)
    does_what_waits(house.root, environment())
    look_again(keeper, who)
    assert "The trail is whole" in main_of(keeper)
    told = "SELECT state FROM desk_job WHERE name = 'Walk the trail' ORDER BY rowid DESC LIMIT 1"
    assert row(house.root, told) == ("done",)


@pytest.fixture(scope="module")
def counted(house: House) -> None:
    """Load what a measure counts; the journeys above see a house that lacks it."""
    loads_what_is_counted(house.root, house.made["initiative running"])


@pytest.mark.usefixtures("counted")
@EACH_WAY
def test_a_work_list_becomes_ready_and_is_fetched(enter: Come, house: House, who: str) -> None:
    officer = enter("quality", "work list")
    assert "Measure: Emergency visits left without being seen." in main_of(officer)
    rewrite(officer, "Period", "2025")
    push(officer, "Ask for the work list")
    assert "State: waits for its turn." in main_of(officer)
    does_what_waits(house.root, environment())
    look_again(officer, who)
    assert "The work list is ready. It can be fetched once." in main_of(officer)
    follow(officer, "Go to what came of it")
    button = officer.get_by_role("button", name="Fetch the list")
    tab_to(officer, button)
    with officer.expect_download() as taken:
        officer.keyboard.press("Enter")
    assert taken.value.path().read_text(encoding="utf-8").splitlines() == ["key", "e0", "e1"]
    officer.reload()
    assert not button.count()
    asked = "SELECT state, keys FROM scorecard_worklist ORDER BY asked DESC, rowid DESC LIMIT 1"
    assert row(house.root, asked) == ("fetched", "")


@pytest.mark.parametrize("who", [KEYBOARD])  # one list is ready, and it can be fetched once
def test_a_work_list_is_fetched_once(enter: Come, house: House, who: str) -> None:
    officer = enter("officer", "/desk/")
    follow(officer, "Change role or purpose")  # gives a new session: so this journey is last
    mark(officer, "Program officer: quality improvement")
    push(officer, "Use this role")
    officer.goto(house.address + house.made["work list"])
    button = officer.get_by_role("button", name="Fetch the list")
    tab_to(officer, button)
    with officer.expect_download() as taken:
        officer.keyboard.press("Enter")
    assert taken.value.path().read_text(encoding="utf-8").splitlines() == ["key", "1", "2"]
    officer.reload()
    assert not button.count()
    asked = "SELECT keys FROM scorecard_worklist WHERE state = 'fetched'"
    assert row(house.root, asked) == ("",)
