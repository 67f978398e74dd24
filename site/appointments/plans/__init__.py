"""Annual plans (年度计划): what a firm means to do for quality in a year, who does it, and what came of it."""
