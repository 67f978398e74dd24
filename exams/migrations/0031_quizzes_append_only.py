from django.db import migrations

from core.tables import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("exams", "0030_add_quizzes")]
    operations = [
        AppendOnly(app="exams", model="QuizAttempt", once="handed_in_at"),
        AppendOnly(app="exams", model="QuizQuestion", once="marks"),
    ]
