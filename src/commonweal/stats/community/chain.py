"""The chain of evidence from need to outcome: every link that is broken, with its kind and owner.

It takes and gives names of needs, programs and outcomes, never of people.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

LINKS = (
    "need_answered", "strategy_program", "program_need", "dollars_activity", "program_outcome",
    "outcome_baseline",
)  # fmt: skip


@dataclass(frozen=True)
class Link:
    """Hold one link that should be there.

    kind:  need_answered (addressed, or a reason is given), strategy_program (an addressed need has
           a running program), program_need (a running program answers a documented need),
           dollars_activity (dollars go with activity), program_outcome (a running program has a
           measured outcome), outcome_baseline (an outcome has a baseline)
    thing: need, program or outcome that it starts from
    owner: who answers for it, "" where nobody is named
    whole: whether it is there
    >>> Link("need_answered", "housing", "", False).whole
    False
    """

    kind: str
    thing: str
    owner: str
    whole: bool


@dataclass(frozen=True)
class Evidence:
    """Hold what is on record about a period.

    needs:      significant needs
    strategies: need -> whether it is addressed, and whether a reason is given where it is not
    programs:   running program -> its owner, "" where nobody is named
    answers:    (program, need) pairs
    activities: programs with an activity
    expenses:   programs with dollars
    outcomes:   outcome -> its program, and whether there is a baseline
    >>> Evidence(("n",), {}, {}, (), (), (), {}).needs
    ('n',)
    """

    needs: Collection[str]
    strategies: Mapping[str, tuple[bool, bool]]
    programs: Mapping[str, str]
    answers: Collection[tuple[str, str]]
    activities: Collection[str]
    expenses: Collection[str]
    outcomes: Mapping[str, tuple[str, bool]]


def chain(record: Evidence) -> tuple[Link, ...]:
    """List every link that the chain should have, and whether it is there.

    record: what is on record
    Gives links in the order of LINKS and of their things. A program with neither dollars nor
    activity is not asked for an outcome.
    Source: community.md sections 6.1 and 12; 26 CFR 1.501(r)-3(c): each significant need is
    addressed, or the reason is given
    >>> found = chain(Evidence(("food",), {"food": (True, False)}, {"pantry": "Health"}, (),
    ...                        (), ("pantry",), {}))
    >>> [link.kind for link in found if not link.whole]
    ['strategy_program', 'program_need', 'dollars_activity', 'program_outcome']
    """
    programs, decided = record.programs, record.strategies
    served = {need for program, need in record.answers if program in programs}
    known = {program for program, need in record.answers if need in record.needs}
    measured = {program for program, _ in record.outcomes.values()}
    alive = {*record.activities, *record.expenses}
    found = [Link("need_answered", one, "", any(decided.get(one, ()))) for one in record.needs]
    found += [
        Link("strategy_program", one, "", one in served)
        for one in record.needs
        if decided.get(one, (False,))[0]
    ]
    found += [Link("program_need", one, owner, one in known) for one, owner in programs.items()]
    found += [
        Link("dollars_activity", one, programs.get(one, ""), one in record.activities)
        for one in record.expenses
    ]
    found += [
        Link("program_outcome", one, owner, one in measured)
        for one, owner in programs.items()
        if one in alive
    ]
    found += [
        Link("outcome_baseline", one, programs.get(program, ""), before)
        for one, (program, before) in record.outcomes.items()
    ]
    return tuple(sorted(found, key=lambda link: (LINKS.index(link.kind), link.thing)))
