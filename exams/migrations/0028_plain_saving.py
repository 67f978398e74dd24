from django.db import migrations

from core.functions import Function

# As exams/saving.py does it in three statements: lock the attempt, look at the newest numbers under the lock, insert. Each
# statement in here sees what was committed before it began, so what a rival stored while this one waited is seen. Whatever is
# not plain (over, closed, another's pen, a number that is taken) changes nothing and returns NULL.
BODY = """
DECLARE
    ends timestamptz;
BEGIN
    SELECT a.deadline_at INTO ends
    FROM exams_attempt a JOIN exams_examversion v ON v.id = a.exam_version_id
    WHERE a.id = attempt AND a.state = 'in_progress' AND a.session_epoch = pen
        AND moment <= a.deadline_at + make_interval(secs => v.grace_s)
    FOR NO KEY UPDATE OF a;
    IF ends IS NULL THEN
        RETURN NULL;
    END IF;
    PERFORM FROM json_to_recordset(answers) AS given (item bigint, seq integer)
    WHERE given.seq <= (SELECT max(r.seq) FROM exams_response r WHERE r.attempt_item_id = given.item);
    IF FOUND THEN
        RETURN NULL;
    END IF;
    INSERT INTO exams_response (attempt_item_id, seq, value, epoch, client_at, received_at, late)
    SELECT item, seq, value, pen, client_at, moment, false
    FROM json_to_recordset(answers) AS given (item bigint, seq integer, value jsonb, client_at timestamptz);
    RETURN ends;
END
"""


class Migration(migrations.Migration):
    dependencies = [("exams", "0027_add_fields_of_items")]

    operations = [
        Function(
            name="exams_save_plainly",
            arguments="attempt uuid, pen integer, moment timestamptz, answers json",
            returns="timestamptz",
            body=BODY,
            # A plan made while the table was empty must not read all of it once it is full.
            settings="SET enable_seqscan = off",
        )
    ]
