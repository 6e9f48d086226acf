"""Settings of the web house. Everything that may differ is a COMMONWEAL_* variable.

Unsafe defaults do not exist: the secret is made on the first run, DEBUG is off unless asked for.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import global_settings

from commonweal.offices.house import database, directory, environment, languages

HERE = Path(__file__).parent
STATE = environment.folder("STATE", "state")
STORE = environment.folder("STORE", "store")
VISION = environment.text("VISION", "promises")
DEMO = environment.flag("DEMO")
DEBUG = environment.flag("DEBUG")
SECRET_KEY = environment.secret(STATE / "secret.key")
SECRET_KEY_FALLBACKS = environment.older(STATE / "secret.key.old")
PLAIN_HTTP = DEMO or environment.flag("PLAIN_HTTP")
ALLOWED_HOSTS = environment.listed("HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = environment.listed("ORIGINS")
# Not an address in digits: no passkey can be made for one.
SITE_URL = environment.text("SITE_URL", "http://localhost:8642")
SECURITY_CONTACT = environment.text("SECURITY_CONTACT")  # a mail address, or where to write

INSTALLED_APPS = [
    "commonweal.offices.house",
    "commonweal.offices.people",
    "commonweal.offices.desk",
    "commonweal.offices.scorecard",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "auditlog",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.socialaccount.providers.saml",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "commonweal.offices.house.middleware.headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # a page of figures weighs 100 kB without
    "commonweal.offices.house.faults.in_one_form",
    "commonweal.offices.house.faults.only_encrypted",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "commonweal.offices.house.middleware.readable",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "commonweal.offices.people.middleware.actor",
    "commonweal.offices.people.middleware.session_rules",
    "commonweal.offices.people.middleware.asker",
    "commonweal.offices.desk.history.remember",
    "commonweal.offices.people.middleware.Guard",
    "commonweal.offices.house.limits.Limits",
]
ROOT_URLCONF = "commonweal.offices.house.urls"
WSGI_APPLICATION = "commonweal.offices.house.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "commonweal.offices.house.context.frame",
            ],
            "builtins": ["commonweal.offices.house.templatetags.house"],
        },
    }
]
_PASSWORD = environment.kept("DATABASE_PASSWORD_FILE")
DATABASES = {"default": database.chosen(environment.text("DATABASE"), STATE, _PASSWORD)}
DATABASE_OWNER = (  # of the tables: for changes of their shape, and for nothing else
    environment.text("DATABASE_OWNER"),
    environment.kept("DATABASE_OWNER_PASSWORD_FILE"),
)
CACHES = {"default": database.cache()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 14},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "commonweal.offices.people.passwords.EasyToGuess"},
]
LEAKED = environment.text("PASSWORDS")  # a file with one password a line, such as leaked ones
if LEAKED:
    AUTH_PASSWORD_VALIDATORS.append(
        {
            "NAME": "django.contrib.auth.password_validation.CommonPasswordValidator",
            "OPTIONS": {"password_list_path": LEAKED},
        }
    )
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk:my_work"
ACCOUNT_LOGOUT_REDIRECT_URL = "house:home"
ACCOUNT_ADAPTER = "commonweal.offices.people.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_USER_DISPLAY = "commonweal.offices.people.adapters.shown"
# Five wrong passwords cost five minutes, ten an hour, twenty a day.
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key,10/1h/key,20/1d/key"}
ACCOUNT_FORMS = {
    "login": "commonweal.offices.people.sign_in.SignInForm",
    "reauthenticate": "commonweal.offices.people.sign_in.PasswordAgainForm",
    "change_password": "commonweal.offices.people.sign_in.NewPasswordForm",
    "set_password": "commonweal.offices.people.sign_in.FirstPasswordForm",
}
# Passwords open a house only in the demonstration, or when the directory is broken.
LOCAL_ACCOUNTS = DEMO or environment.flag("LOCAL_ACCOUNTS")
DIRECTORY = directory.read(environment.text("DIRECTORY"))
SOCIALACCOUNT_ADAPTER = "commonweal.offices.people.adapters.DirectoryAdapter"
SOCIALACCOUNT_PROVIDERS = directory.providers(DIRECTORY)
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_STORE_TOKENS = False
# The content policy lets no form lead off this host, so the way to the directory is a link.
SOCIALACCOUNT_LOGIN_ON_GET = True
SECOND_STEP_ASKED = not DEMO
MFA_TOTP_ISSUER = "Commonweal"
MFA_ADAPTER = "commonweal.offices.people.adapters.SecondStepAdapter"
MFA_ALLOW_UNVERIFIED_EMAIL = True  # addresses come from the institution, not from the person
MFA_FORMS = {
    "authenticate": "commonweal.offices.people.sign_in.CodeForm",
    "reauthenticate": "commonweal.offices.people.sign_in.CodeAgainForm",
    "activate_totp": "commonweal.offices.people.sign_in.AppForm",
    "add_webauthn": "commonweal.offices.people.sign_in.PasskeyForm",
    "edit_webauthn": "commonweal.offices.people.sign_in.PasskeyNameForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = PLAIN_HTTP

SESSION_IDLE = 30 * 60
SESSION_WHOLE = 12 * 60 * 60
PROVED_FOR = 15 * 60  # so long after proving who they are, people leave with data unasked
SESSION_COOKIE_AGE = SESSION_WHOLE
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"  # "Strict" loses the return from sign-in
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = not PLAIN_HTTP
LANGUAGE_COOKIE_HTTPONLY, LANGUAGE_COOKIE_SAMESITE = True, "Lax"
# By this name a browser binds a cookie to this host, so that no neighbour can set it.
_BOUND = "" if PLAIN_HTTP else "__Host-"
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = f"{_BOUND}sessionid", f"{_BOUND}csrftoken"
LANGUAGE_COOKIE_NAME = f"{_BOUND}django_language"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # in no cookie
SECURE_SSL_REDIRECT = not PLAIN_HTTP
# A monitor of this machine asks without a certificate; a machine is refused, and not led on.
SECURE_REDIRECT_EXEMPT = ["^health/", "^api/"]
SECURE_HSTS_SECONDS = 0 if PLAIN_HTTP else 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not PLAIN_HTTP
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
BEHIND_PROXY = environment.flag("BEHIND_PROXY")
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = 1
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "commonweal.offices.house.views.form_too_old"

DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS, DATA_UPLOAD_MAX_NUMBER_FILES = 500, 10
UPLOAD_LARGEST = 20 * 1024 * 1024
UPLOAD_MOST, UPLOAD_SUM = 1000, 2 * 1024**3  # files of one person, and their bytes together
SCAN = environment.text("SCAN")  # clamd://host:port, or a command that is given the file
QUERY_SECONDS = 20
LIMITS_ON = True
MEDIA_ROOT = STATE / "files"

STATIC_URL = "/static/"
STATIC_ROOT = STATE / "static"
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_MIMETYPES = {".svg": "image/svg+xml; charset=utf-8"}  # texts say in which letters
STATICFILES_FINDERS = [
    "commonweal.offices.house.finders.ReportFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

USE_TZ = True
TIME_ZONE = environment.text("TIME_ZONE", "America/New_York")
LANGUAGE_CODE = "en"
LANGUAGES = languages.offered(pseudo=environment.flag("PSEUDO"))
LANGUAGES_BIDI = [*global_settings.LANGUAGES_BIDI, languages.MIRRORED]
LOCALE_PATHS = [HERE / "locale"]

_POST = "smtp" if environment.text("MAIL_HOST") else "dummy"
EMAIL_BACKEND = f"django.core.mail.backends.{_POST}.EmailBackend"
EMAIL_HOST = environment.text("MAIL_HOST", "localhost")
EMAIL_PORT = int(environment.text("MAIL_PORT", "25"))
EMAIL_USE_TLS = environment.flag("MAIL_TLS")
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = environment.text("MAIL_FROM", "commonweal@localhost")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"()": "commonweal.offices.house.logs.NoNames"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"django.server": {"handlers": [], "propagate": False}},
}
