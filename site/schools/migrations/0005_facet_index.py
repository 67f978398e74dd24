
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('schools', '0001_squashed_0004_opinions_append_only'),
        ('wagtailcore', '0097_baselogentry_uuid_action_timestamp_indexes'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='lessonpackpage',
            name='schools_pack_stage_subject',
        ),
        migrations.AddIndex(
            model_name='lessonpackpage',
            index=models.Index(fields=['stage', 'subject', 'kind', 'licence', 'minutes'], name='schools_pack_facets'),
        ),
    ]
