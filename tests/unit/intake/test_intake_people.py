"""What people say of themselves: every state kept apart, nothing guessed, nothing in the tables."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest
from tests.unit.intake.records import (
    CDC,
    LOINC,
    UC,
    about,
    coding,
    concept,
    ethnicity,
    load,
    patient,
    race,
    visit,
)

from commonweal.intake.demographics import describe, gender, yes_or_no
from commonweal.intake.language import languages, of_code
from commonweal.intake.race import ABSENT

F = "http://hl7.org/fhir/StructureDefinition/"


def told(*extensions: Any, **elements: Any) -> dict[str, list[tuple[str | None, str]]]:
    found, _ = describe(patient(extension=list(extensions), **elements))
    return {name: [(said.value, said.status) for said in many] for name, many in found.items()}


def marks(*extensions: Any) -> list[str]:
    return describe(patient(extension=list(extensions)))[1]


def stated(*values: str) -> list[tuple[str | None, str]]:
    return [(value, "stated") for value in values]


def why(status: str) -> list[tuple[str | None, str]]:
    return [(None, status)]


def test_a_race_and_an_ethnicity() -> None:
    found = told(race("2054-5"), ethnicity("2186-5"))
    assert found["race_1997"] == stated("black")
    assert found["ethnicity_1997"] == stated("not_hispanic")
    assert found["raceeth_2024"] == stated("black")
    assert found["legacy_re"] == stated("black")
    assert marks(race("2054-5"), ethnicity("2186-5")) == []


def test_several_races_make_a_set_and_multiple_only_where_one_value_is_due() -> None:
    found = told(race("2106-3", "2028-9"), ethnicity("2135-2"))
    assert found["race_1997"] == stated("asian", "white")
    assert found["raceeth_2024"] == stated("asian", "hispanic", "white")
    assert found["legacy_re"] == stated("hispanic")
    assert told(race("2106-3", "2028-9"))["legacy_re"] == stated("multiple")


def test_a_hispanic_code_among_the_races_is_ethnicity() -> None:
    record = (race("2135-2"), ethnicity("2186-5"))
    found = told(*record)
    assert found["race_1997"] == why("not_recorded")
    assert found["ethnicity_1997"] == stated("hispanic")
    assert found["raceeth_2024"] == stated("hispanic")
    assert marks(*record) == ["ethnicity_code_in_race", "ethnicity_conflict"]
    assert marks(race("2135-2")) == ["ethnicity_code_in_race"]


def test_both_ethnicities_are_a_conflict_and_nobody_is_guessed() -> None:
    record = (race("2106-3"), ethnicity("2135-2", "2186-5"))
    assert told(*record)["ethnicity_1997"] == why("conflict")
    assert told(*record)["raceeth_2024"] == stated("white")
    assert marks(*record) == ["ethnicity_conflict"]


def test_other_is_shown_only_when_nothing_else_is_said() -> None:
    assert told(race("2131-1"))["raceeth_2024"] == stated("other")
    assert told(race("2131-1"), ethnicity("2135-2"))["raceeth_2024"] == stated("hispanic")
    assert told(race("2131-1", "2106-3"))["raceeth_2024"] == stated("white")
    assert told(race("OTH"))["race_1997"] == stated("other")


@pytest.mark.parametrize(
    ("code", "status"),
    [("ASKU", "declined"), ("UNK", "unknown"), ("NASK", "not_asked"), ("NI", "not_recorded")],
)
def test_null_flavors_are_kept_apart(code: str, status: str) -> None:
    found = told(race(code), ethnicity("2186-5"))
    assert found["race_1997"] == why(status)
    assert found["raceeth_2024"] == why(status)
    assert found["legacy_re"] == why(status)
    assert found["ethnicity_1997"] == stated("not_hispanic")


@pytest.mark.parametrize(
    ("code", "status"),
    [("asked-declined", "declined"), ("asked-unknown", "unknown"), ("not-asked", "not_asked"),
     ("nonsense", "invalid")],
)  # fmt: skip
def test_a_data_absent_reason_is_a_status(code: str, status: str) -> None:
    part = {"url": f"{UC}us-core-race", "extension": [{"url": ABSENT, "valueCode": code}]}
    assert told(part)["race_1997"] == why(status)


def test_a_null_flavor_beside_a_category_is_marked_and_the_category_kept() -> None:
    assert told(race("2106-3", "UNK"))["race_1997"] == stated("white")
    assert marks(race("2106-3", "UNK")) == ["null_flavour_with_value"]


def test_nothing_recorded_words_alone_and_unknown_codes() -> None:
    words = {"url": f"{UC}us-core-race", "extension": [{"url": "text", "valueString": "x"}]}
    assert told()["race_1997"] == why("not_recorded")
    assert told()["raceeth_2024"] == why("not_recorded")
    assert told(words)["race_1997"] == why("invalid")
    assert told(race("9999-9"))["race_1997"] == why("invalid")
    assert told(race("9999-9"))["race_detail"] == stated("9999-9")
    assert told(race("W"))["race_1997"] == why("invalid")
    assert marks(race("W", "2106-3")) == ["code_unknown"]


def test_detail_rolls_up_and_middle_eastern_under_white_is_bridged() -> None:
    lebanese = race("2106-3", detail="2123-8")
    assert told(lebanese)["race_1997"] == stated("white")
    assert told(lebanese)["raceeth_2024"] == stated("mena", "white")
    assert told(lebanese)["race_detail"] == stated("2123-8")
    assert marks(lebanese) == ["bridged"]
    category = race("2118-8")
    assert told(category)["raceeth_2024"] == stated("mena")
    assert told(category)["race_1997"] == stated("white")
    assert told(race("1002-5", detail="1653-5"))["race_1997"] == stated("aian")
    assert told(race(detail="2034-7"))["race_1997"] == stated("asian")
    assert told(race(detail="2500-7"))["race_1997"] == stated("nhpi")


@pytest.mark.parametrize(
    "extension",
    [
        {"url": f"{UC}us-core-race", "valueCoding": coding("2106-3", CDC)},
        {"url": f"{UC}us-core-race", "valueCodeableConcept": {"coding": [coding("2106-3", CDC)]}},
        race("2106-3", url="http://hl7.org/fhir/Profile/us-core#race"),
        race("2106-3", url=f"{F}us-core-race"),
        {"url": f"{UC}us-core-race", "valueCodeableConcept":
            concept("2106-3", system="http://hl7.org/fhir/v3/Race")},
    ],
)  # fmt: skip
def test_shapes_seen_in_the_field(extension: Any) -> None:
    assert told(extension)["race_1997"] == stated("white")


def test_a_coding_without_a_code_says_nothing() -> None:
    assert told({"url": f"{UC}us-core-race", "valueCoding": {"system": CDC}})["race_1997"] == why(
        "invalid"
    )


def test_a_code_of_another_system_is_no_race() -> None:
    other = {"url": f"{UC}us-core-race", "valueCoding": coding("2106-3", "http://local")}
    assert told(other)["race_1997"] == why("invalid")


def test_gender_birth_sex_and_sex_are_never_derived_from_each_other() -> None:
    found = told({"url": f"{UC}us-core-birthsex", "valueCode": "F"}, gender="male")
    assert found["admin_gender"] == stated("male")
    assert found["birth_sex"] == stated("F")
    assert found["us_core_sex"] == why("not_recorded")
    assert told({"url": f"{UC}us-core-birthsex", "valueCode": "UNK"})["birth_sex"] == why("unknown")
    twice = [{"url": f"{UC}us-core-birthsex", "valueCode": code} for code in "FM"]
    assert told(*twice)["birth_sex"] == why("conflict")
    assert [gender(code).status for code in ("unknown", "x")] == ["unknown", "invalid"]


def test_identity_pronouns_religion_and_tribe() -> None:
    def nested(url: str, inner: str, *codes: str) -> dict[str, Any]:
        return {"url": url, "extension": [{"url": inner, "valueCodeableConcept": concept(code)}
                                          for code in codes] + [{"url": "period"}]}  # fmt: skip

    found = told(
        nested(f"{F}individual-genderIdentity", "value", "446151000124109"),
        {"url": f"{UC}us-core-genderIdentity", "valueCodeableConcept": concept("ignored")},
        nested(f"{F}individual-pronouns", "value", "LA29520-6"),
        nested(f"{UC}us-core-tribal-affiliation", "tribalAffiliation", "91"),
        {"url": f"{F}patient-religion", "valueCodeableConcept": concept("1013")},
        {"url": f"{UC}us-core-sex", "valueCode": "248152002"},
    )
    assert found["gender_identity"] == stated("446151000124109")
    assert found["pronouns"] == stated("LA29520-6")
    assert found["tribal_affiliation"] == stated("91")
    assert found["religion"] == stated("1013")
    assert found["us_core_sex"] == stated("248152002")


def test_an_extension_without_a_code_or_with_a_reason() -> None:
    empty = {"url": f"{F}individual-pronouns", "extension": [{"url": "value"}]}
    absent = {"url": f"{F}patient-religion",
              "extension": [{"url": ABSENT, "valueCode": "asked-declined"}]}  # fmt: skip
    odd = {"url": f"{UC}us-core-tribal-affiliation", "extension": [{"url": ABSENT}]}
    found = told(empty, absent, odd)
    assert found["pronouns"] == why("invalid")
    assert found["religion"] == why("declined")
    assert found["tribal_affiliation"] == why("not_recorded")
    coded = {"url": f"{F}patient-religion", "valueCoding": {"display": "no code"}}
    assert told(coded)["religion"] == why("invalid")


def test_marital_status() -> None:
    assert told(maritalStatus=concept("M"))["marital"] == stated("M")
    assert told(maritalStatus=concept("UNK"))["marital"] == why("unknown")
    assert told(maritalStatus={"text": "x"})["marital"] == why("invalid")
    assert told(maritalStatus={"coding": [{"system": "s"}]})["marital"] == why("invalid")


def test_interpreter_needed_in_three_shapes() -> None:
    url = f"{UC}us-core-interpreter-needed"
    flag = f"{F}patient-interpreterRequired"
    for value, expected in (("373066001", stated("yes")), ("373067005", stated("no")),
                            ("261665006", why("unknown")), ("x", why("invalid"))):  # fmt: skip
        assert told({"url": url, "valueCoding": coding(value)})["interpreter_needed"] == expected
    assert told({"url": url})["interpreter_needed"] == why("invalid")
    for truth, expected in ((True, stated("yes")), (False, stated("no")),
                            (None, why("not_recorded"))):  # fmt: skip
        assert told({"url": flag, "valueBoolean": truth})["interpreter_needed"] == expected
    assert yes_or_no("LA33-6").value == "yes"


@pytest.mark.parametrize(
    ("code", "group"),
    [("en-US", "en"), ("zh-CN", "zh"), ("zh-yue", "yue"), ("yue", "yue"), ("cmn-Hans", "cmn"),
     ("ase", "sign"), ("sgn-US", "sign"), ("spa", "es"), ("pt_BR", "pt"), ("HT", "ht")],
)  # fmt: skip
def test_language_groups(code: str, group: str) -> None:
    sent, found = of_code(code)
    assert (sent.value, found.value) == (code, group)


@pytest.mark.parametrize(
    ("code", "status"),
    [("und", "unknown"), ("UNK", "unknown"), ("zxx", "not_recorded"), ("mul", "invalid"),
     ("asked-declined", "declined"), ("English please", "invalid")],
)  # fmt: skip
def test_what_is_no_language(code: str, status: str) -> None:
    assert [said.status for said in of_code(code)] == [status, status]


def test_the_preferred_language_comes_first() -> None:
    def spoken(code: str, **more: Any) -> dict[str, Any]:
        return {"language": {"coding": [{"code": code}]}} | more

    both = patient(communication=[spoken("en"), spoken("es", preferred=True)])
    assert languages(both)[1].value == "es"
    assert languages(patient(communication=[spoken("vi"), spoken("en")]))[1].value == "vi"
    assert languages(patient(communication=[{"language": {"text": "x"}}]))[1].status == "invalid"
    assert languages(patient(communication=[{"language": {"coding": [{}]}}]))[0].value is None


def test_answers_in_observations_go_to_the_vault_and_not_to_the_tables(tmp_path: Path) -> None:
    def answer(identity: str, when: str, **value: Any) -> dict[str, Any]:
        return about("Observation", identity, effectiveDateTime=when,
                     code=concept("76690-7", system=LOINC), **value)  # fmt: skip

    store = load(
        tmp_path,
        [
            patient(),
            answer("o1", "2019-01-01", valueCodeableConcept=concept("38628009")),
            answer("o2", "2020-01-01", valueString="Bisexual"),
            answer("o3", "2021-01-01", status="entered-in-error", valueString="straight"),
        ],
    )
    assert store.said("sexual_orientation") == [("42035005", "stated")]
    shown = store.rows("observation")
    assert len(shown) == 3
    assert all(row["value_code"] == [] and row["value_type"] for row in shown)


ANSWERS: list[tuple[dict[str, Any], tuple[str | None, str]]] = [
    ({"valueCodeableConcept": concept("ASKU")}, (None, "declined")),
    ({"valueString": "choose not to disclose"}, (None, "declined")),
    ({"valueString": "a whole story"}, (None, "invalid")),
    ({"dataAbsentReason": concept("unknown")}, (None, "unknown")),
    ({"dataAbsentReason": concept("zz")}, (None, "not_recorded")),
    ({}, (None, "not_recorded")),
    ({"valueCodeableConcept": {"coding": [{}]}}, (None, "not_recorded")),
]


def test_why_an_observation_holds_no_answer(tmp_path: Path) -> None:
    question = concept("76691-5", system=LOINC)
    sent = [about("Observation", f"o{n}", f"p{n}", code=question, **value)
            for n, (value, _) in enumerate(ANSWERS)]  # fmt: skip
    people = [patient(f"p{n}") for n in range(len(ANSWERS))]
    found = load(tmp_path, [*people, *sent]).said("gender_identity")
    assert sorted(found, key=str) == sorted((expected for _, expected in ANSWERS), key=str)


def test_an_answer_of_nobody_is_not_kept(tmp_path: Path) -> None:
    question = concept("76691-5", system=LOINC)
    lost = {"resourceType": "Observation", "id": "o1", "code": question,
            "valueCodeableConcept": concept("1")}  # fmt: skip
    assert load(tmp_path, [patient(), lost]).said("gender_identity") == [(None, "not_recorded")]


def test_a_patient_extension_counts_before_an_observation(tmp_path: Path) -> None:
    own = {"url": f"{F}individual-genderIdentity",
           "extension": [{"url": "value", "valueCodeableConcept": concept("A")}]}  # fmt: skip
    other = about("Observation", "o1", effectiveDateTime="2022-01-01",
                  code=concept("76691-5", system=LOINC),
                  valueCodeableConcept=concept("B"))  # fmt: skip
    assert load(tmp_path, [patient(extension=[own]), other]).said("gender_identity") == [
        ("A", "stated")
    ]


def test_every_person_has_every_attribute_and_the_tables_have_none(tmp_path: Path) -> None:
    store = load(tmp_path, [patient("p1", gender="male"), patient("p2"), visit()])
    path = store.path / "vault" / store.dataset.version / "attribute.parquet"
    with duckdb.connect() as connection:
        counted = connection.execute(
            "SELECT patient_key, count(DISTINCT attribute), count(*) FROM read_parquet($1) "
            "GROUP BY patient_key",
            [str(path)],
        ).fetchall()
    assert [(kinds, rows) for _, kinds, rows in counted] == [(23, 23), (23, 23)]
    assert not {"gender", "admin_gender", "race_1997"} & set(store.rows("patient")[0])


def test_questions_on_immigration_are_never_read(tmp_path: Path) -> None:
    part = {"code": concept("93027-1", system=LOINC), "valueCodeableConcept": concept("373066001")}
    store = load(tmp_path, [patient(), about("Observation", "o1", component=[part])])
    assert store.row("component")["value_code"] == []
