"""Give each calendar an address of 256 random bits; a random UUID had 122."""

import uuid

from django.db import migrations, models

import commonweal.offices.people.models


def renew(apps, _schema):
    """Give everybody a new address. The old one answers no more."""
    _all(apps, commonweal.offices.people.models.secret_of_feed)


def back(apps, _schema):
    """Give everybody an address of the older kind."""
    _all(apps, lambda: str(uuid.uuid4()))


def _all(apps, made):
    people = apps.get_model("people", "Person").objects
    for person in people.only("pk").iterator():
        people.filter(pk=person.pk).update(feed_key=made())


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0005_emergency_access"),
    ]

    operations = [
        migrations.AlterField(
            model_name="person",
            name="feed_key",
            field=models.CharField(
                default=commonweal.offices.people.models.secret_of_feed,
                editable=False,
                max_length=64,
                unique=True,
            ),
        ),
        migrations.RunPython(renew, back),
    ]
