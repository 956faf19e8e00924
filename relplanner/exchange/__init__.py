"""Other formats: what leaves the plan and what becomes one. Knows the plan, its schedule and its file, no window."""
