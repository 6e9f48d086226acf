"""The forms of signing in, in our words: allauth's own, with plain labels and no placeholders."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from allauth.account.forms import (
    ChangePasswordForm,
    LoginForm,
    ReauthenticateForm,
    SetPasswordForm,
)
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as CodeReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django.utils.translation import gettext_lazy as _

LENGTH = _("At least 14 characters. A sentence is easier to keep in mind than a word.")
CODE = _("The six digits that the app shows now, or one of your recovery codes.")
Words = Mapping[str, tuple[Any, Any]]


class _OurWords:
    """Give the fields of a form our labels and hints: {name of field: (label, hint)}."""

    words: ClassVar[Words] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields  # type: ignore[attr-defined]  # of the form beside it
        for name, (label, hint) in self.words.items():
            fields[name].label, fields[name].help_text = label, hint
            fields[name].widget.attrs.pop("placeholder", None)


class SignInForm(_OurWords, LoginForm):  # type: ignore[misc]  # allauth bears no types
    """Ask for the address and the password of an account that was made here."""

    words: ClassVar[Words] = {"login": (_("E-mail address"), ""), "password": (_("Password"), "")}


class PasswordAgainForm(_OurWords, ReauthenticateForm):  # type: ignore[misc]  # no types
    """Ask for the password again before something that protects the account changes."""

    words: ClassVar[Words] = {"password": (_("Password"), "")}


class NewPasswordForm(_OurWords, ChangePasswordForm):  # type: ignore[misc]  # no types
    """Ask for the password that was, and twice for the one that shall be."""

    words: ClassVar[Words] = {
        "oldpassword": (_("Password you have now"), ""),
        "password1": (_("New password"), LENGTH),
        "password2": (_("New password, once more"), ""),
    }


class FirstPasswordForm(_OurWords, SetPasswordForm):  # type: ignore[misc]  # no types
    """Ask twice for a password where the account has none."""

    words: ClassVar[Words] = {
        "password1": (_("Password"), LENGTH),
        "password2": (_("Password, once more"), ""),
    }


class CodeForm(_OurWords, AuthenticateForm):  # type: ignore[misc]  # no types
    """Ask for a code as the second step."""

    words: ClassVar[Words] = {"code": (_("Code"), CODE)}


class CodeAgainForm(_OurWords, CodeReauthenticateForm):  # type: ignore[misc]  # no types
    """Ask for a code before something that protects the account changes."""

    words: ClassVar[Words] = {"code": (_("Code"), CODE)}


class AppForm(_OurWords, ActivateTOTPForm):  # type: ignore[misc]  # no types
    """Ask for the first code of an app, to see that it is set up."""

    words: ClassVar[Words] = {"code": (_("Code"), _("The six digits that the app shows now."))}


class PasskeyForm(_OurWords, AddWebAuthnForm):  # type: ignore[misc]  # no types
    """Ask what to call a passkey, and whether it shall do without a password."""

    words: ClassVar[Words] = {
        "name": (_("Name of this passkey"), _("So that you know it again, such as: my phone.")),
        "passwordless": (_("Sign in with this passkey alone, without a password"), ""),
    }


class PasskeyNameForm(_OurWords, EditWebAuthnForm):  # type: ignore[misc]  # no types
    """Ask for another name of a passkey."""

    words: ClassVar[Words] = {"name": (_("Name of this passkey"), "")}
