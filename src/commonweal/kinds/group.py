"""A group of people: one category of one view, with the words it is called by."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Group:
    """Name one group of one view.

    view:   key of the view, such as "race_ethnicity"
    code:   stable code inside the view, such as "nhpi"
    label:  the name that people of this group use, spelt in full
    stated: whether its members said so themselves; "declined", "not asked" and the like are not
            groups of people but findings about how we ask, and are never judged

    >>> Group("sex", "female", "Women and girls").stated
    True
    """

    view: str
    code: str
    label: str
    stated: bool = True
