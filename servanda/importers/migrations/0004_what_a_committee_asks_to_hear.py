"""The day by which a committee wants to hear about a recommendation, and the concerns that it answers."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("importers", "0003_what_an_intake_holds")]

    operations = [
        migrations.AddField(
            model_name="intakeitem", name="asks_follow_up_by", field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="intakeitem", name="answers", field=models.JSONField(default=list),
        ),
    ]  # fmt: skip
