"""News of organisations, for the rooms above. Sent within the transaction of the deed; the sender is Membership."""

from django.dispatch import Signal

# Somebody belongs from now on, with an account tied to the membership: `membership`.
member_joined = Signal()
# A member has another department, post or role: `membership`, `before` (the names and values that were changed).
member_changed = Signal()
# Somebody has left; what he learns is nobody's there any more: `membership`.
member_left = Signal()
