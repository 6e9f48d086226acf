"""What holds for every test."""

from __future__ import annotations

from hypothesis import settings

# A machine that is busy is slow, and slow is not wrong: speed is measured in benchmarks.
settings.register_profile("house", deadline=None)
settings.load_profile("house")


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name bytes by what they are for: packed bytes may hold the second in which they were made.

    Two processes share the tests by their names, so a name must be the same in both.
    """
    return argname if isinstance(val, bytes) else None
