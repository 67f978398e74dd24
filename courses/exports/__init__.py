"""Exports of learning reports (报表导出): small ones at once, large ones by the workers, all of them with their history."""
