"""The nouns of a release plan: values, their text forms, pure edits and checks. Imports nothing else."""
