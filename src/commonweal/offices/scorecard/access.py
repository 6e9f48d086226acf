"""Who may come to the pages of the scorecard. What they see there, the handling labels decide."""

from __future__ import annotations

from dataclasses import replace

from commonweal.kinds import Purpose
from commonweal.offices.house.policy import EVERYBODY, SIGNED_IN, WRITE, Access, Role, Rule
from commonweal.offices.scorecard.flow.initiatives import leads

_WORKERS = frozenset({Role.OFFICER, Role.DIRECTOR, Role.ANALYST, Role.QUALITY})
_READERS = _WORKERS | {Role.BOARD, Role.COUNSEL, Role.PRIVACY}
_READ = Rule(_READERS, says="Those who work on gaps, decide on them or watch over them read it.")
_WORK = Rule(_WORKERS, methods=WRITE, says="Whoever works on gaps may write down what is done.")
_ACT = Rule(_READERS, methods=WRITE, says="The flow says which step is whose.")
_KEYS = Rule(
    frozenset({Role.OFFICER, Role.QUALITY}),
    frozenset({Purpose.QUALITY_IMPROVEMENT}),
    WRITE,
    owns=leads,
    fresh=True,
    says="Keys of patients are for the improvement of their care, and for nothing else.",
)
_FETCHED_ONCE = replace(_KEYS, methods=frozenset({"POST"}), owns=None)
INITIATIVES: Access = {
    "scorecard:initiatives": _READ,
    "scorecard:initiative": _READ,
    "scorecard:initiative_packet": _READ,
    "scorecard:initiative_packet_pdf": replace(_READ, fresh=True),
    "scorecard:initiative_propose": _WORK,
    "scorecard:initiative_change": _WORK,
    "scorecard:initiative_todo": _WORK,
    "scorecard:initiative_step": _ACT,
    "scorecard:worklist": _KEYS,
    "scorecard:worklist_export": _FETCHED_ONCE,
}
_SIGNERS = frozenset({Role.ANALYST, Role.QUALITY})
_KEEPERS = _SIGNERS | {Role.COUNSEL, Role.PRIVACY}
_ALL = Rule(EVERYBODY, says="The promises are public; labels decide the rest.")
_LOG = Rule(EVERYBODY, says="What was published when is for everybody to check.")
_SEEN = "A finding that the role may not see is not there."
_OPEN = Rule(_KEEPERS, methods=WRITE, says="Two of these open a finding; one of them closes it.")
FINDINGS: Access = {
    "scorecard:vision": _ALL,
    "scorecard:commitment": _ALL,
    "scorecard:measures": Rule(SIGNED_IN, says="The list holds what the role may see."),
    "scorecard:measure": Rule(EVERYBODY, says=_SEEN),
    "scorecard:download": Rule(EVERYBODY, fresh=True, says=_SEEN),
    "scorecard:trace": Rule(EVERYBODY, says=_SEEN),
    "scorecard:trace_asked": Rule(EVERYBODY, says=_SEEN),
    "scorecard:sign": Rule(_SIGNERS, methods=WRITE, says="Who understands a finding signs it."),
    "scorecard:widen": _OPEN,
    "scorecard:widen_many": _OPEN,
    "scorecard:narrow": _OPEN,
    "scorecard:widening": _OPEN,
    "scorecard:public": Rule(EVERYBODY, says="Published findings are for everybody."),
    "scorecard:published": Rule(EVERYBODY, says="Published findings are for everybody."),
    "scorecard:published_download": Rule(
        EVERYBODY, says="Published findings are for everybody, as the public reads them."
    ),
    "scorecard:trust": Rule(EVERYBODY, says="How often an emergency opened pages is public."),
    "scorecard:log": _LOG,
    "scorecard:log_file": _LOG,
}
_RELEASED = Rule(EVERYBODY, says="A release is for the readers it was made for; a draft is not.")
_MAKE = Rule(_SIGNERS, methods=WRITE, says="Whoever signs findings makes books of them.")
BOOKS: Access = {
    "scorecard:reports": _RELEASED,
    "scorecard:book": _RELEASED,
    "scorecard:book_pdf": _RELEASED,
    "scorecard:book_draft_pdf": Rule(
        _KEEPERS, fresh=True, says="Before its release a book is for those who make and release it."
    ),
    "scorecard:book_new": _MAKE,
    "scorecard:book_choose": _MAKE,
    "scorecard:book_wanted": _MAKE,
    "scorecard:book_decided": _MAKE,
    "scorecard:book_step": Rule(_KEEPERS, methods=WRITE, says="One submits, another releases."),
}
TOOLS: Access = {
    "scorecard:tools": _READ,
    "scorecard:tool": _READ,
    "scorecard:tools_export": replace(_READ, fresh=True),
    "scorecard:tool_new": _WORK,
    "scorecard:tool_change": _WORK,
    "scorecard:tool_review": _WORK,
}
_MACHINES = Rule(EVERYBODY, says="A key says what a machine may read; without one, what is public.")
_KEY_MAKERS = Rule(
    frozenset({Role.ADMINISTRATOR, Role.PRIVACY}),
    methods=WRITE,
    says="Keys are made and withdrawn by those who answer for access.",
)
KEYS: Access = {
    "api:api-root": _MACHINES,
    "api:openapi-json": _MACHINES,
    "api:findings": _MACHINES,
    "api:finding": _MACHINES,
    "api:promises": _MACHINES,
    "api:editions": _MACHINES,
    "api:releases": _MACHINES,
    "scorecard:api_keys": _KEY_MAKERS,
    "scorecard:api_key_new": replace(_KEY_MAKERS, fresh=True),
    "scorecard:api_key_withdraw": replace(_KEY_MAKERS, methods=frozenset({"POST"})),
}
ACCESS: Access = {
    **INITIATIVES,
    **KEYS,
    **TOOLS,
    **BOOKS,
    **FINDINGS,
}
