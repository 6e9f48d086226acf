"""The language a person prefers, and the group of languages it is counted in."""

from __future__ import annotations

import re

from commonweal.intake.context import word
from commonweal.intake.fhir.reading import Resource
from commonweal.intake.saying import INVALID, NOT_RECORDED, Said, nullish

_FORM = re.compile(r"[a-z]{2,3}(-[a-z0-9]{1,8})*")
_SIGNED = {
    "ase", "asf", "bfi", "csl", "csn", "fsl", "gsg", "ils", "ins", "ise", "isg", "jsl", "kvk",
    "mfs", "nzs", "psp", "sgn", "ssp",
}  # fmt: skip
_OLD = {
    "ara": "ar", "chi": "zh", "zho": "zh", "eng": "en", "fra": "fr", "fre": "fr", "deu": "de",
    "ger": "de", "ell": "el", "gre": "el", "hat": "ht", "hin": "hi", "ita": "it", "jpn": "ja",
    "khm": "km", "kor": "ko", "pol": "pl", "por": "pt", "rus": "ru", "som": "so", "spa": "es",
    "tgl": "tl", "vie": "vi",
}  # fmt: skip
_NONE = {"und": "unknown", "mis": "invalid", "zxx": "not_recorded", "mul": "invalid"}


def languages(resource: Resource) -> tuple[Said, Said]:
    """Read the preferred language as sent, and its group.

    resource: a Patient; `preferred` first, else the first one
    """
    spoken = resource.get("communication") or []
    if not spoken:
        return NOT_RECORDED, NOT_RECORDED
    chosen = next((entry for entry in spoken if entry.get("preferred") is True), spoken[0])
    for coding in (chosen.get("language") or {}).get("coding") or ():
        code = word(coding.get("code"))
        if code:
            return of_code(code, word(coding.get("system")))
    return INVALID, INVALID


def of_code(code: str, system: str | None = None) -> tuple[Said, Said]:
    """Give a language as sent and its group.

    code: BCP-47, or the three letters of older feeds
    system: code system as sent
    """
    state = nullish(code)
    folded = code.strip().replace("_", "-").casefold()
    parts = folded.split("-")
    if state is None and parts[0] in _NONE:
        state = Said(None, None, _NONE[parts[0]])
    if state is not None:
        return state, state
    if not _FORM.fullmatch(folded):
        return INVALID, INVALID
    return Said(code, system), Said(_group(parts))


def _group(parts: list[str]) -> str:
    primary = _OLD.get(parts[0], parts[0])
    if primary in _SIGNED:
        return "sign"
    if primary == "zh" and len(parts) > 1 and parts[1] in ("yue", "cmn"):
        return parts[1]
    return primary
