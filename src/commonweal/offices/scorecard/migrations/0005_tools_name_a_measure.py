from django.db import migrations, models


def named(apps, schema_editor):
    """Name the measure of the finding that a tool named."""
    tools = apps.get_model("scorecard", "Tool")
    for tool in tools.objects.filter(record__isnull=False).select_related("record"):
        tool.measure = tool.record.key
        tool.save(update_fields=["measure"])


class Migration(migrations.Migration):
    dependencies = [("scorecard", "0004_lists_of_one_instant_have_an_order")]

    operations = [
        migrations.AddField(
            model_name="tool",
            name="measure",
            field=models.CharField(blank=True, max_length=120),
        ),
        migrations.RunPython(named, migrations.RunPython.noop),
    ]
