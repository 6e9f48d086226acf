"""Write what was found as JSON for machines: the numbers at full precision beside their words."""

from __future__ import annotations

import json
from dataclasses import asdict

from commonweal.findings.finding import Audit, Finding
from commonweal.report.document import Document, tree

FORMAT = "commonweal-report/1"


def write_json(found: Audit | Finding, document: Document) -> str:
    """Write the data and the document made of it.

    found:    the audit or the finding
    document: made of it

    Gives canonical JSON: sorted keys, one form for each number, a line end last.
    Fails with ValueError where a number is not finite, which no finding may hold.

    >>> from commonweal.report.document import tree
    >>> tree(("a", 1.5))
    ['a', 1.5]
    """
    kind = "audit" if isinstance(found, Audit) else "finding"
    content = {"format": FORMAT, kind: asdict(found), "document": tree(document)}
    return json.dumps(content, ensure_ascii=False, sort_keys=True, indent=1, allow_nan=False) + "\n"
