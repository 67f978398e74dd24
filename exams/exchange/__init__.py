"""Exchange (交换): items of the bank to and from other systems' files.

Each format reads a file into Drafts and Findings and writes Drafts into a file; nothing here knows the database. What a
reader cannot use is a finding, never dropped in silence (docs/algorithms/exchange.md).
"""
