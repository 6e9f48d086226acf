"""A person's own page: what is kept, corrected and withdrawn, and that nobody else comes to it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.db.models import QuerySet
from django.test import Client
from pytest_django.fixtures import Settings
from tests.offices.conftest import ClientOf, PersonOf
from tests.unit.intake.records import TODAY, ethnicity, patient, race, visit, write

from commonweal.intake.keys import PatientKeys, key_of
from commonweal.intake.load import ingest
from commonweal.intake.sources import Source
from commonweal.intake.versions import open_current
from commonweal.kinds import Problem
from commonweal.offices.desk.models import Entry
from commonweal.offices.house import clock
from commonweal.offices.house.policy import Role
from commonweal.offices.people import choices, own
from commonweal.offices.people.models import Affiliation, Grant, Person
from commonweal.offices.people.signals import happened
from commonweal.vault import statements, vault

pytestmark = pytest.mark.django_db
ANSWERS = "/people/me/answers/"


def load(folder: Path) -> None:
    spoken = {"language": {"coding": [{"code": "es"}]}, "preferred": True}
    people = [
        patient("p1", gender="female", communication=[spoken],
                extension=[race("2054-5"), ethnicity("2186-5")]),
        patient("p2", gender="male"),
    ]  # fmt: skip
    source = write(folder / "first.ndjson", [*people, visit()])
    ingest(folder / "store", [Source(source, "fhir")], today=TODAY)


@pytest.fixture
def store(tmp_path: Path, settings: Settings) -> Path:
    load(tmp_path)
    settings.STORE = tmp_path / "store"
    return tmp_path / "store"


@pytest.fixture
def ana(store: Path, person_of: PersonOf) -> Person:
    person = person_of(Role.MEMBER)
    person.vault_key = PatientKeys(key_of(store, None))("main/p1")
    person.save()
    return person


@pytest.fixture
def page(ana: Person, client_of: ClientOf) -> Client:
    return client_of(Role.MEMBER)


def acts() -> QuerySet[Entry]:
    """Give the acts in the trail; the history of fields has entries of its own."""
    return Entry.objects.exclude(action__startswith="history: ")


def text(client: Client, path: str = ANSWERS) -> str:
    return client.get(path).content.decode()


def said(store: Path, person: Person, attribute: str) -> list[tuple[str | None, str]]:
    held = vault.own(open_current(store), person.vault_key)
    return [(one.value, one.status) for one in held if one.attribute == attribute]


def test_the_page_tells_name_places_and_roles_and_until_when(
    client_of: ClientOf, person_of: PersonOf
) -> None:
    person, now = person_of(Role.BOARD), clock.now()
    Affiliation.objects.create(person=person, unit="Pharmacy", kind="nurse", since="2020-01-01")
    Affiliation.objects.create(
        person=person, unit="Old unit", since="2001-01-01", until="2002-01-01"
    )
    Grant.objects.create(
        person=person, role="adviser", held_for="Study 7", until=now + timedelta(days=9)
    )
    Grant.objects.create(person=person, role="counsel", until=now - timedelta(days=9))
    shown = text(client_of(Role.BOARD), "/people/me/")
    assert "Pharmacy" in shown and "nurse" in shown and "since <bdi>1 January 2020</bdi>" in shown
    assert "Old unit" not in shown and "Counsel" not in shown
    assert "Immigration adviser (<bdi>Study 7</bdi>): granted here, until" in shown
    assert "Board: granted here, until it is ended" in shown
    assert "act as a member of staff or learner" in shown


def test_who_belongs_nowhere_is_told_so(client_of: ClientOf) -> None:
    assert "No office or department is noted for you." in text(
        client_of(Role.MEMBER), "/people/me/"
    )


@pytest.mark.parametrize("name", ["X", "N" * 200, "Ñandú O’Neil", "محمد", "李小龙", "नमस्ते"])
def test_a_name_is_kept_as_its_bearer_writes_it(client_of: ClientOf, name: str) -> None:
    client = client_of(Role.MEMBER)
    client.post("/people/me/name/", {"name": name})
    assert Person.objects.get().name == name
    assert name in text(client, "/people/me/")
    assert acts().get().action == "own name corrected"


def test_an_empty_name_is_refused_with_a_way_on(client_of: ClientOf) -> None:
    client = client_of(Role.MEMBER)
    assert "There is a problem" in client.post("/people/me/name/", {"name": ""}).content.decode()
    assert "As you write it" in text(client, "/people/me/name/")
    assert not acts().exists()


def test_a_person_sees_what_the_vault_holds_of_them_and_of_nobody_else(page: Client) -> None:
    shown = text(page)
    assert "Black or African American" in shown and "Spanish" in shown and "Female" in shown
    assert ">Male<" not in shown
    assert "From our records" in shown
    assert list(acts().values_list("action", flat=True)) == ["read own answers"]


def test_an_answer_is_corrected_here_and_counts_from_the_next_load(
    page: Client, ana: Person, store: Path
) -> None:
    assert "Choose all that describe you." in text(page, f"{ANSWERS}race/")
    answer = page.post(f"{ANSWERS}race/", {"answer": ["asian", "hispanic"]}, follow=True)
    shown = answer.content.decode()
    assert "Figures use it from the next load on." in shown
    assert (
        "Asian" in shown and "Hispanic or Latino" in shown and "You said so on this page" in shown
    )
    assert "Black or African American" not in shown
    assert said(store, ana, "raceeth_2024") == [("black", "stated")]
    load(store.parent)
    assert said(store, ana, "raceeth_2024") == [("asian", "stated"), ("hispanic", "stated")]
    assert said(store, ana, "race_1997") == [("asian", "stated")]
    assert said(store, ana, "ethnicity_1997") == [("hispanic", "stated")]
    assert said(store, ana, "legacy_re") == [("hispanic", "stated")]
    assert said(store, ana, "race_detail") == [(None, "not_recorded")]
    assert "answered: race" in acts().values_list("action", flat=True)


def test_one_choice_of_several_is_enough_where_one_is_asked_for(
    page: Client, ana: Person, store: Path
) -> None:
    page.post(f"{ANSWERS}language/", {"answer": "vi"})
    page.post(f"{ANSWERS}interpreter/", {"answer": "yes"})
    load(store.parent)
    assert said(store, ana, "lang_group") == [("vi", "stated")]
    assert said(store, ana, "pref_lang") == [("vi", "stated")]
    assert said(store, ana, "interpreter_needed") == [("yes", "stated")]


def test_to_prefer_not_to_say_is_an_answer(page: Client, ana: Person, store: Path) -> None:
    page.post(f"{ANSWERS}sex/", {"answer": "declined"})
    assert "You prefer not to say" in text(page)
    load(store.parent)
    assert said(store, ana, "admin_gender") == [(None, "declined")]


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ([], "Choose an answer, or choose that you prefer not to say."),
        (["asian", "declined"], "Choose one of both."),
        (["made-up"], "There is a problem"),
    ],
)
def test_what_is_no_answer_is_not_kept(
    page: Client, store: Path, answer: list[str], told: str
) -> None:
    refused = page.post(f"{ANSWERS}race/", {"answer": answer})
    assert told in refused.content.decode()
    assert not (store / statements.FOLDER).exists()


def test_a_withdrawn_answer_stays_withdrawn(page: Client, ana: Person, store: Path) -> None:
    shown = page.post(f"{ANSWERS}race/withdraw/", follow=True).content.decode()
    assert "Your answer is withdrawn." in shown
    assert "You withdrew your answer" in shown
    for _ in range(2):
        load(store.parent)
        for attribute in own.QUESTIONS[0].attributes:
            assert said(store, ana, attribute) == [(None, "withdrawn")]
    assert "withdrew: race" in acts().values_list("action", flat=True)


@pytest.mark.parametrize(
    ("key", "attribute"), [("religion", "religion"), ("tribe", "tribal_affiliation")]
)
def test_what_has_a_thousand_answers_is_given_in_ones_own_words(
    page: Client, ana: Person, store: Path, key: str, attribute: str
) -> None:
    before = statements.Statement(attribute, "stated", (("a-code", None),), clock.now())
    statements.state(store, ana.vault_key, [before])
    assert "a-code" in text(page)
    assert "In your own words." in text(page, f"{ANSWERS}{key}/")
    typed = "  Ojibwe \u202e of \x07 the   lake \r\n\r\nأهل الماء\r\n Ojibwe of the lake\r\n"
    shown = page.post(f"{ANSWERS}{key}/", {"answer": typed}, follow=True).content.decode()
    assert "Ojibwe of the lake" in shown and "أهل الماء" in shown and "a-code" not in shown
    load(store.parent)
    assert said(store, ana, attribute) == [
        ("Ojibwe of the lake", "stated"), ("أهل الماء", "stated")]  # fmt: skip
    page.post(f"{ANSWERS}{key}/", {"declined": "on"})
    assert "You prefer not to say" in text(page)
    page.post(f"{ANSWERS}{key}/withdraw/")
    load(store.parent)
    assert said(store, ana, attribute) == [(None, "withdrawn")]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({}, "Write an answer, or tick that you prefer not to say."),
        ({"answer": " \u202e\x00 "}, "There is a problem"),
        ({"answer": "Quaker", "declined": "on"}, "Choose one of both."),
        ({"answer": "\n".join("abcdef")}, "Write at most five answers."),
        ({"answer": "x" * 81}, "Write at most 80 characters on each line."),
        ({"answer": "x " * 400}, "Write at most 500 characters."),
        ({"answer": "Declined"}, "words such as these are kept for that"),
        ({"answer": "unknown"}, "words such as these are kept for that"),
    ],
)
def test_words_that_are_no_answer_are_not_kept(
    page: Client, store: Path, given: dict[str, str], told: str
) -> None:
    assert told in page.post(f"{ANSWERS}religion/", given).content.decode()
    assert not (store / statements.FOLDER).exists()


@pytest.mark.parametrize(
    ("answer", "born", "same"),
    [
        ("F", ("F", None), ("248152002", choices.SNOMED)),
        ("M", ("M", None), ("248153007", choices.SNOMED)),
        ("OTH", ("OTH", choices.NULL_FLAVOR), ("OTH", choices.NULL_FLAVOR)),
    ],
)
def test_the_sex_of_the_first_record_is_corrected_in_both_its_forms(
    page: Client, ana: Person, store: Path, answer: str, born: object, same: object
) -> None:
    page.post(f"{ANSWERS}birth-sex/", {"answer": answer})
    load(store.parent)
    found = {one.attribute: (one.value, one.system)
             for one in vault.own(open_current(store), ana.vault_key)}  # fmt: skip
    assert (found["birth_sex"], found["us_core_sex"]) == (born, same)


@pytest.mark.parametrize(
    ("key", "attribute", "answer", "kept"),
    [
        ("hearing", "disability_hearing", ["LA33-6"], [("LA33-6", choices.LOINC)]),
        ("marital", "marital", ["T"], [("T", choices.MARITAL_STATUS)]),
        ("gender", "gender_identity", ["446141000124107", "OTH"],
         [("446141000124107", choices.SNOMED), ("OTH", choices.NULL_FLAVOR)]),
    ],
)  # fmt: skip
def test_a_coded_answer_bears_the_code_of_exports_and_is_shown_in_words(
    page: Client, ana: Person, store: Path, key: str, attribute: str, answer: list[str],
    kept: list[tuple[str, str]],
) -> None:  # fmt: skip
    page.post(f"{ANSWERS}{key}/", {"answer": answer})
    shown = text(page)
    asked = own.question(key)
    assert asked is not None
    for code in answer:
        assert str(dict(asked.choices)[code]) in shown
        assert f"> {code} <" not in shown
    load(store.parent)
    found = vault.own(open_current(store), ana.vault_key)
    assert sorted((one.value, one.system) for one in found if one.attribute == attribute) == kept


def test_every_question_can_be_answered_anew(page: Client) -> None:
    for one in own.QUESTIONS:
        assert page.get(f"{ANSWERS}{one.key}/").status_code == 200
        assert one.several or one.choices


def test_no_log_no_act(page: Client, store: Path) -> None:
    def failing(**_: object) -> None:
        raise RuntimeError("the trail can not be written")

    happened.connect(failing)
    try:
        for act in (f"{ANSWERS}race/withdraw/", "/people/me/name/"):
            with pytest.raises(RuntimeError):
                page.post(act, {"name": "Other"})
        with pytest.raises(RuntimeError):
            page.get(ANSWERS)
    finally:
        happened.disconnect(failing)
    assert not (store / statements.FOLDER).exists()
    assert Person.objects.get().name != "Other"


def test_nobody_answers_for_a_purpose_that_is_not_theirs(
    client_of: ClientOf, person_of: PersonOf
) -> None:
    person_of(Role.ANALYST)
    analyst = client_of(Role.ANALYST)
    for path in (ANSWERS, f"{ANSWERS}race/"):
        assert analyst.get(path).status_code == 403
    assert analyst.get(f"{ANSWERS}race/withdraw/").status_code == 405
    assert Client().get(ANSWERS).status_code == 302


def test_an_unknown_question_is_not_there(page: Client) -> None:
    assert page.get(f"{ANSWERS}shoe-size/").status_code == 404
    assert page.post(f"{ANSWERS}shoe-size/withdraw/").status_code == 404


def test_who_is_not_in_the_records_is_told_so_and_answers_nothing(client_of: ClientOf) -> None:
    client = client_of(Role.MEMBER)
    assert "You are not tied to the records" in text(client)
    assert client.post(f"{ANSWERS}race/withdraw/").status_code == 404


def test_before_the_first_load_there_is_nothing_to_show(
    client_of: ClientOf, person_of: PersonOf, settings: Settings, tmp_path: Path
) -> None:
    settings.STORE = tmp_path / "empty"
    person = person_of(Role.MEMBER)
    person.vault_key = "somebody"
    person.save()
    assert "No data was loaded yet" in text(client_of(Role.MEMBER))


def test_every_attribute_of_the_vault_is_asked_about_once() -> None:
    asked = [one for question in own.QUESTIONS for one in question.attributes]
    assert sorted(asked) == sorted(vault.ATTRIBUTES)
    assert set(own.WHY_NONE) == set(vault.STATUSES) - {"stated"}


def test_a_choice_of_role_is_written_into_the_trail_and_gives_the_session_another_key(
    client_of: ClientOf,
) -> None:
    client = client_of(Role.ANALYST)
    client.get("/people/role/")
    before = client.session.session_key
    answer = client.post("/people/role/", {"choice": "member P4"})
    assert answer["Location"] == "/"
    entry = acts().get()
    assert (entry.action, entry.role, entry.purpose) == ("role and purpose chosen", "member", "P4")
    assert client.session.session_key != before
    assert client.get(ANSWERS).status_code == 200


def test_a_role_that_is_not_held_can_not_be_chosen(client_of: ClientOf) -> None:
    client = client_of(Role.MEMBER)
    refused = client.post("/people/role/", {"choice": "privacy P1"})
    assert refused.status_code == 200
    assert "There is a problem" in refused.content.decode()
    assert not acts().exists()


def test_own_pages_need_a_person() -> None:
    from django.contrib.auth.models import AnonymousUser
    from django.http import Http404
    from django.test import RequestFactory

    from commonweal.offices.people.views import person_of

    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    with pytest.raises(Http404):
        person_of(request)


def test_a_problem_of_the_store_is_not_taken_for_an_answer(store: Path, ana: Person) -> None:
    (store / "CURRENT").unlink()
    with pytest.raises(Problem):
        own._held(ana.vault_key)
