"""What the checks have to say, at the bottom."""
