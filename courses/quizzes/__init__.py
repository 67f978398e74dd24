"""Quizzes as activities of a lesson (测验): the rule, the editor's block, and what is asked of the bank, an upper room's."""
