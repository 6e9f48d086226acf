"""Text that knows which message it was made from, so that it can be said in another language later.

It is English text like any other: findings are compared, kept and written as before. Beside the
text it holds the message and the named parts that were set into it, which may be said in turn.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Speak = Callable[[str, str, int], str]  # (message, plural or "", count) in another language


class Said(str):
    """Hold a message, or what it says once its named parts are set in.

    message: in English, with {named} parts; what a catalogue looks it up by
    plural:  the same for several, or ""
    many:    how many decide between the two
    parts:   what was set into it, by name; None while it is a message without its parts
    case:    "opened" where it begins with a capital, "lowered" where all is small, or ""

    >>> told = message("{people} waited {time}.").format(people=message("patients"), time="3 days")
    >>> told, told.parts["people"].message
    ('patients waited 3 days.', 'patients')
    """

    __slots__ = ("case", "many", "message", "parts", "plural")
    message: str
    plural: str
    many: int
    parts: Mapping[str, str] | None
    case: str

    def __new__(
        cls,
        message: str,
        parts: Mapping[str, str] | None = None,
        plural: str = "",
        many: int = 0,
        case: str = "",
    ) -> Said:
        """Set the parts into the message, as English does it."""
        # str() makes plain text of a message that was marked before.
        asked = (str.__str__(message), str.__str__(plural))
        template = asked[1] if asked[1] and many != 1 else asked[0]
        made = super().__new__(cls, _filled(template, parts, case))
        made.message, made.plural = asked
        made.many, made.parts, made.case = many, parts, case
        return made

    def format(self, *args: object, **parts: object) -> Said:
        """Set parts into the message; those that are said stay so."""
        if args:
            raise TypeError("the parts of a message have names")
        told = {name: one if isinstance(one, str) else str(one) for name, one in parts.items()}
        return Said(self.message, told, self.plural, self.many, self.case)

    def __copy__(self) -> Said:
        """Give itself: it never changes."""
        return self

    def __deepcopy__(self, _memo: object) -> Said:
        """Give itself: it never changes."""
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        """Keep what it is made of when another process is sent it."""
        return Said, (self.message, self.parts, self.plural, self.many, self.case)


def message(text: str) -> Said:
    """Mark a text as a message: one that a catalogue may hold in other languages.

    text: in English, with {named} parts or without
    >>> message("Not asked")
    'Not asked'
    """
    return text if isinstance(text, Said) else Said(text)


def messages(one: str, several: str, count: int) -> Said:
    """Mark a message that reads otherwise for one than for several.

    one, several: in English, with {named} parts or without
    count:        how many
    >>> messages("{n} table", "{n} tables", 2).format(n=2)
    '2 tables'
    """
    return Said(one, None, several, count)


def opened(text: str) -> str:
    """Let a text begin with a capital.

    text: as it stands inside a sentence
    >>> opened(message("patients"))
    'Patients'
    """
    if isinstance(text, Said):
        return Said(text.message, text.parts, text.plural, text.many, "opened")
    return _cased(text, "opened")


def lowered(text: str) -> str:
    """Write a text in small letters.

    text: such as a label
    >>> lowered(message("Not asked"))
    'not asked'
    """
    if isinstance(text, Said):
        return Said(text.message, text.parts, text.plural, text.many, "lowered")
    return _cased(text, "lowered")


def within(text: str, change: Callable[[str], str]) -> str:
    """Change the parts of a text and leave its message; a text that is not said is changed whole.

    text:   said or not
    change: takes a part and gives what stands in its place
    >>> within(message("It is {size}.").format(size="1  2"), lambda part: part.replace(" ", ""))
    'It is 12.'
    """
    if not isinstance(text, Said):
        return change(text)
    if not text.parts:
        return text
    parts = {name: within(part, change) for name, part in text.parts.items()}
    return Said(text.message, parts, text.plural, text.many, text.case)


def spoken(text: str, speak: Speak) -> str:
    """Say a text in another language; what was never marked as a message stays as it is.

    text:  said or not
    speak: gives a message in the other language: (message, plural or "", count)
    >>> spoken(message("{n} tables").format(n=2), lambda text, plural, count: "{n} tablas")
    '2 tablas'
    """
    if not isinstance(text, Said):
        return text
    parts = text.parts
    told = None if parts is None else {name: spoken(one, speak) for name, one in parts.items()}
    template = speak(text.message, text.plural, text.many)
    return _filled(template, told, text.case)


def as_data(text: str) -> str | dict[str, Any]:
    """Write a text so that JSON keeps the message that it was made from.

    text: said or not
    >>> as_data(message("{n} days").format(n=2))
    {'says': '{n} days', 'parts': {'n': '2'}}
    >>> as_data("East Hospital")
    'East Hospital'
    """
    if not isinstance(text, Said):
        return text
    data: dict[str, Any] = {"says": text.message}
    if text.parts is not None:
        data["parts"] = {name: as_data(part) for name, part in text.parts.items()}
    if text.plural:
        data |= {"plural": text.plural, "count": text.many}
    return data | ({"case": text.case} if text.case else {})


def from_data(data: str | Mapping[str, Any]) -> str:
    """Read back what `as_data` wrote.

    data: a text, or a mapping
    >>> from_data({"says": "{n} days", "parts": {"n": "2"}})
    '2 days'
    """
    if isinstance(data, str):
        return data
    given = data.get("parts")
    parts = None if given is None else {name: from_data(part) for name, part in given.items()}
    plural, count = data.get("plural", ""), data.get("count", 0)
    return Said(data["says"], parts, plural, count, data.get("case", ""))


def _filled(template: str, parts: Mapping[str, str] | None, case: str) -> str:
    return _cased(str.format(template, **parts) if parts is not None else template, case)


def _cased(text: str, case: str) -> str:
    if case == "opened":
        return text[:1].upper() + text[1:]
    return text.lower() if case == "lowered" else text
