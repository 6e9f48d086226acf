"""The shapes of a design, each as a test of its own."""

import pytest
from tests.unit.stats.adjustment.models import SHAPES, model

from commonweal.stats.adjustment import parts


@pytest.fixture(params=SHAPES)
def chosen(request, monkeypatch):
    """Give one design after the other; one of them in smaller parts than usual."""
    if request.param == "three parts":
        monkeypatch.setattr(parts, "LARGEST", 50)
    return model(**SHAPES[request.param])
