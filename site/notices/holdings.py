"""What this room keeps about people (accounts.privacy.registry): a line for each column that names one."""

from accounts.privacy.registry import About, Holding

HOLDINGS: dict[str, Holding] = {
    "notice.reader": About("notices", goes=True),
    "preference.reader": About("notices", goes=True),
}
