"""English: “9 September 2026” as our texts say it, and hours to 24 as in Chinese, so that no sentence ends in “a.m..”."""

DATE_FORMAT = "j F Y"
MONTH_DAY_FORMAT = "j F"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "j F Y, H:i"
