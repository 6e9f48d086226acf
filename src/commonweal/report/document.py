"""The document tree that all four writers read: what stands on a page, in which order.

It holds words and numbers only. It knows nothing of HTML, of paper or of a terminal.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, TypeVar

from commonweal.kinds.said import Speak, spoken, within
from commonweal.report.figure_nodes import Chart, Multiples

T = TypeVar("T")


@dataclass(frozen=True)
class Paragraph:
    """Set sentences as one paragraph.

    text:     the sentences
    soft:     whether it is second text, such as a caption
    verbatim: whether it stands as somebody wrote it, whatever the language

    >>> Paragraph("One in ten waits.").soft
    False
    """

    text: str
    soft: bool = False
    verbatim: bool = False


@dataclass(frozen=True)
class Verdict:
    """Set the verdict before everything else.

    verdict:   in words of the closed list
    sentence:  what was found
    attention: whether it asks to be acted upon

    >>> Verdict("A gap is likely", "60 of every 100.", True).attention
    True
    """

    verdict: str
    sentence: str
    attention: bool


@dataclass(frozen=True)
class Fact:
    """Set one thing beside its name.

    name:     what it is
    text:     its words
    verbatim: whether they stand as somebody wrote them, whatever the language

    >>> Fact("Next step", "Call.").name
    'Next step'
    """

    name: str
    text: str
    verbatim: bool = False


@dataclass(frozen=True)
class Facts:
    """Set several facts, one below the other.

    facts: in order

    >>> Facts((Fact("Next step", "Call."),)).facts[0].text
    'Call.'
    """

    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class Notes:
    """Set sentences as a list.

    items:    in order
    verbatim: whether they stand as they are in every language, such as sources

    >>> Notes(("One.", "Two.")).items[1]
    'Two.'
    """

    items: tuple[str, ...]
    verbatim: bool = False


@dataclass(frozen=True)
class Link:
    """Lead to another place of the same report.

    text:   words of the link
    target: key of the section, or name of the folder, it leads to
    folder: whether it leads to the page of a finding in its own folder

    >>> Link("Read on", "care-bp").folder
    False
    """

    text: str
    target: str
    folder: bool = False


@dataclass(frozen=True)
class Table:
    """Set rows below named columns; the first column names the row.

    caption: what the table tells
    columns: names of the columns
    rows:    as many texts as there are columns, each
    figures: for each column, whether it holds figures (set flush to its end)
    room:    for each column, its share of the width, in parts of their sum

    >>> Table("Sites", ("Site", "People"), (("East", "120"),), (False, True), (18, 8)).rows[0]
    ('East', '120')
    """

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    figures: tuple[bool, ...]
    room: tuple[int, ...]


@dataclass(frozen=True)
class Tick:
    """Mark one value of a scale.

    value: the number
    place: its place on the scale, 0 to 100
    text:  as written

    >>> Tick(0.4, 0.0, "40%").text
    '40%'
    """

    value: float
    place: float
    text: str


@dataclass(frozen=True)
class Mark:
    """Place one rate and its interval on the scale, 0 to 100.

    at:        place of the rate
    low, high: places of the ends of its interval, equal to `at` where none can be drawn

    >>> Mark(50.0, 40.0, 60.0).at
    50.0
    """

    at: float
    low: float
    high: float


@dataclass(frozen=True)
class Strip:
    """Set the spread inside one group, for the reader to open.

    opens:    the words to open it
    name:     the same words with the group, for those who hear them out of their place
    places:   of its parts on the scale, 0 to 100
    sentence: what the spread says, or ""
    parts:    the figures of the parts in words

    >>> Strip("Show the months", "Show the months of Asian", (50.0,), "", "48.1%").places
    (50.0,)
    """

    opens: str
    name: str
    places: tuple[float, ...]
    sentence: str
    parts: str


@dataclass(frozen=True)
class Dot:
    """Set one group's row of the figure.

    label:    the group
    mark:     what is drawn, or None where there is no rate to show
    rate, interval, people: texts of the three columns of numbers
    everybody: whether this is everybody together
    hatched:   whether a rate is kept back, so that its place is hatched
    strip:     the spread inside the group, or None

    >>> Dot("All", None, "nobody to count", "nobody to count", "0").hatched
    False
    """

    label: str
    mark: Mark | None
    rate: str
    interval: str
    people: str
    everybody: bool = False
    hatched: bool = False
    strip: Strip | None = None


@dataclass(frozen=True)
class DotRows:
    """Set the figure: one row a group, its dot, its interval, the line of everybody.

    title:   what the figure shows
    caption: who, what, when, where from, and how to read it
    legend:  sentences on what is particular here: hatching, a missing line, the scale
    columns: names of label, rate, interval and people
    scale:   one sentence on where the scale starts and ends
    ticks:   of the scale
    line:    place of everybody together, or None when that is not shown
    dots:    rows in order

    >>> DotRows("T", "C", (), ("Group", "Rate", "Interval", "People"), "S", (), None, ()).scale
    'S'
    """

    title: str
    caption: str
    legend: tuple[str, ...]
    columns: tuple[str, str, str, str]
    scale: str
    ticks: tuple[Tick, ...]
    line: float | None
    dots: tuple[Dot, ...]


@dataclass(frozen=True)
class Section:
    """Set blocks under one heading.

    title:  the heading
    key:    a name for links, unique in the document
    blocks: in order; a section inside it has a heading one level lower

    >>> Section("Notes", "notes", (Paragraph("One."),)).key
    'notes'
    """

    title: str
    key: str
    blocks: tuple[Block, ...]


Block = Paragraph | Verdict | Facts | Notes | Link | Table | DotRows | Chart | Multiples | Section


@dataclass(frozen=True)
class Document:
    """Hold a whole report, ready to be written.

    title:     its heading
    context:   the institution, the period: a line above or below the title
    blocks:    in order
    foot:      the rule on hidden numbers, on each page
    language:  such as "en"
    direction: "ltr" or "rtl"
    paged:     whether each section of the first level begins a new page on paper

    >>> Document("Report", "2020", (), "Numbers from 1 to 10 are not shown.").direction
    'ltr'
    """

    title: str
    context: str
    blocks: tuple[Block, ...]
    foot: str
    language: str = "en"
    direction: str = "ltr"
    paged: bool = False


def plain(text: str) -> str:
    """Take out what no reader sees and a terminal or a page could obey.

    text: as it came

    Gives it without control characters, and with every run of blanks as one space.

    >>> plain("East" + chr(27) + "[31m  Hospital")
    'East[31m Hospital'
    """
    return within(text, _plain)


def _plain(text: str) -> str:
    spaced = " ".join(text.split())
    return "".join(one for one in spaced if unicodedata.category(one) not in ("Cc", "Cs"))


def cleaned(node: T) -> T:
    """Clean every text of a tree.

    node: a document, a part of one, or a tuple of parts

    Gives the same tree with each text made plain.

    >>> cleaned(Paragraph("two" + chr(0) + "  words")).text
    'two words'
    """
    return _each(node, plain)  # type: ignore[no-any-return] # the walk keeps the type of each node


def in_language(document: Document, speak: Speak, language: str, direction: str) -> Document:
    """Say every message of a document in another language; names and numbers stay as they are.

    document:  in English
    speak:     gives a message in the language, as `commonweal.kinds.said.spoken` asks for it
    language:  such as "es"
    direction: "ltr" or "rtl"

    >>> from commonweal.kinds import message
    >>> told = Document(message("Notes"), "East Hospital", (), "")
    >>> in_language(told, lambda text, plural, count: "Notas", "es", "ltr").title
    'Notas'
    """
    told: Document = _each(document, lambda text: spoken(text, speak))
    return replace(told, language=language, direction=direction)


def _each(node: Any, change: Callable[[str], str]) -> Any:
    """Change every text of a tree."""
    if isinstance(node, str):
        return change(node)
    if isinstance(node, tuple):
        return tuple(_each(part, change) for part in node)
    if is_dataclass(node) and not isinstance(node, type):
        changed = {one.name: _each(getattr(node, one.name), change) for one in fields(node)}
        return type(node)(**changed)
    return node


def tree(node: Any) -> Any:
    """Turn a document into plain lists and mappings.

    node: a document or a part of one

    Gives mappings with the name of each part under "kind", ready for JSON.

    >>> tree(Facts((Fact("Next step", "Call."),)))["facts"][0]["text"]
    'Call.'
    """
    if isinstance(node, tuple):
        return [tree(part) for part in node]
    if is_dataclass(node):
        named = {one.name: tree(getattr(node, one.name)) for one in fields(node)}
        return {"kind": type(node).__name__, **named}
    return node
