"""Every URL of the site has a rule, and a site without one does not start."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpResponse

from commonweal.offices.people import access, middleware


def test_every_url_has_a_rule_and_every_rule_a_url() -> None:
    assert access.url_problems() == []


def test_a_site_with_a_url_without_a_rule_does_not_start(monkeypatch: pytest.MonkeyPatch) -> None:
    resolver = SimpleNamespace(url_patterns=access.get_resolver().url_patterns)
    monkeypatch.setattr(access, "get_resolver", lambda: resolver)
    rules = {name: rule for name, rule in access.rules().items() if name != "desk:my_work"}
    monkeypatch.setattr(access, "rules", lambda: rules)
    with pytest.raises(ImproperlyConfigured, match="desk:my_work has no rule"):
        middleware.Guard(lambda _request: HttpResponse())


def test_the_check_of_django_says_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    def found() -> list[str]:
        return [one.msg for one in run_checks(tags=["security"]) if one.id == "people.E001"]

    assert found() == []
    rules = {name: rule for name, rule in access.rules().items() if name != "desk:my_work"}
    monkeypatch.setattr(access, "rules", lambda: rules)
    assert found() == ["The URL desk:my_work has no rule in an access.py."]
