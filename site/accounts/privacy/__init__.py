"""Personal data (个人信息): what it is kept for, what a person may have of it, and what goes when the person goes."""
