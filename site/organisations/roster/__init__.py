"""The roster (名单): reading a file that somebody kept in Excel, saying what it would change, and changing that."""
