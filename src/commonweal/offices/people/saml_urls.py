"""Addresses for a directory that speaks SAML, by the names under which allauth looks for them."""

from __future__ import annotations

from django.urls import path

from commonweal.offices.people import saml

urlpatterns = [
    path("<str:organization_slug>/login/", saml.begin, name="saml_login"),
    path("<str:organization_slug>/acs/", saml.answered, name="saml_acs"),
    path("<str:organization_slug>/acs/finish/", saml.finished, name="saml_finish_acs"),
    path("<str:organization_slug>/sls/", saml.signed_out, name="saml_sls"),
    path("<str:organization_slug>/metadata/", saml.metadata, name="saml_metadata"),
]
