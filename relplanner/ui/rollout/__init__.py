"""The rollout page."""
