from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("scorecard", "0005_tools_name_a_measure")]

    operations = [migrations.RemoveField(model_name="tool", name="record")]
