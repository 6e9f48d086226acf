"""Files: known by what they hold, opened only after a scan, deleted for good."""

from __future__ import annotations

import io
import re
import socket
import struct
import sys
import threading
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings
from tests.offices.conftest import ClientOf
from tests.offices.desk.conftest import TaskOf

from commonweal.offices.desk import files
from commonweal.offices.desk.models import Attachment, Entry, Task
from commonweal.offices.house import clock
from commonweal.offices.house.policy import Role
from commonweal.offices.people.models import Person

PDF = b"%PDF-1.7 made up"
BAD = b"%PDF-1.7 made up VIRUS"


class Clamd:
    """Speak the INSTREAM conversation of clamd: a file with VIRUS in it is found bad."""

    def __init__(self) -> None:
        self.line = socket.create_server(("127.0.0.1", 0))
        self.broken = False
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()

    @property
    def address(self) -> str:
        return f"clamd://127.0.0.1:{self.line.getsockname()[1]}"

    def _serve(self) -> None:
        while True:
            try:
                line, _where = self.line.accept()
            except OSError:
                return
            with line, line.makefile("rb") as heard:
                assert heard.read(10) == b"zINSTREAM\0"
                content = b""
                while size := struct.unpack("!L", heard.read(4))[0]:
                    content += heard.read(size)
                said = b"Made.Up FOUND" if b"VIRUS" in content else b"OK"
                line.sendall(b"stream: " + (b"size limit ERROR" if self.broken else said) + b"\0")


@pytest.fixture
def clamd(settings: Settings) -> Iterator[Clamd]:
    held = Clamd()
    settings.SCAN = held.address
    yield held
    held.line.close()


@pytest.fixture
def task(task_of: TaskOf) -> Task:
    return task_of(Role.OFFICER)


@pytest.fixture
def client(client_of: ClientOf) -> Client:
    return client_of(Role.OFFICER)


def put(client: Client, task: Task, content: bytes, name: str = "letter.pdf") -> str:
    file = SimpleUploadedFile(name, content)
    return client.post(reverse("desk:put_file", args=[task.pk]), {"file": file}, follow=True).text


def zipped(*names: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        for name in names:
            packed.writestr(name, "x")
    return made.getvalue()


def test_without_a_scanner_the_pages_of_files_say_so(
    client: Client, task: Task, settings: Settings
) -> None:
    settings.SCAN = ""
    adding = reverse("desk:put_file", args=[task.pk])
    assert "No virus scanner is set up here" in client.get(adding).text
    assert "No virus scanner" not in client.get(task.own_path).text
    assert "No virus scanner is set up here" in put(client, task, PDF)
    settings.SCAN = "clamd://somewhere:3310"
    assert "No virus scanner" not in client.get(adding).text
    assert "No virus scanner" not in client.get(task.own_path).text


def test_a_clean_file_is_saved_never_shown(client: Client, task: Task, clamd: Clamd) -> None:
    assert "opens after a virus scan" in put(client, task, PDF, "Ünï <b>.pdf")
    assert files.scan_waiting() == 1
    answer = client.get(reverse("desk:download", args=[Attachment.objects.get().pk]))
    assert b"".join(answer) == PDF  # type: ignore[arg-type]
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Type"] == "application/pdf"
    assert Entry.objects.filter(action="file fetched").exists()


def test_a_file_that_waits_or_is_bad_does_not_open(
    client: Client, task: Task, clamd: Clamd
) -> None:
    put(client, task, BAD)
    file = Attachment.objects.get()
    path = reverse("desk:download", args=[file.pk])
    assert "waits for the virus scan" in client.get(path, follow=True).text
    files.scan_waiting()
    assert "nobody can open it" in client.get(path, follow=True).text
    assert files.scan_waiting() == 0


def test_a_scanner_that_can_not_say_is_asked_again_later(
    client: Client, task: Task, clamd: Clamd
) -> None:
    put(client, task, PDF)
    clamd.broken = True
    assert files.scan_waiting() == 0
    clamd.broken = False
    assert files.scan_waiting() == 0  # not at once again
    Attachment.objects.update(tried=clock.now() - timedelta(minutes=2))
    assert files.scan_waiting() == 1


def test_a_scanner_that_is_away_leaves_the_file_waiting(
    client: Client, task: Task, settings: Settings
) -> None:
    put(client, task, PDF)
    with socket.create_server(("127.0.0.1", 0)) as free:
        settings.SCAN = f"clamd://127.0.0.1:{free.getsockname()[1]}"
    assert files.scan_waiting() == 0
    assert Attachment.objects.get().state == "waiting"


@pytest.mark.parametrize(("content", "state"), [(PDF, "clean"), (BAD, "bad")])
def test_a_command_can_be_the_scanner(
    client: Client, task: Task, settings: Settings, content: bytes, state: str
) -> None:
    finds = "import sys; sys.exit(b'VIRUS' in open(sys.argv[1], 'rb').read())"
    settings.SCAN = f'{sys.executable} -c "{finds}"'
    put(client, task, content)
    files.scan_waiting()
    assert Attachment.objects.get().state == state


def test_without_a_scanner_nothing_is_scanned(client: Client, task: Task) -> None:
    put(client, task, PDF)
    assert files.scan_waiting() == 0


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PDF, "application/pdf"),
        (b"\x89PNG\r\n\x1a\n...", "image/png"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        ("Grüße, مرحبا\n".encode(), "text/plain"),
        (
            zipped("[Content_Types].xml", "word/document.xml"),
            f"{files.OFFICE}wordprocessingml.document",
        ),
        (zipped("[Content_Types].xml", "xl/workbook.xml"), f"{files.OFFICE}spreadsheetml.sheet"),
        (zipped("[Content_Types].xml", "word/vbaProject.bin"), ""),
        (zipped("anything.exe"), ""),
        (zipped("[Content_Types].xml", "word/a", "xl/b"), ""),
        (b"PK\x03\x04 broken", ""),
        (b"MZ\x90\x00\xff", ""),
        (b"text with \x00 in it", ""),
        (b"  <!DOCTYPE html><script>", ""),
        (b"<svg xmlns=", ""),
    ],
)
def test_a_file_is_what_it_holds(content: bytes, kind: str) -> None:
    assert files.sniffed(content) == kind


@pytest.mark.parametrize("content", [b"MZ\x90\x00\xff", b"<html>"])
def test_a_kind_that_is_not_taken_in_is_refused_with_a_way_on(
    client: Client, task: Task, content: bytes
) -> None:
    assert "Choose a PDF" in put(client, task, content)
    assert not Attachment.objects.exists()


WORD = zipped("[Content_Types].xml", "word/document.xml")


@pytest.mark.parametrize(
    ("name", "content", "endings"),
    [
        ("letter.txt", PDF, ".pdf"),
        ("letter.pdf.txt", PDF, ".pdf"),
        ("letter", PDF, ".pdf"),
        ("picture.png", b"\xff\xd8\xff\xe0", ".jpg, .jpeg"),
        ("page.html", b"plain words", ".txt, .md, .csv, .tsv"),
        ("run.exe", b"plain words", ".txt, .md, .csv, .tsv"),
        ("table.xlsx", WORD, ".docx"),
        ("letter.docm", WORD, ".docx"),
    ],
)
def test_a_name_that_ends_in_another_kind_is_refused_and_says_the_right_one(
    client: Client, task: Task, name: str, content: bytes, endings: str
) -> None:
    said = put(client, task, content, name)
    assert "does not end as its content asks" in said
    assert f"Let the name end in {endings}, or choose" in said
    assert not Attachment.objects.exists()


@pytest.mark.parametrize(
    ("name", "content"),
    [("LETTER.PDF", PDF), ("a.JPeg", b"\xff\xd8\xff\xe0"), ("a.csv", b"a,b"), ("a.docx", WORD)],
)
def test_a_name_that_ends_as_it_should_is_kept(
    client: Client, task: Task, name: str, content: bytes
) -> None:
    put(client, task, content, name)
    assert Attachment.objects.get().name == name


def test_every_kind_that_is_taken_in_has_an_ending() -> None:
    assert set(files.ENDINGS) == {
        *(kind for _begin, kind in files.BEGINS), *files.PACKED.values(), "text/plain",
    }  # fmt: skip


@pytest.mark.parametrize(
    "name",
    ["../../secret.key.pdf", "..\\..\\a.pdf", "/etc/passwd.pdf", "a\x00b.pdf", "\u202efdp.pdf",
     "&#46;&#46;/a.pdf", "x" * 180 + ".pdf"],
)  # fmt: skip
def test_on_disk_a_file_has_a_name_of_ours_whatever_its_own_is(
    name: str, client: Client, task: Task, clamd: Clamd, settings: Settings, tmp_path: Path
) -> None:
    held = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    settings.STORAGES = {**settings.STORAGES, "default": held}
    settings.MEDIA_ROOT = tmp_path / "files"
    put(client, task, PDF, name)
    file = Attachment.objects.get()
    on_disk = [one.relative_to(tmp_path) for one in tmp_path.rglob("*") if one.is_file()]
    assert on_disk == [Path("files", "attachments", file.pk.hex)]
    assert not re.search(r"[/\\\x00-\x1f\u202e]", file.name)


@pytest.mark.parametrize(
    "name",
    ['a"; filename="b.exe"; x=".pdf', "a\r\nSet-Cookie: b=c; .pdf", "Grüße; مرحبا.pdf",
     "a\\b%22.pdf", "a'b''c.pdf"],
)  # fmt: skip
def test_the_name_of_a_download_comes_back_as_it_is_and_adds_no_head(
    name: str, client: Client, task: Task, clamd: Clamd
) -> None:
    put(client, task, PDF)
    files.scan_waiting()
    Attachment.objects.update(name=name)
    answer = client.get(reverse("desk:download", args=[Attachment.objects.get().pk]))
    answer.close()
    assert "Set-Cookie" not in answer.headers and "b" not in answer.cookies
    line = answer["Content-Disposition"]
    assert "\r" not in line and "\n" not in line
    given = EmailMessage()
    given["Content-Disposition"] = line
    assert given.get_content_disposition() == "attachment"
    assert given.get_filename() == name


@pytest.mark.parametrize(("most", "whole"), [(2, 1000), (9, 2 * len(PDF) + 1)])
def test_one_person_keeps_so_many_files_and_no_more_until_some_are_deleted(
    most: int, whole: int, client: Client, client_of: ClientOf, task: Task, settings: Settings
) -> None:
    settings.UPLOAD_MOST, settings.UPLOAD_SUM = most, whole
    put(client, task, PDF)
    put(client, task, PDF)
    said = put(client, task, PDF)
    assert f"as many files here as one person may: {most}, or 0 megabytes" in said
    assert Attachment.objects.count() == 2
    client.post(reverse("desk:delete_file", args=[Attachment.objects.earliest("at").pk]))
    put(client, task, PDF)
    assert Attachment.objects.filter(deleted_at__isnull=True).count() == 2
    Attachment.objects.update(person=Person.objects.create_user("else@test.example", name="x"))
    put(client, task, PDF)  # what somebody else keeps takes no room
    assert Attachment.objects.count() == 4


def test_a_file_that_is_too_large_is_refused(
    client: Client, task: Task, settings: Settings
) -> None:
    settings.UPLOAD_LARGEST = 10
    assert "Choose a smaller file" in put(client, task, PDF)


def test_who_put_a_file_deletes_its_content_and_nobody_else(
    client: Client, client_of: ClientOf, task: Task
) -> None:
    put(client, task, PDF)
    file = Attachment.objects.get()
    path = reverse("desk:delete_file", args=[file.pk])
    assert client_of(Role.ADVISER).post(path).status_code == 404
    assert "can not be undone" in client.get(path).text
    assert "content of the file is deleted" in client.post(path, follow=True).text
    assert client.post(path).status_code == 404
    assert "file-not-scanned" not in client.get(task.own_path).text
    file.refresh_from_db()
    assert file.deleted_at


def test_a_file_of_another_room_is_not_fetched_here(client: Client, db: None) -> None:
    file = Attachment.objects.create(
        about="program.call:1", person_id=client.session["_auth_user_id"], name="x", size=1,
        sha256="", kind="text/plain", at=clock.now(),
    )  # fmt: skip
    assert client.get(reverse("desk:download", args=[file.pk])).status_code == 404
