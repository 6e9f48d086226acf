"""Bad exports in FHIR NDJSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.corpus.case import MARK, Case, Count, Write, files, line, person, visit, zipped

GOOD = person("a") + person("b")
OTHER = json.dumps({"resourceType": "Patient", "id": f"{MARK}-c"})


def _case(name: str, write: Write, refused: str = "", **wanted: Any) -> Case:
    return Case(name, "fhir", write, refused, **wanted)


def _one(name: str, bad: bytes | str, reason: str = "malformed", lines: int = 1) -> Case:
    """Put one bad line between two good ones: it is set aside, and they are kept."""
    raw = bad.encode() if isinstance(bad, str) else bad
    end = b"" if raw.endswith(b"\n") else b"\n"
    text = person("a").encode() + raw + end + person("b").encode()
    return _case(name, files(Patient__ndjson=text), aside={reason: lines},
                 files={"Patient.ndjson": (2 + lines, 2, lines, 0)})  # fmt: skip


def _marked(name: str, mark: str, rows: int = 1, **export: str) -> Case:
    """Load something odd: the row is kept and bears a mark."""
    return _case(name, files(**export), marks={mark: rows})


def _nested(levels: int) -> str:
    deep = '{"a":' * levels + "1" + "}" * levels
    return f'{{"resourceType":"Patient","id":"{MARK}-n","extension":[{deep}]}}'


def _loop(folder: Path) -> None:
    (folder / "Patient.ndjson").write_text(GOOD)
    (folder / "Encounter.ndjson").symlink_to(folder / "Encounter.ndjson")


def _deeper(folder: Path) -> None:
    (folder / "run").mkdir()
    (folder / "run" / "Patient.ndjson").write_text(GOOD)


def _r5(kind: str, **elements: Any) -> Write:
    subject = {"reference": f"Patient/{MARK}-a"}
    text = line(resourceType=kind, id="x", status="completed", subject=subject, **elements)
    return files(**{"Patient__ndjson": GOOD, f"{kind}__ndjson": text})


def _patient(**elements: Any) -> str:
    return line(resourceType="Patient", id=f"{MARK}-c", **elements)


def _visit(**elements: Any) -> str:
    return visit("w", **elements)


def _visits(name: str, bad: str, reason: str = "wrong_shape") -> Case:
    """Put one bad visit after a good one."""
    return _case(name, files(Patient__ndjson=GOOD, Encounter__ndjson=visit() + bad),
                 aside={reason: 1}, files={"Encounter.ndjson": (2, 1, 1, 0)})  # fmt: skip


WHOLE: Count = (2, 2, 0, 0)
STU3 = line(resourceType="Condition", id="c", clinicalStatus="active",
            subject={"reference": f"Patient/{MARK}-a"})  # fmt: skip
STU3_VISIT = visit(reason=[{"coding": [{"code": "1"}]}])

NOTHING_THERE = (
    _case("an empty folder", files(), "source-empty"),
    _case("a folder without an export", files(readme__txt="hello"), "source-empty"),
    _case("a folder named like a file", files(Patient__ndjson=None), "source-empty"),
    _case("spreadsheets where FHIR was said", files(patients__xlsx=b"PK\3\4"), "source-empty"),
    _case("an empty patient file", files(Patient__ndjson=""),
          files={"Patient.ndjson": (0, 0, 0, 0)}),
    _case("visits without a patient file", files(Encounter__ndjson=visit("v") + visit("w")),
          files={"Encounter.ndjson": WHOLE}),
    _case("only files that no table is made from", files(Claim__ndjson=line(
        resourceType="Claim", id="c")), "source-nothing-read"),
    _case("files beside the export that no reader takes", files(
        Patient__ndjson=GOOD, Encounter__ndjson__zip=b"PK", readme__txt="hello"),
        files={"Patient.ndjson": WHOLE, "Encounter.ndjson.zip": (0, 0, 0, 0),
               "readme.txt": (0, 0, 0, 0)}),
    _case("names in capital letters", files(PATIENT__NDJSON=GOOD), files={"PATIENT.NDJSON": WHOLE}),
    _case("a link that leads to itself", _loop, files={"Patient.ndjson": WHOLE}),
)  # fmt: skip

BYTES = (
    _case("a byte order mark at the start", files(Patient__ndjson=b"\xef\xbb\xbf" + GOOD.encode()),
          files={"Patient.ndjson": WHOLE}),
    _one("a byte order mark in the middle", b"\xef\xbb\xbf" + OTHER.encode()),
    _one("a NUL inside a line", OTHER.replace("Patient", "Pat\0ient")),
    _one("a line of NULs", "\0" * 100),
    _one("a byte of another encoding", OTHER[:-1].encode() + b',"language":"\xe9"}'),
    _one("an overlong form of a letter", OTHER[:-1].encode() + b',"language":"\xc0\xaf"}'),
    _one("half of a surrogate pair", OTHER[:-1] + r',"language":"\ud800"}'),
    _case("a file in UTF-16", files(Patient__ndjson=GOOD.encode("utf-16")),
          "source-nothing-read"),
    _case("line ends of Windows", files(Patient__ndjson=GOOD.replace("\n", "\r\n")),
          files={"Patient.ndjson": WHOLE}),
    _case("line ends of old Macintoshes", files(Patient__ndjson=GOOD.replace("\n", "\r")),
          "source-nothing-read"),
    _case("blank lines and spaces", files(Patient__ndjson="\n \n" + GOOD + "\n\t\n"),
          files={"Patient.ndjson": WHOLE}),
    _case("no line end after the last line", files(Patient__ndjson=GOOD.rstrip("\n")),
          files={"Patient.ndjson": WHOLE}),
)  # fmt: skip

LINES = (
    _one("half a line", OTHER[: len(OTHER) // 2]),
    _one("a line without its closing brace", OTHER[:-1]),
    _one("two resources in one line", OTHER + OTHER),
    _one("a comma too many", OTHER[:-1] + ",}"),
    _one("single quotes", OTHER.replace('"', "'")),
    _one("a text that does not end", OTHER[:-2]),
    _one("not a number", OTHER[:-1] + ',"multipleBirthInteger":NaN}'),
    _one("words", "this is not JSON"),
    _one("a page of the web", "<html><body>Sign in</body></html>"),
    _one("a list", f"[{OTHER}]", "not_a_resource"),
    _one("a bare text", '"Patient"', "not_a_resource"),
    _one("a bare number", "17", "not_a_resource"),
    _one("null", "null", "not_a_resource"),
    _one("an empty object", "{}", "no_resource_type"),
    _one("a resource type that is a number", '{"resourceType":5,"id":"x"}', "no_resource_type"),
    _one("a missing id", '{"resourceType":"Patient"}', "no_id"),
    _one("an empty id", '{"resourceType":"Patient","id":""}', "no_id"),
    _one("an id that is a number", '{"resourceType":"Patient","id":5}', "no_id"),
    _one("an id that is null", '{"resourceType":"Patient","id":null}', "no_id"),
    _one("an id that is a list", '{"resourceType":"Patient","id":["a"]}', "no_id"),
    _one("another resource in the file", visit(), "wrong_type_for_file"),
    _one("a thousand levels of nesting", _nested(1000), "wrong_shape"),
    _one("a hundred thousand levels of nesting", _nested(100_000), "malformed"),
    _one("a resource type in small letters", OTHER.replace("Patient", "patient"),
         "wrong_type_for_file"),
    _one("a note before the lines", "// export of today"),
    _one("the end of a file of old", "\x1a"),
    _one("a number of four hundred digits", OTHER[:-1] + f',"multipleBirthInteger":{"9" * 400}}}'),
    _case("a Bundle of resources in one line", files(
        Patient__ndjson=GOOD, all__ndjson=line(resourceType="Bundle", id="b", entry=[
            {"resource": json.loads(visit())}])),
        aside={"bundle": 1}, files={"all.ndjson": (1, 0, 1, 0)}),
    _case("a list of resources", files(Patient__json=f"[{GOOD.strip()}]".replace("}\n", "},\n")),
          "source-nothing-read"),
    _case("lines that end with commas", files(Patient__ndjson=GOOD.replace("\n", ",\n")),
          "source-nothing-read"),
    _case("lines that begin with a record separator", files(
        Patient__ndjson=GOOD.replace("{\"res", "\x1e{\"res")), "source-nothing-read"),
    _case("a Bundle instead of lines", files(export__json=line(
        resourceType="Bundle", type="transaction", entry=[])), "source-nothing-read"),
    _case("a resource written over many lines", files(
        Patient__json=json.dumps({"resourceType": "Patient", "id": "a", "extra": [1] * 9},
                                 indent=1)), "source-nothing-read"),
    _case("more bad lines than may be", files(Patient__ndjson=GOOD + "bad\n" * 11), "file-refused"),
    _case("bad lines that are few among many", files(
        Patient__ndjson="".join(person(str(n)) for n in range(1200)) + "bad\n" * 12),
        aside={"malformed": 12}, files={"Patient.ndjson": (1212, 1200, 12, 0)}),
)  # fmt: skip

SHAPES = (
    _one("a birth date that is a number", _patient(birthDate=1980), "wrong_shape"),
    _one("extensions that are words", _patient(extension="race"), "wrong_shape"),
    _one("an address that is a list of words", _patient(address=["Main Street"]), "wrong_shape"),
    _one("a deceased flag in words", _patient(deceasedBoolean="yes"), "wrong_shape"),
    _visits("a person who is a list", _visit(subject=[{"reference": "Patient/x"}])),
    _visits("a reference that is a number", _visit(subject={"reference": 7})),
    _visits("a period that is a text", _visit(period="2020")),
    _visits("a type that is an object", _visit(type={"coding": []})),
    _visits("a class that is a text", _visit(**{"class": "AMB"})),
    _visits("a status that is a list", _visit(status=["finished"])),
    _case("a value that is a text", files(Patient__ndjson=GOOD, Observation__ndjson=line(
        resourceType="Observation", id="o", subject={"reference": f"Patient/{MARK}-a"},
        valueQuantity={"value": "high"})),
        aside={"wrong_shape": 1}, files={"Observation.ndjson": (1, 0, 1, 0)}),
    _case("a value beyond all numbers", files(Patient__ndjson=GOOD, Observation__ndjson=line(
        resourceType="Observation", id="o").replace('"o"', '"o","valueQuantity":{"value":1e999}')),
        aside={"malformed": 1}, files={"Observation.ndjson": (1, 0, 1, 0)}),
    _case("a value that is true", files(Patient__ndjson=GOOD, Observation__ndjson=line(
        resourceType="Observation", id="o", valueQuantity={"value": True})),
        aside={"wrong_shape": 1}, files={"Observation.ndjson": (1, 0, 1, 0)}),
)  # fmt: skip

DATES = (
    _marked("a thirteenth month", "patient date_unreadable",
            Patient__ndjson=GOOD + _patient(birthDate="1980-13-02")),
    _marked("a thirtieth of February", "patient date_unreadable",
            Patient__ndjson=GOOD + _patient(birthDate="1980-02-30")),
    _marked("the year nought", "patient date_unreadable",
            Patient__ndjson=GOOD + _patient(birthDate="0000-01-01")),
    _marked("births on days that stand for no day", "patient birth_implausible", 3,
            Patient__ndjson=GOOD + "".join(person(f"old{n}", birthDate=day) for n, day in enumerate(
                ("1900-01-01", "1753-01-01", "0001-01-01")))),
    _marked("times that no clock shows", "encounter date_unreadable", 5, Patient__ndjson=GOOD,
            Encounter__ndjson="".join(
                visit(f"t{n}", period={"start": when}) for n, when in enumerate(
                ("2020-03-01T24:00:00Z", "2016-12-31T23:59:60Z", "2020-03-01 10:00:00",
                 "2020-03-01T10Z", "9999-12-31T23:59:59-12:00")))),
    _marked("a date in words", "patient date_unreadable",
            Patient__ndjson=GOOD + _patient(birthDate="in spring")),
    _marked("a date of another order", "patient date_unreadable",
            Patient__ndjson=GOOD + _patient(birthDate="02/03/1980")),
    _marked("a birth to come", "patient birth_in_future",
            Patient__ndjson=GOOD + _patient(birthDate="2999-01-01")),
    _marked("a death before the birth", "patient death_before_birth",
            Patient__ndjson=GOOD + _patient(birthDate="1990-01-01", deceasedDateTime="1980-01-01")),
    _marked("a visit long before the birth", "encounter event_before_birth",
            Patient__ndjson=GOOD, Encounter__ndjson=visit(period={"start": "1950-01-01"})),
    _marked("a visit after the death", "encounter event_after_death",
            Patient__ndjson=person("a", deceasedDateTime="2001-01-01"), Encounter__ndjson=visit()),
    _marked("a visit that ends before it starts", "encounter interval_reversed",
            Patient__ndjson=GOOD, Encounter__ndjson=visit(
                period={"start": "2020-03-02T10:00:00Z", "end": "2020-03-01T10:00:00Z"})),
    _marked("a time of a zone that is not", "encounter date_unreadable",
            Patient__ndjson=GOOD, Encounter__ndjson=visit(
                period={"start": "2020-03-01T10:00:00+99:00"})),
    _marked("an hour that is not", "encounter date_unreadable", Patient__ndjson=GOOD,
            Encounter__ndjson=visit(period={"start": "2020-03-01T25:00:00Z"})),
)  # fmt: skip

SAME = (
    _case("one id twice, the same content", files(Patient__ndjson=GOOD + person("a")),
          files={"Patient.ndjson": (3, 3, 0, 0)}),
    _marked("one id twice, other content", "patient dup_conflict",
            Patient__ndjson=GOOD + person("a", birthDate="1990-01-01")),
    _marked("one id in two files, other content", "patient dup_conflict",
            Patient__1__ndjson=GOOD, Patient__2__ndjson=person("a", birthDate="1990-01-01")),
    _marked("rows that point at nobody", "encounter orphan", 3, Patient__ndjson=GOOD,
            Encounter__ndjson=visit() + "".join(visit(f"o{n}", f"x{n}") for n in range(3))),
    _case("too many rows that point at nobody", files(
        Patient__ndjson=GOOD, Encounter__ndjson="".join(visit(str(n), "x") for n in range(11))),
        "orphans-too-many"),
    _marked("references that lead nowhere", "encounter orphan", 4, Patient__ndjson=GOOD,
            Encounter__ndjson="".join(
                visit(f"v{n}", subject={"reference": where})
                for n, where in enumerate(("#a", "Patient/", "urn:uuid:", "Group/a")))),
)  # fmt: skip

OLD = (
    _case("a condition of STU3", files(Patient__ndjson=GOOD, Condition__ndjson=STU3), "fhir-stu3"),
    _case("a visit of STU3", files(Patient__ndjson=GOOD, Encounter__ndjson=STU3_VISIT),
          "fhir-stu3"),
    _case("STU3 after a thousand lines of R4", files(
        Patient__ndjson=GOOD, Encounter__ndjson="".join(visit(str(n)) for n in range(1000))
        + STU3_VISIT), "fhir-stu3"),
    _case("STU3 in a file of mixed types", files(all__ndjson=GOOD + STU3), "fhir-stu3"),
)  # fmt: skip

NEW = (
    _case("a visit of R5", _r5("Encounter", actualPeriod={"start": "2020-03-01"}), "fhir-r5"),
    _case("a procedure of R5", _r5("Procedure", occurrenceDateTime="2020-03-01"), "fhir-r5"),
    _case("an order of R5", _r5("MedicationRequest", medication={"concept": {}}), "fhir-r5"),
)  # fmt: skip

PACKED = (
    _case("a gz that breaks off", files(Patient__ndjson__gz=zipped(GOOD * 40)[:-9]),
          broken=("Patient.ndjson.gz",)),
    _case("a gz with a wrong checksum", files(
        Patient__ndjson__gz=zipped(GOOD)[:-8] + b"\0" * 8), broken=("Patient.ndjson.gz",)),
    _case("no gz at all", files(Patient__ndjson__gz=GOOD), "source-nothing-read"),
    _case("no gz at all beside a good file", files(
        Patient__ndjson__gz=GOOD, Encounter__ndjson=visit()), broken=("Patient.ndjson.gz",)),
    _case("a gz named in capitals", files(Patient__ndjson__GZ=zipped(GOOD)),
          files={"Patient.ndjson.GZ": WHOLE}),
    _case("a gz of several parts", files(
        Patient__ndjson__gz=zipped(person("a")) + zipped(person("b")) + b"\0" * 512),
        files={"Patient.ndjson.gz": WHOLE}),
    _case("a gz without its ending", files(Patient__ndjson=zipped(GOOD)), "source-nothing-read"),
    _case("a zip that was not unpacked", files(export__zip=b"PK\3\4" + b"\0" * 30),
          "source-empty"),
    _case("an export in a folder of the folder", _deeper, "source-empty"),
    _case("an empty gz", files(Patient__ndjson__gz=b"", Encounter__ndjson=visit()),
          files={"Patient.ndjson.gz": (0, 0, 0, 0)}),
    _case("a gz in a gz", files(Patient__ndjson__gz=zipped(zipped(GOOD))),
          "source-nothing-read"),
    _case("rubbish after a gz", files(Patient__ndjson__gz=zipped(GOOD) + b"rubbish"),
          broken=("Patient.ndjson.gz",)),
    _case("a gz that holds one line of 200 MB", files(
        Patient__ndjson__gz=zipped(GOOD.encode() + b" " * 10 + b"x" * 200_000_000 + b"\n")),
        aside={"line_too_long": 1}, files={"Patient.ndjson.gz": (3, 2, 1, 0)}),
    _case("a gz bomb of blanks", files(
        Patient__ndjson__gz=zipped(GOOD.encode() + b"\n" * 100_000_000)),
        files={"Patient.ndjson.gz": WHOLE}),
)  # fmt: skip

ODD = (
    _case("a type that nobody knows", files(Patient__ndjson=GOOD, all__ndjson=line(
        resourceType="Spaceship", id="x")), files={"all.ndjson": (1, 0, 0, 1)}),
    _case("ids of ten thousand letters", files(Patient__ndjson=GOOD + person("x" * 10_000)),
          files={"Patient.ndjson": (3, 3, 0, 0)}),
    _case("ids that are formulas, paths and statements", files(Patient__ndjson=GOOD + "".join(
        line(resourceType="Patient", id=one) for one in
        ("=cmd()", "../../x", "'; DROP TABLE patient; --", "\u202eabc", "a|b"))),
        files={"Patient.ndjson": (7, 7, 0, 0)}),
    _case("a name of a file with blanks and quotes", lambda folder: (
        (folder / "Patient 'x' \n.ndjson").write_text(GOOD), None)[1],
        files={"Patient 'x' \n.ndjson": WHOLE}),
    _case("three thousand elements that nobody reads", files(Patient__ndjson=GOOD + person(
        "wide", **{f"x{n}": n for n in range(3000)})), files={"Patient.ndjson": (3, 3, 0, 0)}),
    _case("an element that stands twice", files(Patient__ndjson=GOOD + OTHER.replace(
        '"id"', '"birthDate": "1980-01-01", "birthDate": "1990-01-01", "id"')),
        files={"Patient.ndjson": (3, 3, 0, 0)}),
    _case("references of every form", files(Patient__ndjson=GOOD, Encounter__ndjson="".join(
        visit(f"v{n}", subject={"reference": form.format(f"{MARK}-a")}) for n, form in enumerate(
            ("https://x.org/fhir/Patient/{}", "Patient/{}/_history/3", "urn:uuid:{}",
             "https://x.org/fhir/Patient/{}/_history/2", "{}")))),
        files={"Encounter.ndjson": (5, 5, 0, 0)}),
    _marked("a patient who is contained in a visit", "encounter orphan", Patient__ndjson=GOOD,
            Encounter__ndjson=visit(contained=[{"resourceType": "Patient", "id": f"{MARK}-a"}],
                                    subject={"reference": f"#{MARK}-a"})),
    _marked("a patient who is named but not pointed at", "encounter orphan", Patient__ndjson=GOOD,
            Encounter__ndjson=visit(subject={"display": MARK})),
    _case("elements that are empty or null", files(
        Patient__ndjson=GOOD + person("n", birthDate="", address=[], extension=[{}]),
        Encounter__ndjson=visit(period=None, type=[{}]) + visit("w", period={})),
        files={"Patient.ndjson": (3, 3, 0, 0), "Encounter.ndjson": WHOLE}),
    _case("an error of the server among the rest", files(all__ndjson=GOOD + line(
        resourceType="OperationOutcome", id="x")), files={"all.ndjson": (3, 2, 0, 1)}),
    _case("codes and systems that nobody knows", files(
        Patient__ndjson=GOOD, Condition__ndjson=line(
            resourceType="Condition", id="c", code={"coding": [{"system": "urn:x", "code": "?"}]},
            subject={"reference": f"Patient/{MARK}-a"})),
        files={"Condition.ndjson": (1, 1, 0, 0)}),
)  # fmt: skip

CASES = (*NOTHING_THERE, *BYTES, *LINES, *SHAPES, *DATES, *SAME, *OLD, *NEW, *PACKED, *ODD)
