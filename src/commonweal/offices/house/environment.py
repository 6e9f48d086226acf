"""Reads COMMONWEAL_* variables: the only place of the web house that looks at the environment."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from pathlib import Path

PREFIX = "COMMONWEAL_"


def text(name: str, default: str = "") -> str:
    """Give a variable as text, or the default where it is not set."""
    return os.environ.get(PREFIX + name, default).strip()


def flag(name: str) -> bool:
    """Say whether a variable is set to 1, yes, true or on."""
    return text(name).lower() in ("1", "yes", "true", "on")


def kept(name: str) -> str:
    """Give the secret in the file that a variable names, or nothing where it names none."""
    path = text(name)
    return Path(path).read_text(encoding="utf-8").strip() if path else ""


def folder(name: str, default: str) -> Path:
    """Give a variable as an absolute path."""
    return Path(text(name, default)).expanduser().resolve()


def listed(name: str, default: str = "") -> list[str]:
    """Give a variable as a list: its words between commas."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def secret(path: Path) -> str:
    """Give the secret kept in a file; it is made on the first run, for its owner only."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(64), encoding="ascii")
        try:
            os.link(draft, path)  # whoever comes second keeps the first one's secret
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text(encoding="ascii").strip()


def older(path: Path) -> list[str]:
    """Give older secrets that are still taken: one a line, the newest first; no file, none."""
    return path.read_text(encoding="ascii").split() if path.exists() else []


def child(more: Mapping[str, object]) -> dict[str, str]:
    """Give the environment of a program we call: ours, and what is named and not empty."""
    return {**os.environ, **{name: str(value) for name, value in more.items() if value}}
