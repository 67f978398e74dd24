"""Documents on paper (PDF): typefaces, sizes, drawing under a closed policy, and the last pass. No domain.

Imported by the rooms that print and by nothing else in core: the engine costs 40 MB and a quarter of a second.
"""
