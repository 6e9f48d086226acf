from django.db import migrations

from commonweal.offices.desk import guards


def put(apps, schema_editor):
    guards.put(schema_editor.connection)


def lift(apps, schema_editor):
    guards.lift(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("desk", "0002_work_files_jobs_and_mail")]

    operations = [migrations.RunPython(put, lift)]
