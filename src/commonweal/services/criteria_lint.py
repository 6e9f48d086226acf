"""Hold the criteria of programs, awards, training and sourcing against dated lists of words.

A protected attribute is refused; what may stand in for one goes to counsel with a recorded reason.
The decision reads the words of the criterion only: nothing of any person.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from commonweal.services.term_lists import TermList, Terms, Use, Verdict

_WORST_FIRST = (Verdict.REFUSED, Verdict.COUNSEL, Verdict.UNKNOWN, Verdict.OPEN)
_UNKNOWN = "No list of terms is known for that day, so nobody can say that it is open."


@dataclass(frozen=True)
class Criterion:
    """Hold one criterion as readers will see it, and what was recorded about it.

    words:     the criterion itself
    rationale: why it is needed, in words that have nothing to do with a protected attribute
    counsel:   what counsel noted, or "" while counsel has not read it

    >>> Criterion("Two years of practice").rationale
    ''
    """

    words: str
    rationale: str = ""
    counsel: str = ""


@dataclass(frozen=True)
class Judged:
    """Hold what becomes of one criterion, and why.

    criterion: what was judged
    verdict:   refused, counsel review, unknown or open
    found:     the words that decided, as (words of the criterion, key of the list)
    reasons:   why, one sentence a list
    lacks:     what must be recorded before it may be used: "rationale", "counsel"

    >>> one = Judged(Criterion("Two years of practice"), Verdict.OPEN, (), (), ())
    >>> one.may_be_used
    True
    """

    criterion: Criterion
    verdict: Verdict
    found: tuple[tuple[str, str], ...]
    reasons: tuple[str, ...]
    lacks: tuple[str, ...]

    @property
    def may_be_used(self) -> bool:
        """Say whether nothing stands against it: open, or read by counsel with its reason kept."""
        settled = self.verdict is Verdict.COUNSEL and not self.lacks
        return self.verdict is Verdict.OPEN or settled


def judge(criteria: Sequence[Criterion], use: Use, terms: Terms, today: date) -> tuple[Judged, ...]:
    """Judge criteria by the lists that hold on a day.

    criteria: one or more, each judged by itself
    use:      what they decide about
    terms:    the lists, as `term_lists.shipped` reads them
    today:    the day on which they are to be used; past criteria are judged by past lists
    Gives one Judged for each, in the same order. A reason that uses a listed word itself counts
    as none.

    >>> from commonweal.services.term_lists import shipped
    >>> asked = (Criterion("Women in surgery"), Criterion("Lived experience of illness"))
    >>> [one.verdict.value for one in judge(asked, Use.AWARD, shipped(), date(2026, 11, 21))]
    ['refused', 'counsel review']
    """
    lists = tuple(one for one in terms.lists if use in one.uses and one.holds_on(today))
    return tuple(_judged(one, lists) for one in criteria)


def _judged(criterion: Criterion, lists: tuple[TermList, ...]) -> Judged:
    found = _found(criterion.words, lists)
    closed = [one for one in lists if one.closed]
    outside = [one for one in closed if one.key not in {by.key for _, by in found}]
    verdicts = {by.verdict for _, by in found} | {Verdict.REFUSED for _ in outside}
    if not any(one.verdict is Verdict.REFUSED for one in lists):
        verdicts.add(Verdict.UNKNOWN)
    verdict = next((one for one in _WORST_FIRST if one in verdicts), Verdict.OPEN)
    deciding = tuple((words, by) for words, by in found if by.verdict is verdict)
    reasons = {by.says: None for _, by in deciding}
    if verdict is Verdict.REFUSED:
        reasons |= {by.says: None for by in outside}
    if verdict is Verdict.UNKNOWN:
        reasons = {_UNKNOWN: None}
    return Judged(
        criterion,
        verdict,
        tuple((words, by.key) for words, by in deciding),
        tuple(reasons),
        _lacks(criterion, verdict, lists),
    )


def _lacks(criterion: Criterion, verdict: Verdict, lists: tuple[TermList, ...]) -> tuple[str, ...]:
    if verdict is not Verdict.COUNSEL:
        return ()
    named = any(by.verdict is Verdict.REFUSED for _, by in _found(criterion.rationale, lists))
    neutral = bool(criterion.rationale.strip()) and not named
    given = {"rationale": neutral, "counsel": bool(criterion.counsel.strip())}
    return tuple(name for name, there in given.items() if not there)


def _found(text: str, lists: tuple[TermList, ...]) -> list[tuple[str, TermList]]:
    """Find terms, longest first; what a longer one took, a shorter one no longer sees."""
    left = plain(text)
    every = [(term, one) for one in lists for term in one.terms]
    found = []
    for term, by in sorted(every, key=lambda each: -len(each[0].split())):
        for match in _pattern(term).finditer(left):
            found.append((match[0].strip(), by))
        left = _pattern(term).sub(lambda match: " " + "." * len(match[0].strip()) + " ", left)
    return found


def _pattern(term: str) -> re.Pattern[str]:
    words = [re.escape(word).replace(r"\#", r"\d").replace(r"\*", r"\w*") for word in term.split()]
    return re.compile(rf"(?<![\w.]){' '.join(words)}(?![\w.])")


def plain(text: str) -> str:
    """Write text so that spelling can not hide a word: small letters, no accents, no hyphens.

    text: anything

    >>> plain("Latiné, women-owned")
    'latine women owned'
    """
    apart = unicodedata.normalize("NFKD", text)
    kept = "".join(one for one in apart if unicodedata.category(one) not in {"Mn", "Cf"})
    return " ".join(re.sub(r"[\W_]+", " ", kept.casefold()).split())
