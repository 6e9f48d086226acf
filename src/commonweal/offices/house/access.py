"""Who may come to the pages of the house itself: everybody."""

from __future__ import annotations

from commonweal.offices.house.policy import EVERYBODY, WRITE, Access, Rule

ACCESS: Access = {
    "house:home": Rule(EVERYBODY, says="The front door leads each role to its first page."),
    "house:about": Rule(EVERYBODY, says="What Commonweal is and how it protects people."),
    "house:hidden": Rule(EVERYBODY, says="Why some numbers are not shown."),
    "house:keys": Rule(EVERYBODY, says="Keyboard shortcuts."),
    "house:security": Rule(EVERYBODY, says="Where to write about a weakness of this site."),
    "house:policy_report": Rule(
        EVERYBODY, methods=frozenset({"POST"}), says="A browser tells what it stopped on a page."
    ),
    "house:live": Rule(EVERYBODY, says="Says to a monitor that the process runs."),
    "house:ready": Rule(EVERYBODY, says="The page itself asks: this machine, or administrators."),
    "set_language": Rule(EVERYBODY, methods=WRITE, says="Anybody may choose a language."),
}
