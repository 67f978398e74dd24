import core.tables
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('cms', '0001_initial'), ('cms', '0002_name_issuing_body_in_each_language'), ('cms', '0003_add_synonyms'), ('cms', '0004_add_own_mark')]

    initial = True

    dependencies = [
        ('wagtailcore', '0097_baselogentry_uuid_action_timestamp_indexes'),
        ('wagtailimages', '0027_image_description'),
    ]

    operations = [
        core.tables.CreateTables(
            models=[
                migrations.CreateModel(
                    name='Identity',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name', models.CharField(default='海准', max_length=40, verbose_name='name')),
                        ('subtitle', models.CharField(default='质量学习与考核平台', max_length=60, verbose_name='subtitle')),
                        ('issuing_body', models.CharField(default='海准示例发证机构', help_text='Printed at the head of every certificate.', max_length=60, verbose_name='issuing body')),
                        ('signatory', models.CharField(default='示例', max_length=20, verbose_name='signatory')),
                        ('signatory_title', models.CharField(default='考核委员会主任（示例）', max_length=60, verbose_name="signatory's office")),
                        ('operator', models.CharField(default='待运营单位填写（示例）', max_length=80, verbose_name='operator')),
                        ('icp', models.CharField(blank=True, default='待填写（示例）', max_length=60, verbose_name='ICP filing number')),
                        ('police_filing', models.CharField(blank=True, default='待填写（示例）', max_length=60, verbose_name='public-security filing number')),
                        ('is_sample', models.BooleanField(default=True, help_text='Shows a line on every page that names and numbers are samples.', verbose_name='sample site')),
                        ('site', models.OneToOneField(editable=False, on_delete=django.db.models.deletion.CASCADE, to='wagtailcore.site')),
                        ('issuing_body_en', models.CharField(blank=True, default='Haizhun Sample Issuing Body', max_length=120, verbose_name='issuing body in English')),
                        ('issuing_body_hant', models.CharField(blank=True, default='海準示例發證機構', max_length=60, verbose_name='issuing body in Traditional Chinese')),
                        ('signatory_en', models.CharField(blank=True, default='Sample', max_length=40, verbose_name='signatory in English')),
                        ('signatory_title_en', models.CharField(blank=True, default='Chair of the Examination Committee (sample)', max_length=120, verbose_name="signatory's office in English")),
                        ('signatory_title_hant', models.CharField(blank=True, default='考核委員會主任（示例）', max_length=60, verbose_name="signatory's office in Traditional Chinese")),
                        ('mark', models.ForeignKey(blank=True, help_text='Your own mark, at the head of every page and on pictures that are shared. Best a PNG on a clear ground, 160 points high or more. Without one the mark of this software stands there.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailimages.image', verbose_name='own mark')),
                    ],
                    options={
                        'verbose_name': 'identity',
                        'verbose_name_plural': 'identities',
                    },
                ),
                migrations.CreateModel(
                    name='Synonyms',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('words', models.CharField(help_text='At least two, with commas or 、 between them: 院校、学校. A question with one of them finds the others too.', max_length=300, unique=True, verbose_name='words of one meaning')),
                        ('content_sha256', models.CharField(blank=True, editable=False, max_length=64)),
                        ('key', models.CharField(blank=True, editable=False, max_length=40)),
                    ],
                    options={
                        'verbose_name': 'synonyms',
                        'verbose_name_plural': 'table of synonyms',
                    },
                ),
            ],
        ),
    ]
