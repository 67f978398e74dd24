"""Pages of organisations, one module per noun."""
