"""What each summary measure is called, what it says in one sentence, and what it needs."""

from __future__ import annotations

import gettext
from dataclasses import dataclass

_ = gettext.NullTranslations().gettext


@dataclass(frozen=True)
class Measure:
    """Hold the words of one summary measure.

    name:  what it is called
    says:  what it says, in one sentence
    needs: "order", "reference" or nothing
    share: whether it is for shares of people only
    """

    name: str
    says: str
    needs: str = ""
    share: bool = False


ORDER, REFERENCE = "order", "reference"
MEASURES = {
    "d": Measure(
        _("Difference"),
        _("The gap between two groups: the ends of the order, else highest less lowest."),
    ),
    "r": Measure(_("Ratio"), _("The same two groups, one divided by the other; 1 is equal.")),
    "par": Measure(
        _("Attributable risk"),
        _("How far the average would move if every group were like the best."),
    ),
    "paf": Measure(
        _("Attributable fraction, %"), _("The attributable risk in percent of the average.")
    ),
    "bgv": Measure(
        _("Between-group variance"),
        _("The squared distance of groups from the average, each weighted by its people."),
    ),
    "bgsd": Measure(
        _("Between-group deviation"),
        _("The root of the variance: a usual distance from the average, in the unit."),
    ),
    "cov": Measure(
        _("Coefficient of variation, %"), _("That usual distance in percent of the average.")
    ),
    "ti": Measure(
        _("Theil index, per 1,000"), _("How unequal the groups are; most moved by those with much.")
    ),
    "mld": Measure(
        _("Mean log deviation, per 1,000"),
        _("How unequal the groups are; most moved by those with little."),
    ),
    "idisu": Measure(
        _("Disparity, unweighted, %"),
        _("The mean distance from the average in percent of it, every group alike."),
    ),
    "idisw": Measure(
        _("Disparity, weighted, %"),
        _("The mean distance from the average in percent of it, weighted by people."),
    ),
    "mdmu": Measure(
        _("Distance to mean, unweighted"),
        _("The mean distance from the average, every group alike."),
    ),
    "mdmw": Measure(
        _("Distance to mean, weighted"),
        _("The mean distance from the average, weighted by people."),
    ),
    "mdbu": Measure(
        _("Distance to best, unweighted"),
        _("The mean distance from the best group, every group alike."),
    ),
    "mdbw": Measure(
        _("Distance to best, weighted"),
        _("The mean distance from the best group, weighted by people."),
    ),
    "mdru": Measure(
        _("Distance to reference, unweighted"),
        _("The mean distance from the group you name, every group alike."),
        REFERENCE,
    ),
    "mdrw": Measure(
        _("Distance to reference, weighted"),
        _("The mean distance from the group you name, weighted by people."),
        REFERENCE,
    ),
    "index_of_disparity_hp2010": Measure(
        _("Index of disparity, %"),
        _("The mean distance of the other groups from the best one, in percent of it."),
    ),
    "aci": Measure(
        _("Concentration index, absolute"),
        _("Who has it along the order, in the unit; above 0: the advantaged have more."),
        ORDER,
    ),
    "rci": Measure(
        _("Concentration index, relative"),
        _("The same as a part of the average; from -1 to 1."),
        ORDER,
    ),
    "rci_wagstaff": Measure(
        _("Concentration index, Wagstaff"),
        _("The relative index for shares, over the share who do not have it."),
        ORDER,
        share=True,
    ),
    "rci_erreygers": Measure(
        _("Concentration index, Erreygers"),
        _("The index for shares that is the same size for having it and for not."),
        ORDER,
        share=True,
    ),
    "sii_linear": Measure(
        _("Slope index, straight line"),
        _("The gap from the lowest to the highest rank by a straight line."),
        ORDER,
    ),
    "rii_linear": Measure(
        _("Relative index, straight line"),
        _("The highest rank over the lowest by a straight line; 1 is equal."),
        ORDER,
    ),
    "kmi": Measure(
        _("Kunst-Mackenbach index"),
        _("The relative index with the larger end on top, so never below 1."),
        ORDER,
    ),
    "sii_logit": Measure(
        _("Slope index, logit line"),
        _("The gap from the lowest to the highest rank by a line that stays within 0 to 100%."),
        ORDER,
        share=True,
    ),
    "rii_logit": Measure(
        _("Relative index, logit line"),
        _("The highest rank over the lowest by that line; 1 is equal."),
        ORDER,
        share=True,
    ),
}


def name_of(key: str) -> str:
    """Give the name of a measure; one without words of its own is called by its key."""
    return MEASURES[key].name if key in MEASURES else key
