"""Pages of this room, one module per noun: what a holder holds, and the answer to anyone who has a number."""
