"""Duties day by day (日管控、周排查、月调度、督查): what a firm looks at, what was found, and what came of it."""
