import core.dates
from django.db import migrations, models

from core.tables import AppendOnly


class Migration(migrations.Migration):

    dependencies = [
        ('schools', '0005_facet_index'),
    ]

    operations = [
        migrations.CreateModel(
            name='Excerpt',
            fields=[
                ('sha256', models.CharField(editable=False, max_length=64, primary_key=True, serialize=False)),
                ('key', models.CharField(blank=True, editable=False, max_length=200)),
                ('made', models.CharField(blank=True, editable=False, max_length=64)),
                ('is_cut', models.BooleanField(default=False, editable=False)),
                ('at', models.DateTimeField(default=core.dates.now, editable=False, verbose_name='read at')),
            ],
            options={
                'verbose_name': 'preview of a file',
                'verbose_name_plural': 'previews of files',
                'ordering': ['-at'],
            },
        ),
        AppendOnly("schools", "Excerpt", deletable=True),
    ]
