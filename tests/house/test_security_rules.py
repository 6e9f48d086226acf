"""The page of the rules of security says what the code does, in the same figures."""

from __future__ import annotations

import ast
import re
from functools import cache
from typing import Any

import pytest
from tests.house.reading import CHECKOUT, SOURCE

from commonweal.offices.desk import files, jobs, scanning
from commonweal.offices.house import database, limits, settings
from commonweal.offices.house import directory as told
from commonweal.offices.people import middleware, passwords, sign_in
from commonweal.offices.scorecard.flow import keys

PAGE = (CHECKOUT / "docs" / "why" / "security.md").read_text(encoding="utf-8")


@cache
def part(title: str) -> str:
    """Give one part of the page, its lines joined."""
    found = re.search(rf"^## {re.escape(title)}\n(.*?)(?=^## |\Z)", PAGE, re.DOTALL | re.MULTILINE)
    assert found, title
    return " ".join(found[1].split())


def holds(title: str, *words: Any) -> None:
    missing = [word for word in words if str(word) not in part(title)]
    assert missing == [], title


def rate(name: str) -> limits.Rate:
    return next(one for one in limits.RATES if one.name == name)


def test_the_page_tells_the_rules_of_what_is_taken_in() -> None:
    holds("What is taken in", "200 letters", "one of a list", "A place ends after it begins")


def test_the_page_tells_every_limit() -> None:
    assert {one.name for one in limits.RATES} == {
        "writes", "sign-ins", "sign-outs", "searches", "exports", "data",
    }  # fmt: skip
    holds(
        "Limits", f"{rate('writes').most} forms", f"{rate('searches').most} searches a minute",
        f"fetch {rate('exports').most} files in ten minutes", f"{keys.WITH_KEY.most} times",
        f"{keys.WITHOUT.most} times", f"all its keys {rate('data').most} times",
        f"{rate('sign-outs').most:,} people", f"{rate('sign-ins').most:,} answers",
        f"{limits.ROWS:,} rows",
        f"hold {settings.DATA_UPLOAD_MAX_NUMBER_FIELDS} fields",
        f"{settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 2**20} MB",
        f"{middleware.REFUSALS.most} refusals",
    )  # fmt: skip
    assert rate("exports").seconds == 600


def test_the_page_tells_which_files_are_taken() -> None:
    holds("Files", f"{settings.UPLOAD_LARGEST // 2**20} MB", "PDF", "PNG", "JPEG", "plain text",
          "Word, Excel or PowerPoint", "without macros", "virus scan", "not unpacked",
          "stays closed", f"{settings.UPLOAD_MOST:,} files",
          f"{settings.UPLOAD_SUM // 2**30} GB")  # fmt: skip
    assert len(files.BEGINS) == len(files.PACKED) == 3


def test_the_page_tells_how_signing_in_is_slowed() -> None:
    assert settings.ACCOUNT_RATE_LIMITS == {"login_failed": "10/m/ip,5/5m/key,10/1h/key,20/1d/key"}
    holds("Signing in", "five wrong passwords cost five minutes, ten an hour, twenty a day",
          "ten wrong ones a minute", "`ACCOUNT_RATE_LIMITS`",
          "No account is closed by it")  # fmt: skip


def test_the_page_tells_the_words_that_make_no_password() -> None:
    roles = {role.value for role in middleware.Role}
    holds("Signing in", *(f"`{one}`" for one in passwords.OF_THE_HOUSE - roles), "names of roles")
    assert any("EasyToGuess" in one["NAME"] for one in settings.AUTH_PASSWORD_VALIDATORS)


def test_the_page_tells_every_way_of_signing_in() -> None:
    assert len(settings.AUTHENTICATION_BACKENDS) == 1
    assert set(settings.MFA_SUPPORTED_TYPES) == {"totp", "webauthn", "recovery_codes"}
    holds("Signing in", "OpenID Connect", "| Password |", "| Passkey |",
          "| Key of the interface for machines |", "| Address of a calendar feed |",
          "There is no other way", "14 characters")  # fmt: skip
    assert "14 characters" in str(sign_in.LENGTH)


def test_the_page_tells_how_long_sessions_last() -> None:
    holds("Sessions", f"{settings.SESSION_IDLE // 60} minutes of rest",
          f"{settings.SESSION_WHOLE // 3600} hours", f"{settings.PROVED_FOR // 60} minutes ago",
          "NIST SP 800-63B", "any number of sessions")  # fmt: skip


def test_the_page_tells_how_sessions_follow_the_directory() -> None:
    every = told.Directory.__dataclass_fields__["ask_every"].default
    holds("Sessions", f"Every {every} minutes the directory", "back-channel sign-out",
          "Who signs out here stays signed in there")  # fmt: skip


def test_the_page_tells_who_reads_and_writes_which_field() -> None:
    holds("Who may do what", "by that person alone", "handling label", "privacy officer",
          "only the first letters")  # fmt: skip
    assert keys.SHOWN == 8


def test_the_page_tells_what_else_decides() -> None:
    holds("Who may do what", "purpose", "second step", "minutes since somebody proved",
          "what the directory last said", "The first two deny", "decide nothing")  # fmt: skip


def test_the_page_tells_what_a_browser_must_do() -> None:
    holds("What a browser must do", "Secure", "SameSite", "TLS 1.2 or 1.3", "HSTS",
          "content policy", "nobody can sign in")  # fmt: skip


@pytest.mark.parametrize("row", ["Secret of the house", "Seeds of second steps", "Passwords",
                                 "API keys", "Secret of the directory", "Certificate"])  # fmt: skip
def test_the_page_tells_every_key_and_when_it_is_changed(row: str) -> None:
    cells = re.search(rf"^\| {row} \|(.*)\|$", PAGE, re.MULTILINE)
    assert cells and all(cell.strip() for cell in cells[1].split("|"))
    holds("Keys and algorithms", "Newer algorithms come with the libraries", "quantum")


def test_the_page_tells_whom_the_house_talks_to() -> None:
    listed = re.findall(
        r"^\| (Database|Directory|Mail server|Virus scanner|Browsers) \|", PAGE, re.M
    )
    assert len(listed) == 5
    holds("Whom the house talks to", "No user can name a place")


def test_the_page_tells_how_connections_are_bounded() -> None:
    lite: Any = database.chosen("", CHECKOUT)
    holds("Whom the house talks to", f"{lite['OPTIONS']['timeout']} seconds for a lock",
          f"{settings.QUERY_SECONDS} for a query", f"{settings.EMAIL_TIMEOUT} seconds; tried",
          f"{scanning.PATIENCE} seconds; tried", "no redirect is followed",
          f"{limits.of_the_server()['connection_limit']:,} connections",
          "given back at the end of the block", "three times at most")  # fmt: skip
    assert jobs.__doc__


def test_the_page_sorts_data_by_how_sensitive_they_are() -> None:
    rows = re.findall(r"^\| (Closed|Personal|Before release|Secret|Public) \| (.+) \| (.+) \|$",
                      PAGE, re.MULTILINE)  # fmt: skip
    assert [row[0] for row in rows] == ["Closed", "Personal", "Before release", "Secret", "Public"]
    assert "not encrypted by us yet" in part("How sensitive data are")


def test_the_page_tells_what_is_logged() -> None:
    rows = re.findall(r"^\| (Trail|Journal|Proxy) \|(.*)\|$", PAGE, re.MULTILINE)
    assert [name for name, _ in rows] == ["Trail", "Journal", "Proxy"]
    assert all(len(cells.split("|")) == 3 for _, cells in rows)
    holds("What is logged", "No log holds a name")


def test_the_page_tells_what_takes_long() -> None:
    holds("What takes long, and what is dangerous", "run in a worker", "can be cancelled",
          f"{settings.QUERY_SECONDS} seconds")  # fmt: skip


def test_the_page_names_risky_packages_and_places() -> None:
    locked = (CHECKOUT / "requirements.txt").read_text(encoding="utf-8").lower()
    named = re.findall(r"`([a-z-]+)`", part("What takes long, and what is dangerous"))
    risky = [one for one in named if one != "pg"]
    assert [one for one in risky if f"\n{one}" not in f"\n{locked}" and "_" not in one] == []
    holds("What takes long, and what is dangerous", "reading exports", "the scanner", "`pg_dump`")


def test_the_page_tells_how_soon_packages_are_mended() -> None:
    holds("How soon packages are mended", "within 7 days", "within 30", "after 90", "every 90 days")


# What uses cryptography or chance, and what for; the page names each.
CRYPTOGRAPHY = re.compile(r"^(hashlib|hmac|secrets|random|ssl|cryptography|jwt|uuid)($|\.)")


def users() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [one.name for one in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            for name in names:
                if CRYPTOGRAPHY.match(name):
                    found.setdefault(name.split(".")[0], set()).add(path.name)
    return found


def test_every_kind_of_cryptography_is_on_the_page() -> None:
    assert set(users()) <= {"hashlib", "hmac", "secrets", "cryptography", "jwt", "uuid"}
    holds("Keys and algorithms", "SHA-256", "`secrets`", "Fernet", "HKDF", "PyJWT",
          "HMAC-SHA-256", "BLAKE2b")  # fmt: skip


def test_only_strong_algorithms_are_named() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in SOURCE.rglob("*.py"))
    hashes = set(re.findall(r"hashlib\.([a-z]\w+)", text))
    assert hashes <= {"sha256", "sha384", "sha512", "blake2b", "file_digest"}
    assert not re.search(r"\b(MD5|SHA1|DES|RC4|ECB|Blowfish|PKCS1v15)\b", text)
    assert settings.PASSWORD_HASHERS == ["django.contrib.auth.hashers.Argon2PasswordHasher"]


def test_what_nobody_may_guess_comes_from_the_system() -> None:
    assert "random" not in users()
    assert len(keys.secret()) >= 43 and keys.secret() != keys.secret()  # 256 bits
