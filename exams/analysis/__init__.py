"""Item and test analysis (试题分析): pure rules. Formulas with their sources: docs/algorithms/statistics.md."""
