"""What a person is called where no name belongs: in data for other systems."""

from uuid import UUID

from django.utils.crypto import salted_hmac


def pseudonym(user_id: int) -> str:
    """The same for one person in everything this site hands out; without the site's secret nobody finds out whose it is."""
    return str(UUID(bytes=salted_hmac("accounts.pseudonyms", str(user_id), algorithm="sha256").digest()[:16]))
