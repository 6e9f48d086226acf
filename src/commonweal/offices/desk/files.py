"""Files that people put to a task: what they are, whether they are clean, and who fetched them."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from typing import IO

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Count, Q, Sum
from django.utils.translation import gettext as _

from commonweal.kinds import Problem
from commonweal.offices.desk import scanning, trail
from commonweal.offices.desk.models import Attachment
from commonweal.offices.house import clock
from commonweal.offices.house.policy import SYSTEM, Actor

BEGINS = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
)
OFFICE = "application/vnd.openxmlformats-officedocument."
PACKED = {
    "word/": f"{OFFICE}wordprocessingml.document",
    "xl/": f"{OFFICE}spreadsheetml.sheet",
    "ppt/": f"{OFFICE}presentationml.presentation",
}
# What the name of each kind ends in, so that nobody is misled by it who opens the file later.
ENDINGS = {
    "application/pdf": (".pdf",),
    "image/png": (".png",),
    "image/jpeg": (".jpg", ".jpeg"),
    "text/plain": (".txt", ".md", ".csv", ".tsv"),
    PACKED["word/"]: (".docx",),
    PACKED["xl/"]: (".xlsx",),
    PACKED["ppt/"]: (".pptx",),
}
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
WAIT = 60  # seconds between two tries of a scan


def sniffed(content: bytes) -> str:
    """Say what a file is by what it holds, never by its name; "" for what is not taken in."""
    for begin, kind in BEGINS:
        if content.startswith(begin):
            return kind
    if content.startswith(b"PK\x03\x04"):
        return _packed(content)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return ""
    return "" if CONTROLS.search(text) or _page(text) else "text/plain"


def keep(upload: UploadedFile[bytes], about: str, actor: Actor) -> Attachment:
    """Keep a file under a random name; nobody can fetch it before it was scanned.

    Fails with Problem "file-too-large", "file-empty", "file-kind", "file-ending" or "files-full".
    """
    size = upload.size or 0
    if size > settings.UPLOAD_LARGEST:
        most = settings.UPLOAD_LARGEST // 2**20
        raise Problem(
            "file-too-large",
            _("The file is larger than %(most)s megabytes.") % {"most": most},
            _("Choose a smaller file. Nothing was kept."),
        )
    content = upload.read()
    kind = sniffed(content)
    if not content or not kind:
        raise Problem(
            "file-kind" if content else "file-empty",
            _("The file is empty, or of a kind that is not taken in."),
            _("Choose a PDF, a PNG or JPEG picture, a text, or a Word, Excel or PowerPoint file."),
        )
    name = upload.name or ""
    if not name.lower().endswith(ENDINGS[kind]):
        raise Problem(
            "file-ending",
            _("The name of the file does not end as its content asks."),
            _("Let the name end in %(endings)s, or choose the file you meant. Nothing was kept.")
            % {"endings": ", ".join(ENDINGS[kind])},
        )
    _assert_room(actor, size)
    with transaction.atomic():
        made = Attachment(
            about=about, person_id=actor.id, name=name[-200:], size=size,
            sha256=hashlib.sha256(content).hexdigest(), kind=kind, at=clock.now(),
        )  # fmt: skip
        made.content.save(made.pk.hex, ContentFile(content), save=False)
        made.save()
        trail.write(actor, "file put", _key(made), result_hash=made.sha256)
    return made


def _assert_room(actor: Actor, size: int) -> None:
    """Hold the sum of what one person keeps here within bounds; deleted files leave room."""
    theirs = Attachment.objects.filter(person_id=actor.id, deleted_at__isnull=True)
    held = theirs.aggregate(many=Count("pk"), whole=Sum("size"))
    room = settings.UPLOAD_SUM - (held["whole"] or 0)
    if held["many"] >= settings.UPLOAD_MOST or size > room:
        raise Problem(
            "files-full",
            _("You keep as many files here as one person may: %(most)s, or %(sum)s megabytes.")
            % {"most": settings.UPLOAD_MOST, "sum": settings.UPLOAD_SUM // 2**20},
            _("Delete some that are not needed any more. Nothing was kept."),
        )


def fetch(file: Attachment, actor: Actor) -> IO[bytes]:
    """Give the content of a file that was scanned and found clean; written into the trail.

    Fails with Problem "file-not-scanned" for every other.
    """
    if file.state != Attachment.State.CLEAN or file.deleted_at:
        raise Problem(
            "file-not-scanned",
            _("This file can not be opened: %(state)s.") % {"state": file.get_state_display()},
            _("Files can be opened once a virus scan found nothing in them."),
        )
    trail.write(actor, "file fetched", _key(file), result_hash=file.sha256)
    opened: IO[bytes] = file.content.open("rb")
    return opened


def delete(file: Attachment, actor: Actor) -> None:
    """Delete the content of a file. That it was there, its name and its hash stay."""
    with transaction.atomic():
        file.deleted_at = clock.now()
        file.save(update_fields=["deleted_at"])
        trail.write(actor, "file deleted", _key(file), result_hash=file.sha256)
        transaction.on_commit(lambda: file.content.storage.delete(file.content.name or ""))


def scan_waiting() -> int:
    """Scan the files that wait for it; say how many were scanned. A scanner away is tried later."""
    if not settings.SCAN:
        return 0
    before = clock.now().timestamp() - WAIT
    waiting = Attachment.objects.filter(state=Attachment.State.WAITING, deleted_at__isnull=True)
    due = [one for one in waiting if one.tried is None or one.tried.timestamp() < before]
    return sum(_scan(one) for one in due)


def _scan(file: Attachment) -> bool:
    with file.content.open("rb") as opened:
        found = scanning.scan(settings.SCAN, opened)
    file.tried = clock.now()
    if found is None:
        file.save(update_fields=["tried"])
        return False
    with transaction.atomic():
        file.state = Attachment.State.CLEAN if found else Attachment.State.BAD
        file.save(update_fields=["state", "tried"])
        trail.write(SYSTEM, f"file scanned: {file.state}", _key(file), result_hash=file.sha256)
    return True


def seen(about: str) -> list[Attachment]:
    """Give the files put to a thing; deleted ones are named, without content."""
    return list(Attachment.objects.filter(Q(about=about)).select_related("person"))


def _key(file: Attachment) -> str:
    return f"desk.attachment:{file.pk}"


def _packed(content: bytes) -> str:
    try:
        names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    except zipfile.BadZipFile:
        return ""
    macros = any(name.endswith("vbaProject.bin") for name in names)
    if macros or "[Content_Types].xml" not in names:
        return ""
    kinds = [kind for folder, kind in PACKED.items() if any(n.startswith(folder) for n in names)]
    return kinds[0] if len(kinds) == 1 else ""


def _page(text: str) -> bool:
    begin = text.lstrip("\ufeff \r\n\t")[:200].lower()
    return begin.startswith(("<!doctype", "<html", "<svg", "<?xml", "<script"))
