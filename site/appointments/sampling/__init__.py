"""Samples for the demo's enterprise (示例数据): a small firm's duties after two months. Used by `demo_duties` alone."""
