from django.db import migrations

from commonweal.offices.house import rows

# Which findings a reader may see, as RecordQuery.labeled says it. Each setting is read once for a
# statement, not once for a row. A setting that nobody made is empty or NULL: no row is shown then.
READ = """
label = ANY ((SELECT string_to_array(current_setting('commonweal.labels', true), ','))::text[])
AND NOT string_to_array(trim(commitments), ' ')
    && (SELECT string_to_array(current_setting('commonweal.held', true), ','))::text[]
"""
OF_RECORD = "EXISTS (SELECT 1 FROM scorecard_record r WHERE r.id = record_id)"
WALLS = {
    "scorecard_record": {
        "who_reads": f"FOR SELECT USING ({READ})",
        "who_signs": f"FOR UPDATE USING ({READ}) WITH CHECK ({READ})",
    },
    "scorecard_origin": {"who_reads_its_finding": f"FOR SELECT USING ({OF_RECORD})"},
}


def build(apps, schema_editor):
    for table, policies in WALLS.items():
        rows.build(schema_editor, table, policies)


def take_down(apps, schema_editor):
    for table, policies in WALLS.items():
        rows.take_down(schema_editor, table, policies)


class Migration(migrations.Migration):
    dependencies = [("scorecard", "0009_periods_keep_their_message")]

    operations = [migrations.RunPython(build, take_down)]
