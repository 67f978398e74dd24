"""Why a deed is not done."""


class Refused(Exception):
    """A deed cannot be done; the message says why and what to do, in the reader's language."""
