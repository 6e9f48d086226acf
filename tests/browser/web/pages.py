"""Every page of the web house in every state: the one list that all proofs in this folder walk.

A new URL name that answers with a page must be added here: test_every_page_is_listed says which.
"""

from __future__ import annotations

from dataclasses import dataclass

PUBLIC = "public"


@dataclass(frozen=True)
class Page:
    """Name one page in one state, as one reader sees it.

    url:    name of the URL
    state:  what is particular, in a few words
    reader: key of a session in made.json: a role, or "public"
    path:   the address; without a slash at its beginning, the name of a thing that house.py made
    status: of the answer
    """

    url: str
    state: str
    reader: str
    path: str
    status: int = 200

    @property
    def name(self) -> str:
        """Give a name that is also good for a file."""
        words = f"{self.url} {self.state} {self.reader}"
        return "-".join("".join(one if one.isalnum() else " " for one in words).split()).lower()


PAGES = (
    Page("house:about", "", PUBLIC, "/about/"),
    Page("house:hidden", "", PUBLIC, "/hidden-numbers/"),
    Page("house:keys", "", "member", "/keys/"),
    Page("house:not_there", "error", PUBLIC, "/no-such-page/", 404),
    Page("house:not_yours", "error", "board", "/account/signup/", 403),
    Page("account_login", "empty", PUBLIC, "/account/login/"),
    Page("account_login", "with a page to go to", PUBLIC, "/account/login/?next=/desk/"),
    Page("people:me", "", "analyst", "/people/me/"),
    Page("people:me", "long name", "eighty letters", "/people/me/"),
    Page("people:me", "name from right to left", "Arabic", "/people/me/"),
    Page("people:change_role", "", "privacy", "/people/role/"),
    Page("desk:my_work", "every part", "analyst", "/desk/"),
    Page("desk:my_work", "nothing", "researcher", "/desk/"),
    Page("desk:search", "nothing asked", "analyst", "/desk/search/"),
    Page("desk:search", "nothing found", "analyst", "/desk/search/?q=%D9%81%3Cb%3Enobody"),
    Page("desk:search", "found", "analyst", "/desk/search/?q=finding"),
    Page("desk:done", "", "analyst", "task done"),
    Page("account_logout", "", "member", "/account/logout/"),
    Page("account_inactive", "", PUBLIC, "/account/inactive/"),
    Page("account_reauthenticate", "", "member", "/account/reauthenticate/"),
    Page("account_change_password", "", "member", "/account/password/change/"),
    Page("mfa_index", "", "member", "/account/second-step/"),
    Page("mfa_activate_totp", "", "member", "/account/second-step/totp/activate/"),
    Page("mfa_list_webauthn", "none", "member", "/account/second-step/webauthn/"),
    Page("mfa_add_webauthn", "", "member", "/account/second-step/webauthn/add/"),
    Page("mfa_index", "set up", "two steps", "/account/second-step/"),
    Page("mfa_deactivate_totp", "", "two steps", "/account/second-step/totp/deactivate/"),
    Page("mfa_reauthenticate", "", "two steps", "/account/second-step/reauthenticate/"),
    Page("mfa_generate_recovery_codes", "", "two steps",
         "/account/second-step/recovery-codes/generate/"),
    Page("mfa_view_recovery_codes", "", "two steps", "/account/second-step/recovery-codes/"),
    Page("socialaccount_login_cancelled", "", PUBLIC, "/account/directory/login/cancelled/"),
    Page("socialaccount_login_error", "", PUBLIC, "/account/directory/login/error/", 401),
    Page("scorecard:vision", "", PUBLIC, "/vision/"),
    Page("scorecard:vision", "", "analyst", "/vision/"),
    Page("scorecard:vision", "", "board", "/vision/"),
    Page("scorecard:commitment", "with findings", "analyst", "/vision/C1/"),
    Page("scorecard:commitment", "without findings", PUBLIC, "/vision/W3/"),
    Page("scorecard:widen_many", "", "analyst", "/vision/C1/open/"),
    Page("scorecard:measures", "all labels", "analyst", "/measures/"),
    Page("scorecard:measures", "narrowed to nothing", "analyst", "/measures/?words=nobody"),
    Page("scorecard:measures", "few labels", "member", "/measures/"),
    Page("scorecard:measure", "figures", "analyst", "measure with figures"),
    Page("scorecard:measure", "figures", PUBLIC, "measure with figures"),
    Page("scorecard:measure", "hidden rows", "analyst", "measure with hidden rows"),
    Page("scorecard:measure", "sent back", "board", "measure sent back"),
    Page("scorecard:measure", "nothing shown", "quality", "measure with nothing shown"),
    Page("scorecard:measure", "not computable", "counsel", "measure not computable"),
    Page("scorecard:sign", "signed", "analyst", "sign signed"),
    Page("scorecard:sign", "found", "analyst", "sign found"),
    Page("scorecard:sign", "sent back", "quality", "sign returned"),
    Page("scorecard:widen", "", "analyst", "open"),
    Page("scorecard:narrow", "", "counsel", "close"),
    Page("scorecard:widening", "asked", "privacy", "opening asked"),
    Page("scorecard:widening", "own wish", "analyst", "opening asked"),
    Page("scorecard:public", "", PUBLIC, "/published/"),
    Page("scorecard:published", "", PUBLIC, "published"),
    Page("scorecard:log", "", PUBLIC, "/published/log/"),
    Page("scorecard:trace_asked", "", "analyst", "/trace/"),
    Page("scorecard:trace", "found", "analyst", "trace"),
    Page("scorecard:trace", "not there", "analyst", "/trace/cw1-nothing/", 404),
    Page("scorecard:initiatives", "", "officer", "/initiatives/"),
    Page("scorecard:initiative_propose", "", "officer", "/initiatives/new/"),
    Page("scorecard:initiative", "proposed", "director", "initiative proposed"),
    Page("scorecard:initiative", "refused words", "counsel",
         "initiative with a finding of the lint"),
    Page("scorecard:initiative", "running", "officer", "initiative running"),
    Page("scorecard:initiative_change", "", "officer", "initiative change"),
    Page("scorecard:initiative_todo", "", "officer", "initiative todo"),
    Page("scorecard:initiative_step", "", "director", "initiative step"),
    Page("scorecard:initiative_packet", "", "quality", "initiative packet"),
    Page("scorecard:worklist", "", "quality", "work list"),
)  # fmt: skip

# URL names that answer with something that is no page of ours, and what they answer with.
NO_PAGE = {
    "house:home": "leads each role to its first page",
    "house:live": "text for a monitor",
    "house:ready": "text for a monitor",
    "set_language": "takes a form and leads back",
    "account_set_password": "leads on: everybody here has a password, or a directory",
    "mfa_authenticate": "stands within a sign-in; test_journeys walks it",
    "mfa_download_recovery_codes": "a file",
    "mfa_edit_webauthn": "needs a passkey; the tests of people walk it",
    "mfa_remove_webauthn": "needs a passkey; the tests of people walk it",
    "mfa_reauthenticate_webauthn": "needs a passkey; the tests of people walk it",
    "mfa_login_webauthn": "a question to the passkey of a visitor, as JSON",
    "openid_connect_login": "leads to the directory",
    "openid_connect_callback": "leads back from the directory",
    "people:stay": "an answer to the script that warns before a session ends",
    "scorecard:download": "a file",
    "scorecard:log_file": "a file",
    "scorecard:initiative_packet_pdf": "a file",
    "scorecard:worklist_export": "a file, fetched once by a button",
}
