"""The evidence that an accreditor's surveyor asks for of one initiative, in six parts.

A part that lacks something says what is missing. Numbers come from findings only.
"""

from __future__ import annotations

from dataclasses import dataclass

from commonweal.findings.finding import Finding
from commonweal.kinds import message as _
from commonweal.report import words
from commonweal.report.document import (
    Block,
    Document,
    Fact,
    Facts,
    Notes,
    Paragraph,
    Section,
    Verdict,
    cleaned,
)
from commonweal.report.figures import dot_rows, headed, scale_of

TITLE = _("Evidence packet: {name}")
LEADER = _("1. A named leader")
NEEDS = _("2. Social needs")
FOUND = _("3. Disparities found in data by group")
PLAN = _("4. A written plan")
OFF_PLAN = _("5. What is done when it is off plan")
INFORMS = _("6. Those concerned are told")
MISSING = _("Missing: {what}")
NO_LEADER = _("nobody is named who leads it.")
NO_NEEDS = _("which social needs are asked about, and what is offered.")
NO_FINDING = _("a signed finding by group that you may see.")
NO_OFF_PLAN = _("what is done when it falls behind.")
NO_INFORMS = _("how those concerned are told, and how often.")
NO_TASKS = _("tasks. A plan without tasks is a wish.")
NO_ACTS = _("a record of anything done so far.")
WHO = _("Who leads it")
OFFICE = _("Office")
PROMISE = _("Promise it serves")
CHANGES = _("What changes")
WHOM = _("Who it is for")
FROM = _("First day")
UNTIL = _("Day by which it should have helped")
JUDGED = _("How it is judged")
STATE = _("State")


@dataclass(frozen=True)
class Plan:
    """Hold what is known of one initiative, in words that are ready to be set.

    name, state:  of the initiative
    institution, period: for the line below the title
    leader, office, promise: who answers, and for what
    changes, whom: what changes, and for whom
    begins, target: days in long form
    judged:       the measure and the design
    needs, off_plan, informs: of the surveyor's parts 2, 5 and 6, or ""
    tasks:        open and done, one sentence each
    acts:         what was done, one sentence each, the first first
    findings:     by group, as far as the reader may see; the first is the gap it began from
    foot:         the rule on hidden numbers

    >>> "off_plan" in Plan.__dataclass_fields__
    True
    """

    name: str
    state: str
    institution: str
    period: str
    leader: str
    office: str
    promise: str
    changes: str
    whom: str
    begins: str
    target: str
    judged: str
    needs: str
    off_plan: str
    informs: str
    tasks: tuple[str, ...]
    acts: tuple[str, ...]
    findings: tuple[Finding, ...]
    foot: str


def packet_document(plan: Plan) -> Document:
    """Set the packet.

    plan: what is known of the initiative
    Gives a document of six sections; each says what it lacks.

    >>> bare = Plan("Reach out", "running", "Ours", "2020", *[""] * 11, (), (), (), "")
    >>> document = packet_document(bare)
    >>> len(document.blocks), document.blocks[0].blocks[-1].items
    (6, ('Missing: nobody is named who leads it.',))
    """
    blocks = (
        Section(LEADER, "leader", _leader(plan)),
        Section(NEEDS, "needs", _said(plan.needs, NO_NEEDS)),
        Section(FOUND, "found", _found(plan.findings)),
        Section(PLAN, "plan", _plan(plan)),
        Section(OFF_PLAN, "off-plan", (*_said(plan.off_plan, NO_OFF_PLAN), *_acts(plan.acts))),
        Section(INFORMS, "informs", _said(plan.informs, NO_INFORMS)),
    )
    context = words.when_where(plan.period, plan.institution)
    return cleaned(Document(TITLE.format(name=plan.name), context, blocks, plan.foot))


def _facts(*pairs: tuple[str, str]) -> tuple[Facts, ...]:
    given = tuple(Fact(name, text, verbatim=True) for name, text in pairs if text)
    return (Facts(given),) if given else ()


def _missing(what: str) -> Notes:
    return Notes((MISSING.format(what=what),))


def _said(text: str, lacks: str) -> tuple[Block, ...]:
    return (Paragraph(text, verbatim=True),) if text.strip() else (_missing(lacks),)


def _leader(plan: Plan) -> tuple[Block, ...]:
    facts = _facts((WHO, plan.leader), (OFFICE, plan.office), (PROMISE, plan.promise))
    return facts if plan.leader else (*facts, _missing(NO_LEADER))


def _found(findings: tuple[Finding, ...]) -> tuple[Block, ...]:
    if not findings:
        return (_missing(NO_FINDING),)
    return tuple(
        Section(words.when_where(name, one.period), f"found-{place}", _one(one, name))
        for place, one in enumerate(findings)
        for name in [words.named(one.title, one.view)]
    )


def _one(finding: Finding, name: str) -> tuple[Block, ...]:
    verdict, sentence = headed(finding.headline, finding.verdict)
    said = Verdict(verdict, sentence, finding.grade in ("A", "B", "C"))
    if not finding.computable:
        return (said,)
    facts = _facts((words.TRACE, finding.trace), (words.DATASET, finding.version_data))
    return (said, dot_rows(finding, name, scale_of([finding])), *facts)


def _plan(plan: Plan) -> tuple[Block, ...]:
    facts = _facts(
        (CHANGES, plan.changes), (WHOM, plan.whom), (FROM, plan.begins), (UNTIL, plan.target),
        (JUDGED, plan.judged), (STATE, plan.state),
    )  # fmt: skip
    return (*facts, Notes(plan.tasks, verbatim=True) if plan.tasks else _missing(NO_TASKS))


def _acts(acts: tuple[str, ...]) -> tuple[Block, ...]:
    return (Notes(acts, verbatim=True) if acts else _missing(NO_ACTS),)
