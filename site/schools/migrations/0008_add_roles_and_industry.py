import cms.fields
import django.db.models.deletion
import schools.traits
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('organisations', '0001_squashed_0005_add_access_tokens'),
        ('schools', '0007_add_third_readings'),
        ('wagtailcore', '0097_baselogentry_uuid_action_timestamp_indexes'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='lessonpackpage',
            name='schools_pack_facets',
        ),
        migrations.AddField(
            model_name='lessonpackpage',
            name='industry',
            field=models.ForeignKey(blank=True, help_text='Empty: of no industry in particular.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='organisations.industry', verbose_name='industry'),
        ),
        migrations.AddField(
            model_name='lessonpackpage',
            name='roles',
            field=cms.fields.ChosenField(blank=True, default=schools.traits.for_teachers, help_text='Who gives the lesson, and the posts of quality that it prepares for.', verbose_name='posts it serves'),
        ),
        migrations.AddIndex(
            model_name='lessonpackpage',
            index=models.Index(fields=['stage', 'subject', 'kind', 'licence', 'minutes', 'industry', 'roles'], name='schools_pack_traits'),
        ),
    ]
