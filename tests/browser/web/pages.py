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
    Page("scorecard:vision", "", PUBLIC, "/vision/"),
    Page("scorecard:vision", "", "analyst", "/vision/"),
    Page("scorecard:vision", "", "board", "/vision/"),
    Page("scorecard:measures", "all labels", "analyst", "/measures/"),
    Page("scorecard:measures", "few labels", "member", "/measures/"),
    Page("scorecard:measure", "figures", "analyst", "measure with figures"),
    Page("scorecard:measure", "figures", PUBLIC, "measure with figures"),
    Page("scorecard:measure", "hidden rows", "analyst", "measure with hidden rows"),
    Page("scorecard:measure", "sent back", "board", "measure sent back"),
    Page("scorecard:measure", "nothing shown", "quality", "measure with nothing shown"),
    Page("scorecard:measure", "not computable", "counsel", "measure not computable"),
    Page("scorecard:public", "", PUBLIC, "/published/"),
)

# URL names that answer with something that is no page of ours, and what they answer with.
NO_PAGE = {
    "house:home": "leads each role to its first page",
    "house:live": "text for a monitor",
    "house:ready": "text for a monitor",
    "set_language": "takes a form and leads back",
}
