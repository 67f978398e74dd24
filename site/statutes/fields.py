"""The five fields of quality (质量领域) of Article 2. Pure; in the article's order."""

FIELDS = ("industry", "product", "engineering", "service", "environment")
