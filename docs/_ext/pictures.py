"""Draw pictures from the examples of the page they stand on, so that a picture can not lie.

A page says which picture and of what: names that its own examples (`>>>`) have made above it.
"""

from __future__ import annotations

import doctest
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from drawings import DRAWINGS
from sphinx.util.docutils import SphinxDirective

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


def known(page: str, until: int) -> dict[str, Any]:
    """Run the examples of a page above a line and give what they made.

    page:  the text of the page
    until: number of the line

    >>> known("``` \\n>>> one = 1\\n>>> one = 2\\n```", 3)["one"]
    1
    """
    made: dict[str, Any] = {}
    for example in doctest.DocTestParser().get_examples(page):
        if example.lineno + 1 < until:
            try:
                exec(compile(example.source, "page", "exec"), made)  # noqa: S102 - our own page
            except Exception:
                if example.exc_msg is None:
                    raise
    return made


def drawn(kind: str, inputs: str, page: str, until: int) -> str:
    """Give a picture as SVG.

    kind:   name of a drawing
    inputs: what it is drawn from, written as in a call
    page:   the text of the page
    until:  the line it stands on
    """
    made = known(page, until)
    return DRAWINGS[kind](**eval(f"dict({inputs})", made)).svg  # noqa: S307 - our own page


class Picture(SphinxDirective):
    """Place a picture on a page, with its caption."""

    required_arguments = 1
    has_content = True
    option_spec: ClassVar[dict[str, Any]] = {"caption": directives.unchanged_required}

    def run(self) -> list[nodes.Node]:
        """Give the figure."""
        text = Path(self.env.doc2path(self.env.docname)).read_text(encoding="utf-8")
        svg = drawn(self.arguments[0], "\n".join(self.content), text, self.lineno)
        told = nodes.paragraph("", self.options["caption"], classes=["picture-caption"])
        return [nodes.raw("", svg, format="html"), told]


def _with_pictures(app: Sphinx, env: BuildEnvironment, *_: object) -> list[str]:
    """Give the pages to read again at each build: their numbers may have changed beneath them."""
    del app
    return [
        name
        for name in env.found_docs
        if "```{picture}" in Path(env.doc2path(name)).read_text(encoding="utf-8")
    ]


def setup(app: Sphinx) -> dict[str, object]:
    """Let Sphinx know the directive and its colors."""
    app.add_directive("picture", Picture)
    app.add_css_file("pictures.css")
    app.connect("env-get-outdated", _with_pictures)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
