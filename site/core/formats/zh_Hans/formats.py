"""What Django writes as 09月5日."""

MONTH_DAY_FORMAT = "n月j日"
