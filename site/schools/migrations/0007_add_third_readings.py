from django.conf import settings
from django.db import migrations, models

from core.tables import AppendOnly


class Migration(migrations.Migration):

    dependencies = [
        ('schools', '0006_add_excerpts'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='decision',
            name='school_decision_department_uniq',
        ),
        migrations.AddField(
            model_name='decision',
            name='is_final',
            field=models.BooleanField(db_default=False, default=False, editable=False, verbose_name='final reading'),
        ),
        migrations.AddField(
            model_name='decision',
            name='readings',
            field=models.PositiveSmallIntegerField(db_default=2, default=2, editable=False, verbose_name='readings'),
        ),
        migrations.AddField(
            model_name='departmenttask',
            name='is_final',
            field=models.BooleanField(db_default=False, default=False, help_text='After both departments: a third person, who has read neither for them.', verbose_name='final reading'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.UniqueConstraint(condition=models.Q(('is_final', False), ('verdict', 'approved')), fields=('revision', 'department'), name='school_decision_department_uniq', violation_error_message='This department has approved this version already.'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.UniqueConstraint(condition=models.Q(('is_final', True), ('verdict', 'approved')), fields=('revision',), name='school_decision_final_uniq', violation_error_message='This version has been approved in its final reading already.'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('is_final', False), ('readings__gte', 2)), ('readings__gt', 2), _connector='OR'), name='school_decision_readings'),
        ),
        migrations.AlterConstraint(
            model_name='decision',
            name='school_decision_person_uniq',
            constraint=models.UniqueConstraint(condition=models.Q(('verdict', 'approved')), fields=('revision', 'by'), name='school_decision_person_uniq', violation_error_message='One person does not read the same version twice.'),
        ),
        # SQLite builds the table anew and loses what guards it.
        AppendOnly("schools", "Decision"),
    ]
