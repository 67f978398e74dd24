"""Backups (备份): one file with everything a site cannot make anew, restored whole or not at all; and the move to PostgreSQL.

`archive` is the file, `databases` and `files` are what goes into it, `prints` counts and fingerprints rows; `making`,
`restoring` and `moving` are the deeds, one command each.
"""
