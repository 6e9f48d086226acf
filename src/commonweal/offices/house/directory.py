"""Reads the file that names the institution's own directory, through which people sign in."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from commonweal.offices.house import saml as in_saml
from commonweal.offices.house.policy import Role
from commonweal.offices.house.saml import Saml

_TABLES = ("roles", "offices", "secret_file", "protocol", *in_saml.KEYS)
OPENID, SAML = "openid", "saml"
SCOPE = ("openid", "profile", "email")
HERE = ("localhost", "127.0.0.1", "::1")
_OPENID_ONLY = {"secret_file", "server_url", "scope"}
_KNOWN = {
    "id", "name", "protocol", "client_id", "group_claim", "active_claim",
    "second_step_claim", "second_step_values", "record_claim", "record_source",
    "record_people", "unit_claim", "kind_claim", "ask_every",
    "roles", "offices",
}  # fmt: skip


@dataclass(frozen=True)
class Directory:
    """Say how the directory is asked, and what its answers mean here.

    id:           short name, part of the address that the directory sends people back to
    name:         what people call it, as the button says
    client_id:    by which it knows us; "" in SAML is the address of our metadata
    secret:       shared with it, read from a file of its own; "" in SAML
    server_url:   its issuer
    scope:        what we ask it to tell
    group_claim:  name of the claim that lists a person's groups
    active_claim: name of the claim that says whether they still belong, or ""
    second_step_claim:  name of the claim that says how they signed in there, or ""
    second_step_values: words in it that stand for a second step
    record_claim: name of the claim with their number in the records that are measured, or ""
    record_source: name of the source of those records
    record_people: as whom those records list them, such as staff
    unit_claim:   name of the claim that lists the units a person belongs to, or ""
    kind_claim:   name of the claim that says as what they belong there, or ""
    ask_every:    minutes after which it is asked again of whoever is signed in; 0 means never
    roles:        for each group, the roles it stands for
    offices:      for each group, the offices whose tasks its directors see; none means all
    saml:         what it says of itself where it speaks SAML; None means OpenID Connect
    """

    id: str
    name: str
    client_id: str
    secret: str
    server_url: str
    group_claim: str
    roles: Mapping[str, tuple[Role, ...]]
    scope: tuple[str, ...] = SCOPE
    active_claim: str = ""
    second_step_claim: str = ""
    second_step_values: tuple[str, ...] = ("mfa", "otp", "hwk")
    record_claim: str = ""
    record_source: str = "main"
    record_people: str = "staff"
    unit_claim: str = ""
    kind_claim: str = ""
    ask_every: int = 60
    offices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    saml: Saml | None = None

    @property
    def account(self) -> str:
        """Give the name under which the ids of its people are kept.

        Ids of the two ways of speaking are told apart: one may be somebody else in the other. The
        slash keeps it out of every address.
        """
        return f"saml/{self.id}" if self.saml else self.id


def read(named: str) -> Directory | None:
    """Read the file; no name, no directory. Fails where a line of it can not be followed."""
    if not named:
        return None
    path = Path(named).expanduser()
    try:
        held = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise _refused("it can not be read as TOML") from error
    protocol = held.get("protocol", OPENID)
    if protocol not in (OPENID, SAML):
        raise _refused(f"protocol is neither {OPENID} nor {SAML}")
    known = _KNOWN | (in_saml.KEYS if protocol == SAML else _OPENID_ONLY)
    if unknown := sorted(set(held) - known):
        raise _refused(f"it has a line that is not known: {', '.join(unknown)}")
    texts = {key: value for key, value in held.items() if key not in _TABLES}
    for key in ("scope", "second_step_values"):
        if key in texts:
            texts[key] = tuple(texts[key])
    _checked(texts, protocol)
    told = in_saml.read(held, path.parent) if protocol == SAML else None
    if told:
        texts = {"client_id": "", "server_url": told.issuer, **texts}
    return Directory(
        **texts,
        secret="" if told else _secret(path.parent, held.get("secret_file")),
        roles=_roles(held),
        offices={group: _words(named) for group, named in held.get("offices", {}).items()},
        saml=told,
    )


def providers(directory: Directory | None) -> dict[str, Any]:
    """Give the directory as allauth wants it told."""
    if directory is None:
        return {}
    app: dict[str, Any] = {
        "provider_id": directory.account,
        "name": directory.name,
        "secret": directory.secret,
    }
    if directory.saml:
        named = {one: one for one in ("uid", "email", "email_verified", "name")}  # by our own hand
        more = {"attribute_mapping": named, "email_authentication": True}
        return {"saml": {"APPS": [{**app, "client_id": directory.id, "settings": more}]}}
    more = {
        "server_url": directory.server_url,
        "scope": list(directory.scope),
        "oauth_pkce_enabled": True,
        "email_authentication": True,
    }
    return {
        "openid_connect": {"APPS": [{**app, "client_id": directory.client_id, "settings": more}]}
    }


def _checked(texts: Mapping[str, Any], protocol: str) -> None:
    needed = ("id", "name", "group_claim")
    for key in needed if protocol == SAML else (*needed, "client_id", "server_url"):
        if not isinstance(texts.get(key), str) or not texts[key].strip():
            raise _refused(f"{key} is missing")
    every = texts.get("ask_every", 0)
    if isinstance(every, bool) or not isinstance(every, int) or every < 0:
        raise _refused("ask_every is no whole number of minutes")
    if protocol == SAML:
        return
    place = urlsplit(texts["server_url"])
    if place.scheme != "https" and place.hostname not in HERE:
        raise _refused("server_url does not begin with https://")


def _roles(held: Mapping[str, Any]) -> dict[str, tuple[Role, ...]]:
    known = {role.value: role for role in Role if role is not Role.PUBLIC}
    roles: dict[str, tuple[Role, ...]] = {}
    for group, named in held.get("roles", {}).items():
        words = _words(named)
        if astray := [word for word in words if word not in known]:
            raise _refused(f"the group {group} stands for a role that is not known: {astray[0]}")
        roles[group] = tuple(known[word] for word in words)
    return roles


def _words(named: str | list[str]) -> tuple[str, ...]:
    return (named,) if isinstance(named, str) else tuple(named)


def _secret(beside: Path, named: object) -> str:
    if not isinstance(named, str) or not named:
        raise _refused("secret_file is missing")
    path = beside / Path(named).expanduser()
    if not path.is_file():
        raise _refused("the file named by secret_file is not there")
    if path.stat().st_mode & 0o077:
        raise _refused("others than its owner may read the file named by secret_file")
    return path.read_text(encoding="utf-8").strip()


def _refused(why: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(f"The file named by COMMONWEAL_DIRECTORY can not be used: {why}.")
