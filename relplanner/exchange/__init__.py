"""Other formats: what leaves the plan and what becomes one. No window."""
