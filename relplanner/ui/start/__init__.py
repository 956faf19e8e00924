"""Before a plan is open: start page, and what is said when a file cannot be read."""
