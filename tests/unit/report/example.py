"""A made-up audit with every case a report must set: hidden, undefined, long, right to left."""

from __future__ import annotations

from dataclasses import replace
from math import sqrt

from commonweal.findings.finding import Audit, Cell, Finding, FunnelStep, Promise, Row

SMALL = "not shown (1 to 10)"
PROTECTS = "not shown (protects another number)"
FOOT = (
    "Numbers from 1 to 10 are not shown, to protect people's privacy. "
    "For use inside: tables are protected one by one."
)
WORDS = {
    "A": "A gap is likely, and it repeats",
    "B": "A gap is likely",
    "C": "A gap is possible",
    "N": "No gap that matters",
    "I": "Too little data to say",
    "S": "Too little data to say",
    "": "",
}


def hidden(reason: str = SMALL) -> Cell:
    """Give a cell that says only why it is hidden."""
    return Cell(None, reason)


def percent(value: float) -> Cell:
    """Give a shown proportion."""
    return Cell(value, f"{100 * value:.1f}%")


def count(value: int) -> Cell:
    """Give a shown count."""
    return Cell(value, f"{value:,}")


def shown(label: str, met: int, people: int, grade: str, gap: float = 0.0, price: str = "") -> Row:
    """Give a row with numbers, its interval by the score of Wilson (1927)."""
    rate, z = met / people, 1.959964
    middle = (rate + z * z / (2 * people)) / (1 + z * z / people)
    half = z * sqrt(rate * (1 - rate) / people + z * z / (4 * people**2)) / (1 + z * z / people)
    low, high = middle - half, middle + half
    return Row(
        label=label,
        judged=grade != "",
        grade=grade,
        verdict=WORDS[grade],
        rate=percent(rate),
        low=percent(low),
        high=percent(high),
        interval=f"{100 * low:.1f} to {100 * high:.1f}",
        numerator=count(met),
        denominator=count(people),
        gap=Cell(gap, f"{gap:+.1f}".replace("-", "−")) if grade else Cell(None, ""),
        gap_interval=f"{gap - 2.9:+.1f} to {gap + 2.9:+.1f}".replace("-", "−") if grade else "",
        ratio=Cell(1 + gap / 70, f"{1 + gap / 70:.2f}") if grade else Cell(None, ""),
        sentence=f"Of every 100 of the group {label}, {100 * rate:.0f} met it.",
        price=price,
        trace=f"cw1-{len(label):02d}{met:05d}{people:06d}",
    )


def withheld(label: str, reason: str = SMALL, people: Cell | None = None) -> Row:
    """Give a row of which the rate may not be told."""
    cell = hidden(reason)
    return Row(
        label=label,
        judged=True,
        grade="S",
        verdict=WORDS["S"],
        rate=cell,
        low=cell,
        high=cell,
        interval=reason,
        numerator=cell,
        denominator=people or cell,
        gap=cell,
        gap_interval="",
        ratio=cell,
        sentence=f"The rate of the group {label} is not shown.",
        price="Combine two years: then the number can be shown.",
        trace=f"cw1-h{len(label):012d}",
    )


def steps(rows: int) -> tuple[FunnelStep, ...]:
    """Give a way of six steps, one cell hidden."""
    labels = (
        "Hospice care in the period",
        "Palliative care in the period",
        "End-stage kidney disease",
        "Pregnancy in the period",
        "Aged 66 or older and living in a nursing home",
        "Aged 81 or older with frailty",
    )
    return tuple(
        FunnelStep(label, tuple(hidden() if (at + row) % 7 == 3 else count(11 * at + 13 * row)
                                for row in range(rows)))
        for at, label in enumerate(labels)
    )  # fmt: skip


def finding(**changes: object) -> Finding:
    """Give the finding of the design picture, with changes."""
    rows = (
        shown("White", 6889, 9210, "N", 2.9),
        shown("Asian", 613, 861, "N", -0.8),
        shown("Black or African American", 657, 1034, "B", -8.9),
        shown("Hispanic or Latino", 774, 1288, "A", -13.1),
        shown("American Indian or Alaska Native", 24, 41, "I", -13.4,
              "About 180 more patients, or four more years, would tell a gap of 10 points."),
        withheld("Native Hawaiian or other Pacific Islander"),
        shown("Did not say", 301, 422, ""),
    )  # fmt: skip
    base = Finding(
        key="care.bp_control",
        version="1.2",
        title="Blood pressure controlled",
        commitments=("care.outcomes",),
        period="July 2025 to June 2026",
        view="race and ethnicity",
        view_key="raceeth_2024:alone",
        site="all sites",
        computable=True,
        grade="A",
        verdict=WORDS["A"],
        headline=rows[3].sentence,
        caption="",
        people="patients",
        met="last blood pressure under 140/90",
        better="higher",
        rows=rows,
        everybody=shown("All patients", 9258, 12864, ""),
        funnel=steps(8),
        judged=6,
        chance="We looked at 6 groups here and at 24 in the whole report; one false alarm in 20 "
        "reports is to be expected.",
        next_step="Ask the clinics with the lowest rates what patients meet there, and call back "
        "those whose last reading was high.",
        price="",
        over_time="The gap is steady: it was 12.4 points in 2023 and 13.0 points in 2024.",
        why="High blood pressure that stays high leads to strokes that could be prevented.",
        limits="It does not tell why readings differ, nor who was never measured.",
        levers="Interpreters at each visit, home cuffs, and evening hours move this rate.",
        notes=("Readings of 41 patients had no unit and were left out.",),
        sources=("CMS165v13, Controlling High Blood Pressure, 2025.", "Wilson, JASA 22, 1927."),
        review="Nobody outside the project has reviewed this measure yet.",
        foot=FOOT,
        trace="cw1-5f0c2a91d7",
        version_data="2026-07-01-8c1f3e",
    )
    if {"rows", "everybody"} & changes.keys():  # the way has one cell for each row that is left
        fewer = replace(base, **changes)  # type: ignore[arg-type] # checked at run time
        changes = {"funnel": steps(len(fewer.rows) + (fewer.everybody is not None))} | changes
    whole = replace(base, **changes)  # type: ignore[arg-type] # the names are checked at run time
    caption = (
        f"{whole.title}, by {whole.view}. Patients aged 18 to 85, {whole.period}, {whole.site}. "
        "A dot is the rate; its line is the 95% interval; the dashed line is everybody. "
        "Further along is better."
    )
    return replace(whole, caption=caption)


def others() -> tuple[Finding, ...]:
    """Give five more findings: a narrow scale, nothing shown, a long name, two not computable."""
    language = finding(
        view="language", view_key="lang_group", grade="C", verdict=WORDS["C"],
        headline="Of every 100 who speak Spanish, 64 met it.",
        rows=(shown("English", 8020, 10950, "N", 1.4), shown("Spanish", 640, 1001, "C", -8.6),
              withheld("العربية", PROTECTS, count(312)), withheld("Tagalog", PROTECTS)),
        funnel=(), over_time="", trace="cw1-77aa", next_step="Offer interpreters at each visit.",
    )  # fmt: skip
    language = replace(language, headline=language.rows[1].sentence)
    rare = finding(
        key="care.falls", title="Falls with harm in hospital", view="age", view_key="age_band",
        grade="N", verdict=WORDS["N"], better="lower", met="a fall with harm", commitments=(),
        rows=(shown("18 to 44", 24, 9100, "N", -0.1), shown("45 to 64", 40, 12000, "N", 0.0),
              shown("65 and older " + "n" * 67, 61, 15400, "N", 0.1)),
        everybody=shown("All patients", 125, 36500, ""), funnel=steps(4)[:2],
        headline="Rates differ by less than one in 1,000.", price="", chance="",
        next_step="Nothing to do now.", trace="cw1-9901", notes=(),
        limits="It does not tell which falls were never reported.",
    )  # fmt: skip
    silent = finding(
        key="care.depression", title="Depression asked about", view="gender identity",
        view_key="gender", grade="S", verdict=WORDS["S"], everybody=withheld("All patients"),
        rows=(withheld("Women"), withheld("Men & boys <18")), funnel=(), better="neither",
        headline="Too few patients were asked to say anything.", trace="cw1-0b", over_time="",
        price="About 300 more patients in each group would be needed.",
    )  # fmt: skip
    breast_headline = "Not computable: the table of procedures is absent."
    breast = finding(
        key="care.mammography", title="Breast cancer screening", view="language",
        view_key="lang_group", headline=breast_headline, trace="cw1-e1", computable=False,
        grade="", verdict="Not computable", rows=(), everybody=None, funnel=(), chance="",
        next_step="", price="", over_time="", notes=(),
    )  # fmt: skip
    twin = replace(breast, view="race and ethnicity", view_key="raceeth_2024:alone")
    return (language, rare, silent, breast, twin)


def audit() -> Audit:
    """Give the whole audit."""
    findings = (finding(), *others())
    sentence = findings[0].headline
    return Audit(
        title="What we found: Commonwealth Example Health",
        institution="Commonwealth Example Health",
        period="July 2025 to June 2026",
        version="2026-07-01-8c1f3e",
        made="July 3, 2026",
        summary=(
            "We looked at 5 measures by 4 views. In 2 of 24 groups a gap is likely.",
            "Two measures could not be computed.",
        ),
        first=findings[:3],
        findings=findings,
        promises=(
            Promise("care.outcomes", "Outcomes do not depend on who you are", "Patient care",
                    WORDS["A"], "A", 14, sentence),
            Promise("care.access", "Care is within reach", "Patient care", "not measured", "", 0,
                    "No measure serves this promise yet."),
            Promise("school.entry", "The school's doors are open", "Education", "not measured",
                    "", 0, ""),
        ),
        value_sets=(
            ("Mammography", "urn:oid:2.16.840.1.113883.3.464.1003.108.12.1018",
             "Download it from the Value Set Authority Center with a free account."),
        ),
        notes=("312 rows were quarantined, and the quality report lists each.",
               "Of 12,864 patients, 422 did not say their race or ethnicity."),
        foot=FOOT,
    )  # fmt: skip
