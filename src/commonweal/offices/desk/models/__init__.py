"""What the desk keeps: work, what is told, and the chain. Facts and constraints, no decisions."""

from commonweal.offices.desk.models.chain import Entry, Head
from commonweal.offices.desk.models.told import MailChoice, Mailing, Notice
from commonweal.offices.desk.models.work import (
    Attachment,
    Comment,
    Decision,
    Draft,
    Job,
    Task,
    roles_named,
)

__all__ = [
    "Attachment",
    "Comment",
    "Decision",
    "Draft",
    "Entry",
    "Head",
    "Job",
    "MailChoice",
    "Mailing",
    "Notice",
    "Task",
    "roles_named",
]
