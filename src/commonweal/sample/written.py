"""What every part of the made-up system says of itself: the gaps planted, and what was written."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Gap:
    """Plant a difference in one process for one group.

    measure: key of the measure that shows it first
    view:    the view, such as race_ethnicity
    group:   code of the group
    size:    what is planted: a factor on a chance or rate, or a difference, as the area says

    >>> Gap("workforce.turnover", "race_ethnicity", "hispanic", 1.7).size
    1.7
    """

    measure: str
    view: str
    group: str
    size: float


@dataclass(frozen=True)
class Written:
    """Say what a part of the sample wrote, and what is true in it.

    folder:  where the exports and `mapping.toml` are
    rows:    (file, rows without its head) in the order they were written
    planted: the gaps planted; nothing else differs but what `carried` names
    carried: (measure, view, why) where a planted gap must show too, because measures share events
             and groups share people

    >>> Written(Path("staff"), (), (), ()).mapping.as_posix()
    'staff/mapping.toml'
    """

    folder: Path
    rows: tuple[tuple[str, int], ...]
    planted: tuple[Gap, ...]
    carried: tuple[tuple[str, str, str], ...]

    @property
    def mapping(self) -> Path:
        """Give the file that says what the columns of the exports mean."""
        return self.folder / "mapping.toml"

    def true(self, measure: str, view: str) -> bool:
        """Say whether there is a true gap in a measure by a view, planted or carried."""
        own = {(gap.measure, gap.view) for gap in self.planted}
        return (measure, view) in own | {(key, by) for key, by, _ in self.carried}
