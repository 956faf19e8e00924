"""The nouns of a release plan: frozen values, their text forms, pure edits and checks. Knows nothing but itself."""
