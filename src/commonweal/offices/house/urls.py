"""Every address of the web house. Apps are named as strings, so that this room imports none."""

from __future__ import annotations

from django.urls import include, path
from django.views.i18n import set_language

from commonweal.offices.house import monitor, views

front = (
    [
        path("", views.home, name="home"),
        path("about/", views.about, name="about"),
        path("hidden-numbers/", views.hidden, name="hidden"),
        path("keys/", views.keys, name="keys"),
        path(".well-known/security.txt", monitor.security, name="security"),
        path("policy-report/", monitor.policy_report, name="policy_report"),
        path("health/live", monitor.live, name="live"),
        path("health/ready", monitor.ready, name="ready"),
    ],
    "house",
)
urlpatterns = [
    path("", include(front)),
    path("language/", set_language, name="set_language"),
    path("account/", include("allauth.account.urls")),
    path("account/second-step/", include("allauth.mfa.urls")),
    path("account/directory/", include("allauth.socialaccount.urls")),
    path("account/oidc/", include("commonweal.offices.people.openid_urls")),
    path("account/saml/", include("commonweal.offices.people.saml_urls")),
    path("people/", include("commonweal.offices.people.urls")),
    path("desk/", include("commonweal.offices.desk.urls")),
    path("api/v1/", include("commonweal.offices.scorecard.views.api")),
    path("", include("commonweal.offices.scorecard.urls")),
]
handler400 = "commonweal.offices.house.views.bad_request"
handler403 = "commonweal.offices.house.views.not_yours"
handler404 = "commonweal.offices.house.views.not_there"
handler500 = "commonweal.offices.house.views.our_fault"
