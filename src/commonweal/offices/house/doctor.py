"""What makes a house unsafe or unready, said in plain words to the person who runs it."""

from __future__ import annotations

import stat
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core import checks
from django.db import DatabaseError
from django.utils.module_loading import import_string

from commonweal.measures.registry import every_measure
from commonweal.offices.house import clock, health, saml
from commonweal.offices.house.health import Part, State

HERE = ("localhost", "127.0.0.1", "[::1]", "testserver")
OTHERS = stat.S_IRWXO | stat.S_IRWXG
SHORTEST_SECRET = 50
# What only the account of the house may read, in the state folder and in the store.
OF_STATE = ("secret.key", "secret.key.old", "house.sqlite3", "files")
OF_STORE = ("vault", "keys", "versions", "audits")
SOON = timedelta(days=30)  # before a certificate ends
GRAVE = ("secret.key", "secret.key.old", "vault", "keys", "house.sqlite3")


def examined() -> list[Part]:
    """Look at the settings, the secrets, the parts of the house, the trail and the measures."""
    found = [*settings_said(), *secrets_said(), *directory_said(), *health.parts()]
    if all(part.name != "database" or part.state is not State.STOP for part in found):
        found += [*_asked(accounts_said), *_asked(trail_said)]
    return [*found, *mail_said(), *measures_said()]


def _asked(part: Callable[[], Iterator[Part]]) -> list[Part]:
    try:
        return list(part())
    except DatabaseError:
        return []  # the part "database" has said so


def settings_said() -> Iterator[Part]:
    """Look at what must not be set in a house with real people, and at Django's own list."""
    if settings.DEBUG:
        yield Part("settings", State.STOP, "COMMONWEAL_DEBUG shows the inside of the house to "
                   "everybody.", "Take it away.")  # fmt: skip
    if settings.DEMO:
        yield Part("settings", State.STOP, "This is a demonstration: its password is printed.",
                   "Take COMMONWEAL_DEMO away and begin with an empty state folder.")  # fmt: skip
    elif settings.PLAIN_HTTP:
        alone = set(settings.ALLOWED_HOSTS) <= set(HERE)
        yield Part(
            "settings", State.LOOK if alone else State.STOP,
            "Pages and passwords travel unencrypted (COMMONWEAL_PLAIN_HTTP).",
            "Put a server with a certificate before it, and take the setting away.",
        )  # fmt: skip
    if "*" in settings.ALLOWED_HOSTS:
        yield Part("settings", State.STOP, "Every name of a host is believed.",
                   "Write the names of this site into COMMONWEAL_HOSTS.")  # fmt: skip
    raised = checks.run_checks(include_deployment_checks=True)
    if not (settings.DEMO or settings.PLAIN_HTTP or settings.DEBUG):
        for one in raised:
            worst = State.STOP if one.is_serious() else State.LOOK
            yield Part("settings", worst, one.msg, one.hint or "")


def secrets_said() -> Iterator[Part]:
    """Look at who may read the keys, the database and the vault."""
    if len(settings.SECRET_KEY) < SHORTEST_SECRET:
        yield Part("secrets", State.STOP, "The secret of the sessions is short.",
                   "Remove secret.key from the state folder: a new one is made.")  # fmt: skip
    if settings.SECRET_KEY_FALLBACKS:
        yield Part("secrets", State.LOOK, "An older secret of the house is still taken.",
                   "A day after the change, remove secret.key.old and start again.")  # fmt: skip
    open_to = [
        path
        for folder, names in ((settings.STATE, OF_STATE), (settings.STORE, OF_STORE))
        for path in (folder / name for name in names)
        if _shared(path, folder)
    ]
    for path in open_to:
        worst = State.STOP if path.name in GRAVE else State.LOOK
        yield Part("secrets", worst, f"Other accounts of this machine can read {path.name}.",
                   f"Run: chmod -R go-rwx {path}.")  # fmt: skip
    if not open_to:
        yield Part("secrets", State.FINE, "Only this account can read keys, database and vault.")


def _shared(path: Path, folder: Path) -> bool:
    """Say whether other accounts can read a path: both it and its folder must let them."""
    return path.exists() and all(one.stat().st_mode & OTHERS for one in (path, folder))


def directory_said() -> Iterator[Part]:
    """Look at how a directory that speaks SAML is set up: what ends soon, and who asks again."""
    ours = settings.DIRECTORY
    if ours is None or ours.saml is None:
        return
    now, told = clock.now(), ours.saml
    latest = max(saml.ends_of(one) for one in told.certificates)
    known = [("The certificate of the directory", latest, "Fetch its new metadata.")]
    if told.valid_until:
        known.append(("What the directory says of itself", told.valid_until, "Fetch it anew."))
    if told.certificate:
        ours_ends = saml.ends_of(told.certificate)
        known.append(("Our certificate", ours_ends, "Make a new one and tell the directory."))
    for what, end, do in known:
        state = State.STOP if end <= now else State.LOOK if end <= now + SOON else State.FINE
        does = "ended" if end <= now else "ends"
        yield Part("directory", state, f"{what} {does} on {end:%Y-%m-%d}.",
                   "" if state is State.FINE else do)  # fmt: skip
    if not (settings.SITE_URL.startswith("https://") or settings.PLAIN_HTTP):
        yield Part("directory", State.STOP, "The directory would send people back unencrypted.",
                   "Write the address of this site into COMMONWEAL_SITE_URL.")  # fmt: skip
    if not ours.ask_every:
        yield Part("directory", State.LOOK, "Who leaves the directory stays in for up to 12 hours.",
                   "Set ask_every in the file of the directory.")  # fmt: skip


def accounts_said() -> Iterator[Part]:
    """Look for accounts with the printed password in a house that is no demonstration."""
    made_up = get_user_model()._default_manager.filter(email__endswith="@demo.example")
    if not settings.DEMO and made_up.exists():
        yield Part("accounts", State.STOP, "Accounts of the demonstration are open here.",
                   "Begin with an empty state folder.")  # fmt: skip
    if settings.LOCAL_ACCOUNTS and not settings.DEMO and not settings.LEAKED:
        yield Part("accounts", State.LOOK, "Passwords open this house, and none is held against "
                   "leaked ones.", "Name a list of them in COMMONWEAL_PASSWORDS.")  # fmt: skip


def trail_said() -> Iterator[Part]:
    """Walk the whole trail."""
    verdict = import_string("commonweal.offices.desk.trail.verify")()
    if verdict.first_bad is not None:
        yield Part("trail", State.STOP, f"The trail is not whole from entry {verdict.first_bad:,}.",
                   "Keep this state folder as it is, and tell the privacy officer.")  # fmt: skip
    else:
        yield Part("trail", State.FINE, f"The trail is whole: {verdict.count:,} entries.")


def mail_said() -> Iterator[Part]:
    """Say whether notices leave the house."""
    if settings.EMAIL_BACKEND.endswith("dummy.EmailBackend"):
        yield Part("mail", State.LOOK, "No mail is sent: notices wait in the house.",
                   "Name your mail server in COMMONWEAL_MAIL_HOST.")  # fmt: skip
        return
    yield Part("mail", State.FINE, "Mail is handed to a mail server.")
    if not settings.EMAIL_USE_TLS and settings.EMAIL_HOST not in HERE:
        yield Part("mail", State.LOOK, "Mail travels unencrypted to its server.",
                   "Set COMMONWEAL_MAIL_TLS to 1.")  # fmt: skip


def measures_said() -> Iterator[Part]:
    """Name the measures whose review is past its day, and count those never reviewed."""
    today, every = clock.today(), every_measure()
    due = [one.key for one in every if one.review_by and one.review_by < today]
    if due:
        yield Part("measures", State.LOOK, f"Due for review: {', '.join(due)}.",
                   "Ask the people who reviewed them to look again.")  # fmt: skip
    never = sum(not one.reviewed_by for one in every)
    if never:
        yield Part("measures", State.LOOK, f"{never} of {len(every)} measures were never reviewed "
                   "by a qualified person.", "Have those you use reviewed.")  # fmt: skip
