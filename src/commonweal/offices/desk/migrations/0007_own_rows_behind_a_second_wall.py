from django.db import migrations

from commonweal.offices.house import rows

ME = "(SELECT current_setting('commonweal.person', true))"
MINE = f"person_id::text = {ME}"
WHOLE = "(SELECT current_setting('commonweal.trail', true)) = 'whole'"
WALLS = {
    # What somebody typed and did not send, and what was said to them.
    "desk_draft": {"their_own": f"FOR ALL USING ({MINE}) WITH CHECK ({MINE})"},
    "desk_notice": {
        "their_own": f"FOR SELECT USING ({MINE})",
        "their_own_is_seen": f"FOR UPDATE USING ({MINE}) WITH CHECK ({MINE})",
    },
    # Who looked: everybody's acts are added, and each reads what was done to their own record.
    "desk_entry": {
        "every_act_is_written": "FOR INSERT WITH CHECK (true)",
        "who_looked": f"FOR SELECT USING (object_id = 'people.person:' || {ME} OR {WHOLE})",
    },
}


def build(apps, schema_editor):
    for table, policies in WALLS.items():
        rows.build(schema_editor, table, policies)


def take_down(apps, schema_editor):
    for table, policies in WALLS.items():
        rows.take_down(schema_editor, table, policies)


class Migration(migrations.Migration):
    dependencies = [("desk", "0006_forms_that_were_sent")]

    operations = [migrations.RunPython(build, take_down)]
