"""The one function that decides who may do what, and the rules of the pages of people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.urls import URLResolver, get_resolver

from commonweal.kinds import Purpose
from commonweal.offices.house.policy import (
    EVERYBODY,
    READ,
    SIGNED_IN,
    WRITE,
    Access,
    Actor,
    Role,
    Rule,
)

OURS = "commonweal.offices."
_SIGN_IN = (
    "account_login", "account_logout", "account_reauthenticate", "account_inactive",
    "mfa_authenticate", "mfa_login_webauthn", "openid_connect_login", "openid_connect_callback",
    "saml_login", "saml_finish_acs", "saml_sls",
    "socialaccount_login_cancelled", "socialaccount_login_error",
)  # fmt: skip
_SECOND_STEP = (
    "mfa_index", "mfa_activate_totp", "mfa_deactivate_totp", "mfa_add_webauthn",
    "mfa_list_webauthn", "mfa_edit_webauthn", "mfa_remove_webauthn", "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn", "mfa_generate_recovery_codes", "mfa_view_recovery_codes",
    "mfa_download_recovery_codes", "account_change_password", "account_set_password",
)  # fmt: skip
# Persons come from the directory or from whoever runs the demonstration: nobody signs up alone.
_CLOSED = (
    "account_signup", "account_signup_by_passkey", "account_email", "account_reset_password",
    "account_reset_password_done", "account_reset_password_from_key",
    "account_reset_password_from_key_done", "account_confirm_email",
    "account_email_verification_sent", "account_confirm_login_code", "account_request_login_code",
    "account_complete_login_code", "account_complete_signup", "mfa_signup_webauthn", "mfa_trust",
    "socialaccount_signup", "socialaccount_connections", "account_resend_phone_verification_code",
    "account_verify_phone", "account_change_phone",
)  # fmt: skip
_SIGNING_IN = Rule(EVERYBODY, methods=WRITE, says="Signing in is for everybody.")
_OWN_ACCOUNT = Rule(SIGNED_IN, methods=WRITE, says="Everybody looks after their own sign-in.")
_NOBODY = Rule(frozenset(), methods=WRITE, says="Nobody signs up or changes an address here.")
_OWN = frozenset({Purpose.RUN_A_PROGRAM})  # trust.md section 3: own record, own attributes
_OWN_PAGE = Rule(SIGNED_IN, methods=WRITE, says="Everybody sees and corrects what is theirs.")
_ENDS_SESSIONS = Rule(
    SIGNED_IN, methods=frozenset({"POST"}), fresh=True,
    says="Everybody ends sessions of their own, after they proved who they are.",
)  # fmt: skip
_OPERATE = frozenset({Purpose.OPERATE_THE_SYSTEM})
_SEES_ACCOUNTS = Rule(
    frozenset({Role.ADMINISTRATOR, Role.PRIVACY}), _OPERATE,
    says="Who runs the accounts sees them; the privacy officer can look after that.",
)  # fmt: skip
_KEEPS_ACCOUNTS = Rule(
    frozenset({Role.ADMINISTRATOR}), _OPERATE, WRITE,
    says="Who runs the accounts says where people belong and which offices a director has.",
)  # fmt: skip
_OPENS_AND_SHUTS = Rule(
    frozenset({Role.ADMINISTRATOR}), _OPERATE, frozenset({"POST"}),
    says="Who runs the accounts ends an access at once, and gives it back.",
)  # fmt: skip

# Who sees numbers before release, keys of patients, or runs the system needs a second step.
PRIVILEGED = SIGNED_IN - {Role.MEMBER, Role.RESEARCHER, Role.ADVISER}
# These pages are open before it.
OPEN = frozenset(
    {*_SIGN_IN, *_SECOND_STEP, "saml_acs", "saml_metadata", "set_language",
     "people:change_role", "people:stay", "people:again", "house:home", "house:about",
     "house:hidden", "house:keys", "house:live", "house:security",
     "house:policy_report"}
)  # fmt: skip

# A button of every page while an emergency access holds.
ENDS_EMERGENCY = "desk:emergency_end"
_OF_THE_VAULT = frozenset({"people:answers", "people:answer", "people:withdraw"})

ACCESS: Access = {
    **dict.fromkeys(_SIGN_IN, _SIGNING_IN),
    "saml_acs": Rule(
        EVERYBODY, methods=frozenset({"POST"}), says="The directory signs whom it lets in."
    ),
    "saml_metadata": Rule(EVERYBODY, says="What a directory must know of this site is no secret."),
    **dict.fromkeys(_SECOND_STEP, _OWN_ACCOUNT),
    **dict.fromkeys(_CLOSED, _NOBODY),
    "people:people": _SEES_ACCOUNTS,
    "people:person": _SEES_ACCOUNTS,
    "people:belongs": _KEEPS_ACCOUNTS,
    "people:belongs_end": _KEEPS_ACCOUNTS,
    "people:offices": _KEEPS_ACCOUNTS,
    "people:shut_out": _OPENS_AND_SHUTS,
    "people:let_in": _OPENS_AND_SHUTS,
    "people:me": _OWN_PAGE,
    "people:rename": _OWN_PAGE,
    "people:answers": Rule(SIGNED_IN, _OWN, says="Everybody sees what they said of themselves."),
    "people:answer": Rule(SIGNED_IN, _OWN, WRITE, says="Everybody answers for themselves."),
    "people:withdraw": Rule(
        SIGNED_IN, _OWN, frozenset({"POST"}), says="Everybody may take an answer back."
    ),
    "people:signed_out": Rule(
        EVERYBODY, methods=frozenset({"POST"}), says="The directory signs what it says here."
    ),
    "people:sessions": Rule(SIGNED_IN, says="Everybody sees where they are signed in."),
    **dict.fromkeys(("people:session_end", "people:sessions_end"), _ENDS_SESSIONS),
    "people:again": Rule(SIGNED_IN, says="Who is signed in may prove again who they are."),
    "people:stay": Rule(SIGNED_IN, says="Whoever is signed in may stay so."),
    "people:change_role": Rule(SIGNED_IN, methods=WRITE, says="A person chooses among own roles."),
}


@cache
def rules() -> Access:
    """Gather the rules of every room, by the name of the URL they stand at."""
    gathered: dict[str, Rule] = {}
    for app in apps.get_app_configs():
        if app.name.startswith(OURS) and find_spec(f"{app.name}.access"):
            gathered.update(import_module(f"{app.name}.access").ACCESS)
    return gathered


def may(actor: Actor, action: str, thing: Any = None, method: str = "GET") -> bool:
    """Decide whether an actor may do something: deny unless a rule says yes.

    actor:  who, in which role, for which purpose
    action: name of the URL, such as "scorecard:measure"
    thing:  the object behind it, where there is one
    method: of the request
    """
    rule = rules().get(action)
    if rule is None or actor.role not in rule.roles or method not in rule.methods:
        return False
    if actor.emergency and not _opens_in_emergency(action, rule, method):
        return False
    held = actor.role in actor.roles or actor.emergency
    if not held or actor.purpose not in actor.purposes(actor.role):
        return False
    if actor.purpose not in rule.purposes or lacks_step(actor, action):
        return False
    return thing is None or rule.owns is None or rule.owns(actor, thing)


def _opens_in_emergency(action: str, rule: Rule, method: str) -> bool:
    """Say whether a page opens to a lent role: to look at it, never where data leaves the house.

    What people said of themselves stays closed, also one's own: the vault is not read so.
    """
    if action in OPEN or action == ENDS_EMERGENCY:
        return True
    return method in READ and not rule.fresh and action not in _OF_THE_VAULT


def lacks_step(actor: Actor, action: str) -> bool:
    """Say whether only a second step of signing in stands between an actor and a page."""
    return actor.role in PRIVILEGED and not actor.stepped and action not in OPEN


def asks_again(actor: Actor, action: str, method: str = "GET") -> bool:
    """Say whether an actor must first prove again who they are, because data leaves here.

    A form that was opened in time may be sent for as long as a session waits for anybody.
    """
    rule = rules().get(action)
    if rule is None or not rule.fresh or not actor.signed_in:
        return False
    waits = 0 if method in READ else settings.SESSION_IDLE
    return actor.proved > settings.PROVED_FOR + waits


def open_roles(actor: Actor) -> frozenset[Role]:
    """Give the roles whose work is open to an actor: not those that wait for a second step."""
    return actor.roles if actor.stepped else actor.roles - PRIVILEGED


def declared(fitting: Sequence[Purpose], purpose: str) -> Purpose:
    """Give the purpose that a session declared, or the first of those that fit."""
    return next((one for one in fitting if one.value == purpose), fitting[0])


def url_names() -> Iterator[str]:
    """Give the full name of every URL of the site; one without a name comes as its pattern."""
    yield from _names(get_resolver(), "")


def _names(resolver: URLResolver, space: str) -> Iterator[str]:
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            inside = f"{space}{one.namespace}:" if one.namespace else space
            yield from _names(one, inside)
        else:
            yield f"{space}{one.name}" if one.name else f"(no name) {one.pattern}"


def url_problems() -> list[str]:
    """Say which URLs have no rule, and which rules have no URL."""
    names = set(url_names())
    without = [
        f"The URL {name} has no rule in an access.py." for name in sorted(names - set(rules()))
    ]
    astray = [
        f"The rule {name} stands at no URL." for name in sorted(set(rules()) - names - _optional())
    ]
    return without + astray


def _optional() -> set[str]:
    """Name rules of URLs that allauth offers only under some settings."""
    return {*_CLOSED, *_SIGN_IN, *_SECOND_STEP}


def assert_every_url_has_a_rule() -> None:
    """Refuse to start where a URL has no rule."""
    if found := url_problems():
        raise ImproperlyConfigured(" ".join(found))
