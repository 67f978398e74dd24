"""English: hours run to 24 as in Chinese, so that no sentence ends in “a.m..”."""

TIME_FORMAT = "H:i"
DATETIME_FORMAT = "N j, Y, H:i"
