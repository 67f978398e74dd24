"""How days and hours are written, where it differs from Django's own way."""
