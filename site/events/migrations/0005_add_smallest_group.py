import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("events", "0004_take_check_ins_back")]
    operations = [
        migrations.AddField(
            model_name="event",
            name="group_least",
            field=models.PositiveSmallIntegerField(db_default=1, default=1, help_text='More than 1: nobody registers alone, only a group of so many.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(100)], verbose_name='smallest group'),
        ),
    ]
