"""The sheet and its five colours, shared by everything that draws on it."""

from reportlab.lib.colors import HexColor

# A4 across, in points.
WIDTH, HEIGHT = 841.89, 595.28
INK = HexColor("#12393f")
TEAL = HexColor("#2c6a70")
GOLD = HexColor("#b3903f")
PALE_GOLD = HexColor("#d9c38a")
PAPER = HexColor("#fffdf6")
