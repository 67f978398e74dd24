"""Where the demo's mail lies: asked only by pages that send somebody to the mailbox."""

from django import template

from accounts import mail

register = template.Library()
register.simple_tag(mail.place, name="demo_mail")
