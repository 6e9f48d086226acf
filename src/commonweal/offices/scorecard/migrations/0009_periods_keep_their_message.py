"""Editions that were read in before take the message of their period from what was kept."""

import json

from django.db import migrations, models


def said(apps, schema_editor):
    """Write the period of each edition with the message that its audit holds."""
    for one in apps.get_model("scorecard", "Edition").objects.only("content"):
        period = json.loads(one.content).get("period", "")
        if not isinstance(period, str):
            one.period_naming = json.dumps(period, ensure_ascii=False)
            one.save(update_fields=["period_naming"])


class Migration(migrations.Migration):
    dependencies = [
        ("scorecard", "0008_names_keep_their_message"),
    ]

    operations = [
        migrations.AddField(
            model_name="edition",
            name="period_naming",
            field=models.TextField(blank=True),
        ),
        migrations.RunPython(said, migrations.RunPython.noop),
    ]
