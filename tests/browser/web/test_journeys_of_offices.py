"""What the offices do, from end to end, with the keyboard alone: with script and without any.

These journeys leave things behind, so that they have a house of their own.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.browser.web.conftest import Come, House, served
from tests.browser.web.hands import (
    EACH_WAY,
    FOCUSED,
    KEYBOARD,
    choose,
    date,
    follow,
    mark,
    press,
    problems_have_the_focus,
    push,
    rewrite,
    says,
    step,
    tab_to,
    to_task,
    write,
)

pytestmark = pytest.mark.browser
WHY = "The figures were compared with those of the registry."
FINDING = "measure with figures"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with served(tmp_path_factory.mktemp("offices")) as found:
        yield found


@EACH_WAY
def test_an_initiative_is_proposed_approved_begun_and_planned(enter: Come, who: str) -> None:
    name = f"Open in the evening ({who})"
    officer = enter("officer", FINDING)
    follow(officer, "Propose an initiative for this finding")
    push(officer, "Propose the initiative")
    assert problems_have_the_focus(officer, who)

    first = officer.locator(".problems a").first
    tab_to(officer, first)
    officer.keyboard.press("Enter")
    assert officer.get_by_label("Name", exact=True).evaluate(FOCUSED)
    write(officer, "Name", name)
    write(officer, "What changes", "Two clinics are open until eight.")
    mark(officer, "It is for patients")
    write(officer, "Who it is for", "Everybody whose last blood pressure was high.")
    choose(officer, "Who leads it", "Robin Officer")
    choose(officer, "Office that does it", "Graduate Medical Education")
    date(officer, "First day", "2026-08-01")
    date(officer, "Day by which it should have helped", "2027-01-31")
    choose(officer, "How you will see whether it helped", "compare periods before and after")
    push(officer, "Propose the initiative")
    assert says(officer, "Somebody else approves it.")

    quality = enter("quality", "/desk/")
    to_task(quality, f"Decide on {name}")
    step(quality, "Approve the initiative", WHY)
    assert says(quality, "Done: Approve the initiative")

    follow(officer, "My work")
    to_task(officer, f"Begin: {name}")
    step(officer, "Begin the initiative")
    follow(officer, "Add a task")
    write(officer, "What is to be done", "Ask two nurses")
    choose(officer, "Or whoever has this role", "Program officer")
    date(officer, "Due", "2026-08-15")
    push(officer, "Add the task")
    assert says(officer, "The task was added")
    assert (
        "Ask two nurses" in officer.locator("section", has=officer.locator("#tasks")).inner_text()
    )


@EACH_WAY
def test_a_finding_is_opened_by_two_people_and_closed_by_one(enter: Come, who: str) -> None:
    analyst = enter("analyst", f"to sign {who}")
    write(analyst, "Reason", WHY)
    push(analyst, "Sign the finding")
    follow(analyst, "Ask to open it")
    mark(analyst, "board")
    push(analyst, "Ask to open the findings")
    assert problems_have_the_focus(analyst, who)
    write(analyst, "Reason", "The board asked for it at its last meeting.")
    push(analyst, "Ask to open the findings")
    assert says(analyst, "Somebody else must agree")
    assert not analyst.get_by_role("button", name="Open the findings", exact=True).count()

    name = analyst.locator("main table a").inner_text()
    counsel = enter("counsel", "/desk/")
    to_task(counsel, f"Agree to open, or refuse: {name}")
    write(counsel, "Reason", "Nothing in it names anybody.")
    push(counsel, "Open the findings")
    assert says(counsel, "1 finding was opened.")
    follow(counsel, name)
    assert "Who may see it: board" in counsel.locator(".tags").inner_text()

    follow(counsel, "Close it to others")
    mark(counsel, "counsel or peer review")
    write(counsel, "Reason", "A number in it must be looked at again.")
    push(counsel, "Close the finding to others")
    assert says(counsel, "closed to others, at once")
    follow(analyst, name)
    assert "Who may see it: counsel or peer review" in analyst.locator(".tags").inner_text()


@EACH_WAY
def test_a_step_is_taken_back_with_the_button_that_is_offered(enter: Come, who: str) -> None:
    officer = enter("officer", "initiative running")
    step(officer, "Pause the initiative", f"The nurses are on leave until Monday ({who}).")
    assert "Paused." in officer.locator(".verdict").inner_text()
    push(officer, "Undo this")
    assert says(officer, "It was taken back.")
    assert "Running." in officer.locator(".verdict").inner_text()
    assert "taken back" in officer.locator(".acts").inner_text()

    follow(officer, "Pause the initiative")  # and nothing holds it from being taken again
    follow(officer, "Go back, change nothing")
    assert "Running." in officer.locator(".verdict").inner_text()


@EACH_WAY
def test_a_person_answers_anew_withdraws_and_sees_who_looked(enter: Come, who: str) -> None:
    person = enter("one who is measured", "/people/me/")
    follow(person, "See your answers")
    card = person.locator("section", has=person.locator("#question-language"))
    press(person, card.get_by_role("link", name="Change this answer"))
    language = "Portuguese" if who == KEYBOARD else "Vietnamese"
    mark(person, language)
    push(person, "Keep this answer")
    assert says(person, "Your answer is kept.")
    assert language in card.inner_text()

    asked = "race" if who == KEYBOARD else "sex"
    card = person.locator("section", has=person.locator(f"#question-{asked}"))
    withdrawn = card.get_by_role("heading").inner_text()
    press(person, card.get_by_role("button", name="Withdraw this answer"))
    assert says(person, "Your answer is withdrawn.")
    assert "You withdrew your answer" in card.inner_text()
    follow(person, "My page")
    follow(person, "See who looked at what is kept about you")
    looked = person.locator("table.records").inner_text()
    assert "Ana Known" in looked
    assert "gave an answer anew: Language you prefer" in looked
    assert f"withdrew an answer: {withdrawn}" in looked


@EACH_WAY
def test_a_board_book_is_made_submitted_and_released(enter: Come, who: str) -> None:
    analyst = enter("analyst", "/reports/")
    follow(analyst, "Begin a book")
    push(analyst, "Begin the book")
    assert problems_have_the_focus(analyst, who)
    mark(analyst, "board book")
    push(analyst, "Begin the book")
    name = analyst.locator(".crumbs [aria-current]").inner_text()
    follow(analyst, "Choose the findings")
    box = analyst.locator("main input[type=checkbox]").first
    tab_to(analyst, box)
    analyst.keyboard.press("Space")
    assert box.is_checked()
    push(analyst, "Put these forward")
    step(analyst, "Submit the book")
    assert says(analyst, "Done: Submit the book")

    privacy = enter("privacy", "/desk/")
    to_task(privacy, f"Release or send back: {name}")
    follow(privacy, "Release the book")
    write(privacy, "Reason", "Too short.")
    push(privacy, "Release the book")
    assert problems_have_the_focus(privacy, who)
    rewrite(privacy, "Reason", WHY)
    push(privacy, "Release the book")
    assert says(privacy, "Done: Release the book")
    board = enter("board", "/reports/")
    follow(board, name)
    assert "Released." in board.locator(".context").inner_text()


@EACH_WAY
def test_a_finding_is_searched_narrowed_to_opened_and_taken_along(enter: Come, who: str) -> None:
    analyst = enter("analyst", "/desk/")
    write(analyst, "Search", "blood")
    press(analyst, analyst.get_by_label("Search", exact=True))
    assert analyst.locator(".found a").count()
    follow(analyst, "Measures")
    skip = analyst.get_by_role("link", name="Skip to the content")
    tab_to(analyst, skip)
    analyst.keyboard.press("Enter")
    assert analyst.evaluate("document.activeElement.id") == "main"
    choose(analyst, "Who may see it", "public")
    write(analyst, "Words in its name", "blood")
    push(analyst, "Narrow the list")
    press(analyst, analyst.locator("main table a").first)

    table = analyst.locator("main details table").first
    assert not table.is_visible()
    tab_to(analyst, analyst.locator("main summary", has_text="Show the numbers").first)
    analyst.keyboard.press("Enter")
    assert table.is_visible()
    link = analyst.get_by_role("link", name="Download the table as CSV")
    tab_to(analyst, link)
    with analyst.expect_download() as taken:
        analyst.keyboard.press("Enter")
    assert taken.value.path().read_text(encoding="utf-8").count("\n") > 1
