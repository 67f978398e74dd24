"""Linting (内容校验): what the shipped content must hold, read from its files alone. `manage.py lint_content` tells it.

`reading` reads the files; each other module is one family of rules; `rules` runs them all. Knows no framework.
"""
