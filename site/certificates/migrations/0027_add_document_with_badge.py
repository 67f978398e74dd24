import django.db.models.deletion
from django.db import migrations, models

from core.tables import AppendOnly


class Migration(migrations.Migration):

    dependencies = [
        ('certificates', '0026_applications_may_be_cleared'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='artefact',
            name='artefact_kind_uniq',
        ),
        migrations.AddField(
            model_name='artefact',
            name='badge',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='artefacts', to='certificates.badge', verbose_name='badge'),
        ),
        migrations.AlterField(
            model_name='artefact',
            name='kind',
            field=models.CharField(choices=[('pdf', 'PDF'), ('pdf-badge', 'PDF with the badge inside')], default='pdf', max_length=12, verbose_name='kind'),
        ),
        migrations.AddConstraint(
            model_name='artefact',
            constraint=models.UniqueConstraint(condition=models.Q(('badge', None)), fields=('certificate', 'kind', 'language'), name='artefact_kind_uniq', violation_error_message='This certificate already has its document.'),
        ),
        migrations.AddConstraint(
            model_name='artefact',
            constraint=models.UniqueConstraint(fields=('badge',), name='artefact_badge_uniq', violation_error_message='This badge already has its document.'),
        ),
        migrations.AddConstraint(
            model_name='artefact',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('badge', None), ('kind', 'pdf')), models.Q(('badge__isnull', False), ('kind', 'pdf-badge')), _connector='OR'), name='artefact_badge_by_kind', violation_error_message='A document with a badge inside belongs to that badge, any other to none.'),
        ),
        AppendOnly(app='certificates', model='Artefact'),
    ]
