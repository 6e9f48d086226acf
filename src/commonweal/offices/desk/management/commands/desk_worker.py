"""Does the work of the queue, and every half minute what is due: mail, scans, crashed work."""

from __future__ import annotations

import os
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import close_old_connections
from django_tasks_db.management.commands.db_worker import Worker

from commonweal.offices.desk import files, jobs, notices, rounds
from commonweal.offices.house import clock, limits, wall

EVERY = 30.0  # seconds


class Command(BaseCommand):
    """Run one worker. One is enough for a house; more than one may run with PostgreSQL."""

    help = "Do background work: jobs, mail, virus scans."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name what may be asked for."""
        parser.add_argument("--once", action="store_true", help="Do what waits, then stop.")
        parser.add_argument("--parent", type=int, default=0, help="Stop when this process is gone.")

    def handle(self, *_: Any, once: bool, parent: int, **__: Any) -> None:
        """Work until interrupted, or until the parent is gone, in the name of the house."""
        with wall.house():
            self.work(once=once, parent=parent)

    def work(self, *, once: bool, parent: int) -> None:
        """Do round after round."""
        next_time = 0.0
        while True:
            if clock.ticks() >= next_time:
                due()
                next_time = clock.ticks() + EVERY
            queue().run()
            if once or (parent and os.getppid() != parent):
                return
            close_old_connections()
            clock.rest(1)


def due() -> None:
    """Do what comes round: give crashed work back, scan files, send mail, and what rooms wish."""
    jobs.rescue()
    files.scan_waiting()
    rounds.come_round()
    notices.send_due()
    limits.forget()


def queue() -> Worker:
    """Make a worker that does everything in the queue and ends."""
    return Worker(
        queue_names=["*"], interval=0, batch=True, backend_name="default", startup_delay=False,
        max_tasks=None, worker_id=f"desk-{os.getpid()}", excluded_queue_names=[],
    )  # fmt: skip
