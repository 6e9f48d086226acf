"""What is shipped for operators keeps the rules that we hold, though no engine can run it here."""

from __future__ import annotations

import configparser
import re
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.house.reading import CHECKOUT, SOURCE

DEPLOY = CHECKOUT / "deploy"
CONTAINER = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
COMPOSE: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
NGINX = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
GUIDE = (CHECKOUT / "docs" / "howto" / "operate.md").read_text(encoding="utf-8")
UNITS = sorted((DEPLOY / "systemd").iterdir())
# The keys of a service that the compose specification knows and we use.
SERVICE = {
    "build", "cap_drop", "command", "depends_on", "env_file", "environment", "healthcheck", "image",
    "networks", "ports", "read_only", "restart", "secrets", "security_opt", "tmpfs", "user",
    "volumes",
}  # fmt: skip
INSTRUCTIONS = {
    "FROM", "WORKDIR", "COPY", "RUN", "ENV", "USER", "VOLUME", "EXPOSE", "HEALTHCHECK", "CMD",
}  # fmt: skip
SECRET = re.compile(r"(password|secret|token|key)\s*[=:]\s*['\"]?[A-Za-z0-9/+]{8,}", re.IGNORECASE)
PINNED = re.compile(r":\d+\.\d+(\.\d+)?(-[a-z]+)*$")


def instructions() -> list[tuple[str, str]]:
    """Give the instructions of the container file with their words, lines that go on joined."""
    text = re.sub(r"^#.*\n", "", CONTAINER, flags=re.MULTILINE).replace("\\\n", " ")
    lines = [line.strip().partition(" ") for line in text.splitlines() if line.strip()]
    return [(head, rest.strip()) for head, _, rest in lines]


def shipped_settings() -> dict[str, str]:
    """Give the settings of the file that compose hands to the house, by their names."""
    lines = (DEPLOY / "house.env").read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def test_the_container_file_can_be_read_and_ends_in_what_is_run() -> None:
    heads = [head for head, _ in instructions()]
    assert set(heads) <= INSTRUCTIONS
    assert heads[-1] == "CMD"
    assert heads.count("HEALTHCHECK") == 1


def test_the_container_does_not_run_as_root() -> None:
    after_last_from = CONTAINER[CONTAINER.rindex("\nFROM ") :]
    user = re.search(r"^USER (\d+):(\d+)$", after_last_from, re.MULTILINE)
    assert user is not None
    assert int(user[1]) >= 10_000
    assert "root" not in CONTAINER.replace("root of the source", "").replace("in the root", "")


def test_images_are_pinned() -> None:
    bases = {rest.split(" ")[0] for head, rest in instructions() if head == "FROM"}
    images = {one["image"] for one in COMPOSE["services"].values()}
    assert [one for one in bases | images if not PINNED.search(one)] == []


def test_packages_are_installed_by_their_hashes_alone() -> None:
    installs = [one for head, rest in instructions() if head == "RUN"
                for one in rest.split("&&") if "pip install" in one]  # fmt: skip
    assert len(installs) == 2
    assert all("--require-hashes" in one or "--no-deps" in one for one in installs)


def test_what_the_container_copies_is_there() -> None:
    for words in (rest.split() for head, rest in instructions() if head == "COPY"):
        if not words[0].startswith("--"):
            missing = [one for one in words[:-1] if not (CHECKOUT / one).exists()]
            assert missing in ([], ["whee[l]s"])


def test_the_driver_is_the_one_that_was_locked() -> None:
    locked = (CHECKOUT / "requirements-dev.txt").read_text(encoding="utf-8")
    wanted = (DEPLOY / "requirements.txt").read_text(encoding="utf-8")
    pins = re.findall(r"^([\w-]+==\S+)", wanted, re.MULTILINE)
    hashes = re.findall(r"sha256:[0-9a-f]{64}", wanted)
    assert [one.partition("==")[0] for one in pins] == ["psycopg", "psycopg-binary"]
    assert [one for one in [*pins, *hashes] if one not in locked] == []


def test_the_compose_file_names_only_what_it_declares() -> None:
    assert set(COMPOSE) == {"name", "services", "networks", "volumes", "secrets"}
    for name, one in COMPOSE["services"].items():
        assert set(one) <= SERVICE, name
        assert set(one["networks"]) <= set(COMPOSE["networks"])
        assert set(one.get("secrets", ())) <= set(COMPOSE["secrets"])
        assert set(one.get("depends_on", ())) <= set(COMPOSE["services"])
        named = [part.split(":")[0] for part in one["volumes"] if isinstance(part, str)]
        assert [part for part in named if part[0] != "." and part not in COMPOSE["volumes"]] == []


def test_only_what_prepares_the_database_has_the_password_of_its_owner() -> None:
    services = COMPOSE["services"]
    assert "database_owner_password" in services["prepare"]["secrets"]
    assert services["house"]["secrets"] == ["database_password"]
    assert not [one for one in services["house"]["environment"] if "OWNER" in one]
    assert services["house"]["image"] == services["prepare"]["image"]
    assert services["house"]["depends_on"]["prepare"]["condition"].startswith("service_completed")


@pytest.mark.parametrize("name", ["house", "prepare", "proxy"])
def test_services_that_are_met_from_outside_may_do_little(name: str) -> None:
    one = COMPOSE["services"][name]
    assert one["read_only"] is True
    assert one["cap_drop"] == ["ALL"]
    assert one["security_opt"] == ["no-new-privileges:true"]
    assert not one["user"].startswith(("0", "root"))


def test_every_service_says_whether_it_is_well_and_comes_back() -> None:
    for name, one in COMPOSE["services"].items():
        once = name == "prepare"
        assert one["restart"] == ("no" if once else "unless-stopped")
        assert "healthcheck" in one or once or name == "house"  # the image brings its own


def test_only_the_proxy_is_met_from_outside() -> None:
    assert [name for name, one in COMPOSE["services"].items() if "ports" in one] == ["proxy"]
    assert COMPOSE["networks"]["inside"] == {"internal": True}
    assert COMPOSE["services"]["database"]["networks"] == ["inside"]


def test_the_container_asks_itself_by_a_name_and_at_a_port_that_it_answers_to() -> None:
    asks = next(rest for head, rest in instructions() if head == "HEALTHCHECK")
    asked = re.search(r"http://([^/:]+):(\d+)/health/live'", asks)
    assert asked is not None
    assert asked[1] in shipped_settings()["COMMONWEAL_HOSTS"].split(",")
    assert ("EXPOSE", asked[2]) in instructions()
    assert f"server house:{asked[2]};" in NGINX


@pytest.mark.parametrize("path", sorted(DEPLOY.rglob("*.*")), ids=lambda path: str(path.name))
def test_no_secret_stands_in_what_is_shipped(path: Path) -> None:
    text = re.sub(r"sha256:[0-9a-f]+|/run/secrets/\w+|_FILE: \S+", "", path.read_text())
    assert SECRET.findall(text) == []


def test_the_proxy_believes_nobody_and_writes_nobody_down() -> None:
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in NGINX
    assert "$proxy_add_x_forwarded_for" not in NGINX
    written = re.search(r"log_format plain '([^']*)'", NGINX)
    assert written is not None
    assert not re.search(r"\$(remote_\w+|request|request_uri|args|http_\w+)\b", written[1])
    assert NGINX.count("{") == NGINX.count("}")
    bare = re.sub(r"#.*|'[^']*'", "", NGINX)
    lines = [line.strip() for line in bare.splitlines() if line.strip()]
    assert [line for line in lines if line[-1] not in ";{}"] == []


@pytest.mark.skipif(shutil.which("nginx") is None, reason="needs nginx")
def test_nginx_can_read_its_file(tmp_path: Path) -> None:
    text = NGINX.replace("house:8642", "127.0.0.1:8642")
    text = re.sub(r"\s*ssl_certificate(_key)? .*", "", text).replace("8443 ssl", "8443")
    (tmp_path / "nginx.conf").write_text(text)
    words = ["nginx", "-t", "-q", "-c", str(tmp_path / "nginx.conf")]
    asked = subprocess.run(words, capture_output=True, text=True, check=False)
    assert asked.returncode == 0, asked.stderr


@pytest.mark.parametrize("path", UNITS, ids=lambda path: str(path.name))
def test_a_unit_can_be_read_and_its_service_may_do_little(path: Path) -> None:
    unit = configparser.RawConfigParser(strict=False)
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read(path)
    if path.suffix == ".timer":
        assert unit["Timer"]["OnCalendar"] == "*-*-* 02:30:00"
        return
    service = unit["Service"]
    assert service["User"] == "commonweal"
    assert service["UMask"] == "0077"
    assert service["NoNewPrivileges"] == "yes"
    assert service["ProtectSystem"] == "strict"
    words = shlex.split(service["ExecStart"])
    assert words[0].endswith("/commonweal")
    assert words[1] in ("serve", "backup")


def test_every_setting_is_told_to_the_operator() -> None:
    read = re.compile(r'environment\.(?:text|flag|folder|listed|kept)\(\s*"([A-Z_]+)"')
    sources = sorted((SOURCE / "offices").rglob("*.py"))
    names = {name for path in sources for name in read.findall(path.read_text(encoding="utf-8"))}
    assert len(names) > 15
    assert [name for name in sorted(names) if f"COMMONWEAL_{name}`" not in GUIDE] == []
    told = set(re.findall(r"COMMONWEAL_([A-Z_]+)`", GUIDE))
    assert told - names == set()


def test_the_settings_that_are_shipped_exist() -> None:
    assert [name for name in shipped_settings() if f"{name}`" not in GUIDE] == []


def test_the_proxy_speaks_only_strong_tls() -> None:
    assert re.findall(r"ssl_protocols (.*);", NGINX) == ["TLSv1.2 TLSv1.3"]
    ciphers = re.findall(r"ssl_ciphers (.*);", NGINX)[0].split(":")
    strong = re.compile(r"ECDHE-(ECDSA|RSA)-(AES256-GCM-SHA384|CHACHA20-POLY1305)")
    assert ciphers and all(strong.fullmatch(one) for one in ciphers)
    assert "ssl_ecdh_curve X25519:prime256v1:secp384r1;" in NGINX
    assert "ssl_stapling on;" in NGINX and "ssl_session_tickets off;" in NGINX


def test_the_proxy_leads_pages_to_https_and_refuses_machines_without() -> None:
    plain = NGINX[NGINX.index("listen 8080;") : NGINX.index("listen 8443")]
    assert "return 301 https://$host$request_uri;" in plain
    machines = plain[plain.index("location /api/") :]
    assert machines.index("return 403;") < machines.index("return 301")
    assert "proxy_pass" not in plain


def test_the_proxy_asks_the_house_alone() -> None:
    assert set(re.findall(r"proxy_pass (.*);", NGINX)) == {"http://house"}
    assert re.findall(r"server (house:\d+);", NGINX) == ["house:8642"]
    assert not re.search(r"\b(autoindex|root|alias|resolver|fastcgi_pass|uwsgi_pass)\b(?!_)", NGINX)
