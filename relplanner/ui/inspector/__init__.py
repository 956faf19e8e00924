"""The fields of what is chosen, at the right."""
