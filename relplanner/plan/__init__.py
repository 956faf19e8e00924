"""The nouns of a release plan: frozen values, their text forms, pure edits and checks. Imports nothing else."""
