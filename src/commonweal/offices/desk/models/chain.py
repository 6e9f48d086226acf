"""The trail in the database: its entries, and the head of the chain."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Entry(models.Model):
    """Hold one entry of the trail; the database refuses to change or delete it."""

    seq = models.BigIntegerField(primary_key=True)
    time = models.CharField(max_length=40)
    actor = models.CharField(max_length=200, db_index=True)
    role = models.CharField(max_length=200)
    purpose = models.CharField(max_length=200)
    action = models.CharField(max_length=200)
    object_id = models.CharField(max_length=200, db_index=True)
    plan_hash = models.CharField(max_length=200)
    result_hash = models.CharField(max_length=200)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering: ClassVar = ["seq"]

    def __str__(self) -> str:
        return f"entry {self.pk}"


class Head(models.Model):
    """Hold the head of the chain: the one row that writers wait for."""

    seq = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"head at {self.seq}"
