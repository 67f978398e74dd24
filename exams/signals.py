"""News from the exams that upper rooms listen to."""

from django.dispatch import Signal

# An attempt was closed, by whomever; sender=Attempt, attempt=it. Sent inside the transaction, as the next.
attempt_closed = Signal()
# A result can be read by its candidate from now on; sender=Result, result=the Result. Sent inside the transaction
# that releases it: a receiver enqueues its work with core.jobs there, so that neither is kept without the other.
result_released = Signal()
# A case was opened, or decided; sender=Case, case=the Case. Sent inside the transaction, as above.
case_opened = Signal()
case_decided = Signal()
# A released result was replaced by another; sender=Result, before=the old one, result=the new one, which is released
# (and told by result_released) as well. It may have turned a fail into a pass, or a pass into a fail.
result_corrected = Signal()
# An attempt was made void by a decision: it counts for nothing any more; sender=Attempt, attempt=it.
attempt_annulled = Signal()
