"""Every page of the web house in every state: the one list that all proofs in this folder walk.

A new URL name that answers with a page must be added here: test_every_page_is_listed says which.
"""

from __future__ import annotations

import os
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
    waits:  what script shows after a while, as a selector; without script there is less
    """

    url: str
    state: str
    reader: str
    path: str
    status: int = 200
    waits: str = ""

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
    Page("house:bad_request", "error", PUBLIC, "/about/?q=%00", 400),
    Page("house:form_too_old", "error", "member", "/refused/form-too-old/", 403),
    Page("house:our_fault", "error", PUBLIC, "/refused/our-fault/", 500),
    Page("house:our_fault", "happened", "analyst", "trace that fails", 500),
    Page("house:limit", "too large", "member", "/refused/too-large/", 413),
    Page("house:limit", "too often", PUBLIC, "/refused/too-often/", 429),
    Page("house:limit", "too slow", "member", "/refused/too-slow/", 503),
    Page("people:too_many_tries", "error", PUBLIC, "/refused/too-many-tries/", 429),
    Page("people:not_verified", "error", PUBLIC, "/refused/not-verified/", 403),
    Page("people:rename", "session ends soon", "two minutes left", "/people/me/name/",
         waits="[data-soon]"),
    Page("people:rename", "session is over", "one second left", "/people/me/name/",
         waits="[data-over]"),
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
    Page("mfa_index", "passkeys", "passkeys", "/account/second-step/"),
    Page("mfa_list_webauthn", "some", "passkeys", "/account/second-step/webauthn/"),
    Page("mfa_edit_webauthn", "", "passkeys", "rename passkey"),
    Page("mfa_remove_webauthn", "", "passkeys", "remove passkey"),
    Page("mfa_reauthenticate_webauthn", "", "passkeys",
         "/account/second-step/webauthn/reauthenticate/"),
    Page("mfa_authenticate", "with an app", "before the app", "/account/second-step/authenticate/"),
    Page("mfa_authenticate", "with a passkey", "before the passkey",
         "/account/second-step/authenticate/"),
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
    Page("people:rename", "", "eighty letters", "/people/me/name/"),
    Page("people:answers", "nothing held", "member", "/people/me/answers/"),
    Page("people:answers", "some answers", "one who is measured", "/people/me/answers/"),
    Page("people:answer", "", "one who is measured", "/people/me/answers/language/"),
    Page("desk:our_office", "", "director", "/desk/office/"),
    Page("desk:several", "", "analyst", "/desk/several/"),
    Page("desk:task", "everything", "analyst", "task"),
    Page("desk:hand_over", "", "analyst", "hand over"),
    Page("desk:put_file", "", "analyst", "put file"),
    Page("desk:delete_file", "", "analyst", "delete file"),
    Page("desk:notices", "new", "analyst", "/desk/notices/"),
    Page("desk:notices", "nothing", "researcher", "/desk/notices/"),
    Page("desk:mail", "", "analyst", "/desk/mail/"),
    Page("desk:stop", "", PUBLIC, "stop mail"),
    Page("desk:job", "running", "analyst", "job running"),
    Page("desk:job", "done", "analyst", "job done"),
    Page("desk:job", "failed", "analyst", "job failed"),
    Page("desk:trail", "", "administrator", "/desk/trail/"),
    Page("desk:trail", "one act", "administrator", "/desk/trail/?action=agree"),
    Page("desk:trail", "nothing fits", "administrator", "/desk/trail/?object=nothing"),
    Page("desk:who_looked", "", "researcher", "/desk/who-looked/"),
    Page("scorecard:reports", "", "analyst", "/reports/"),
    Page("scorecard:reports", "", PUBLIC, "/reports/"),
    Page("scorecard:book", "draft", "analyst", "book draft"),
    Page("scorecard:book", "released", "board", "book released"),
    Page("scorecard:book_new", "", "analyst", "/reports/new/"),
    Page("scorecard:book_choose", "", "analyst", "book choose"),
    Page("scorecard:book_wanted", "", "analyst", "book wanted"),
    Page("scorecard:book_step", "", "analyst", "book step"),
    Page("scorecard:book_decided", "", "analyst", "book decided"),
    Page("scorecard:tools", "", "counsel", "/tools/"),
    Page("scorecard:tool", "", "officer", "tool"),
    Page("scorecard:tool", "review overdue", "officer", "tool overdue"),
    Page("scorecard:tool_new", "", "officer", "/tools/new/"),
    Page("scorecard:tool_change", "", "officer", "tool change"),
    Page("scorecard:tool_review", "", "officer", "tool review"),
    Page("scorecard:api_keys", "", "administrator", "/keys-for-machines/"),
    Page("scorecard:api_key_new", "", "privacy", "/keys-for-machines/new/"),
    Page("api:api-root", "", PUBLIC, "/api/v1/"),
)  # fmt: skip

# Pages that no URL names: they answer where something went wrong.
ERRORS = frozenset({
    "house:bad_request", "house:not_yours", "house:not_there", "house:our_fault",
    "house:form_too_old", "house:limit", "people:too_many_tries", "people:not_verified",
})  # fmt: skip
# URL names that answer with something that is no page of ours, and what they answer with.
NO_PAGE = {
    "house:home": "leads each role to its first page",
    "house:live": "text for a monitor",
    "house:ready": "text for a monitor",
    "set_language": "takes a form and leads back",
    "account_set_password": "leads on: everybody here has a password, or a directory",
    "mfa_download_recovery_codes": "a file",
    "mfa_login_webauthn": "a question to the passkey of a visitor, as JSON",
    "openid_connect_login": "leads to the directory",
    "openid_connect_callback": "leads back from the directory",
    "house:security": "a text for programs, where a contact is named",
    "people:again": "leads to where somebody proves who they are",
    "people:stay": "an answer to the script that warns before a session ends",
    "scorecard:download": "a file",
    "scorecard:published_download": "a file",
    "scorecard:log_file": "a file",
    "scorecard:initiative_packet_pdf": "a file",
    "scorecard:worklist_export": "a file, fetched once by a button",
    "scorecard:book_pdf": "a file",
    "scorecard:book_draft_pdf": "a file",
    "scorecard:tools_export": "a file",
    "scorecard:api_key_withdraw": "takes a form and leads back",
    "people:withdraw": "takes a form and leads back",
    "desk:cancel_job": "takes a form and leads back",
    "desk:comment": "takes a form and leads back",
    "desk:download": "a file",
    "desk:draft": "takes what is typed, and answers with nothing",
    "desk:feed": "a calendar",
    "desk:notice": "leads to what a notice is about",
    "desk:renew_feed": "takes a form and leads back",
    "desk:reopen": "takes a form and leads back",
    "desk:take": "takes a form and leads back",
    "desk:trail_csv": "a file",
    "desk:undo": "takes a form and leads back",
    "desk:verify_trail": "takes a form and leads to a job",
    "desk:wait": "takes a form and leads back",
    "desk:withdraw": "takes a form and leads back",
    "api:editions": "JSON",
    "api:finding": "JSON",
    "api:findings": "JSON",
    "api:openapi-json": "JSON",
    "api:promises": "JSON",
    "api:releases": "JSON",
}

# Each proof walks one page of each kind at every commit; COMMONWEAL_EVERY_PAGE=1 walks all of them.
KINDS = frozenset({
    "house-about-public", "house-not-there-error-public", "account-login-empty-public",
    "people-me-long-name-eighty-letters", "people-change-role-privacy", "mfa-index-member",
    "desk-my-work-every-part-analyst", "desk-notices-new-analyst", "desk-job-done-analyst",
    "scorecard-vision-board", "scorecard-measures-all-labels-analyst",
    "scorecard-measure-figures-analyst", "scorecard-published-public",
    "scorecard-sign-found-analyst", "scorecard-initiative-running-officer",
    "scorecard-initiative-propose-officer", "scorecard-reports-public", "scorecard-tools-counsel",
})  # fmt: skip
EVERY_PAGE = "COMMONWEAL_EVERY_PAGE"
WALKED = tuple(page for page in PAGES if os.environ.get(EVERY_PAGE) or page.name in KINDS)
