"""What this room keeps about people (accounts.privacy.registry): a line for each column that names one.

The address left with a report names no account; it goes by itself (pages/reporting.py), and with the account of that address.
"""

from accounts.privacy.registry import Acted, Holding

HOLDINGS: dict[str, Holding] = {"errorreport.closed_by": Acted("reports")}
