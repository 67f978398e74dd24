"""News from accounts to the rooms above."""

from django.dispatch import Signal

# A consent was taken back: drop what rested on it. Sent with `consent`.
consent_withdrawn = Signal()
# An account is being closed, within the same transaction: empty what tells who it was. Sent with `user` and `told`, those texts.
person_erased = Signal()
