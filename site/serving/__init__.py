"""How web processes are run: what gunicorn's master reads, and nothing else of the site.

Each new process is forked from the master, with whatever the master has read. Had it read the settings, a process of the next
release would go by those, and by the templates, of the one before (`run.py faults --release`).
"""
