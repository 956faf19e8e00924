"""The triggers page: what rolls the release back, and what only alerts, written and proven."""
