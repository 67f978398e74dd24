"""A house of real things, and everybody who knocks at its doors."""
