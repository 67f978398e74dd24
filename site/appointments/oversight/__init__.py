"""Oversight (监管视图): what the regulator may know of all firms together, and of nobody alone. It changes nothing."""
