from statutes.models.fields import LATER, OfFields, QualityField
from statutes.models.laws import Article, ArticleQuerySet, Statute

__all__ = ["LATER", "Article", "ArticleQuerySet", "OfFields", "QualityField", "Statute"]
