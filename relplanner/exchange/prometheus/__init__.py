"""Triggers and alerts as alerting rules of Prometheus, and tests of them made from recordings."""
