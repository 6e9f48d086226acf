"""Who may come to the pages of the desk."""

from __future__ import annotations

from commonweal.offices.house.policy import SIGNED_IN, WRITE, Access, Rule

ACCESS: Access = {
    "desk:my_work": Rule(SIGNED_IN, says="Everybody has a list of what waits for them."),
    "desk:search": Rule(SIGNED_IN, says="A search finds only what the searcher may open."),
    "desk:done": Rule(SIGNED_IN, methods=WRITE, says="Whoever has a task may say it is done."),
}
