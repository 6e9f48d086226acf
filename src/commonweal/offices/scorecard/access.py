"""Who may come to the pages of the scorecard. What they see there, the handling labels decide."""

from __future__ import annotations

from commonweal.offices.house.policy import EVERYBODY, SIGNED_IN, Access, Rule

ACCESS: Access = {
    "scorecard:vision": Rule(EVERYBODY, says="The promises are public; labels decide the rest."),
    "scorecard:measures": Rule(SIGNED_IN, says="The list holds what the role may see."),
    "scorecard:measure": Rule(EVERYBODY, says="A finding that the role may not see is not there."),
    "scorecard:public": Rule(EVERYBODY, says="Published findings are for everybody."),
}
