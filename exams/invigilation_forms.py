"""Forms of the invigilators: more time, the end of an attempt, an incident."""

from django import forms
from django.utils.translation import gettext_lazy as _

from exams.invigilating import LONGEST_GRANT_MINUTES


class GrantForm(forms.Form):
    """More time, with the reason that goes on record."""

    minutes = forms.IntegerField(label=_("Minutes more"), min_value=1, max_value=LONGEST_GRANT_MINUTES)
    reason = forms.CharField(label=_("Reason"), max_length=300)


class EndForm(forms.Form):
    """The end of someone's attempt. It cannot be undone, so it is confirmed."""

    reason = forms.CharField(label=_("Reason"), max_length=300)
    confirmed = forms.BooleanField(
        label=_("End this attempt now. It cannot be undone."),
        error_messages={"required": _("Confirm that the attempt is to end.")},
    )


class IncidentForm(forms.Form):
    """What went wrong."""

    text = forms.CharField(label=_("What happened"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
