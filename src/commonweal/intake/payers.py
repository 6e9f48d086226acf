"""Sort the payer of a claim or a policy into the groups of clinical-data.md section 3.4."""

from __future__ import annotations

import re
from functools import lru_cache

SOP = ("https://nahdo.org/sopt", "urn:oid:2.16.840.1.113883.3.221.5")
_BY_DIGIT = {
    "1": "medicare", "2": "medicaid", "3": "other_public", "4": "other_public",
    "5": "commercial", "6": "commercial", "8": "self_pay",
}  # fmt: skip
_WORDS = (
    ("dual", re.compile(r"dual|\bmmp\b|medicare.*medicaid|medicaid.*medicare")),
    ("medicare", re.compile(r"medicare")),
    ("medicaid", re.compile(r"medicaid|masshealth|\bchip\b")),
    (
        "other_public",
        re.compile(r"tricare|\bva\b|veterans|\bihs\b|indian health|corrections"),
    ),
    (
        "self_pay",
        re.compile(r"no[ _-]?insurance|self[ _-]?pay|uninsured|charity|^none$"),
    ),
)
# Words, marks and bare numbers that name no payer: nobody is taken to be insured by them.
_NOBODY = re.compile(
    r"[\W\d_]*|#?n/?a|<na>|n\.a\.|nan|nat|nil|null|[(<]null[)>]|\\n|missing|blank|other|tbd"
    r"|unk|unknown( payer| insurance| plan| type)?|invalid|pending|undetermined|unspecified"
    r"|unassigned|unavailable( / .*)?"
    r"|(not|none|never) (available|applicable|asked|disclosed|documented|entered|given|known"
    r"|on file|provided|recorded|reported|specified|stated)"
    r"|no (data|information|matching concept|payer specified|typology code.*)"
)
_SHORT = 256


def payer_group(texts: tuple[str | None, ...], types: tuple[str, ...] = ()) -> str | None:
    """Name the group of a payer: by its words first, then by its type code.

    texts: the payer as sent and the words of the type, most telling first; words for
        nothing, such as "NA", name none
    types: codings of the type, "system|code"
    """
    words = (text.strip().casefold() for text in texts if text)
    said = " ".join(word for word in words if not _nobody(word))
    # the same few payers come again and again; a long text is not worth keeping
    group = _worded(said) if len(said) <= _SHORT else _worded.__wrapped__(said)
    if group:
        return group
    for token in types:
        system, _, code = token.rpartition("|")
        if system in SOP and code[:1] in _BY_DIGIT:
            return _BY_DIGIT[code[:1]]
    return "commercial" if said else None


def _nobody(word: str) -> bool:
    return len(word) <= _SHORT and _NOBODY.fullmatch(word) is not None


@lru_cache(maxsize=4096)
def _worded(said: str) -> str | None:
    return next((group for group, words in _WORDS if words.search(said)), None)
