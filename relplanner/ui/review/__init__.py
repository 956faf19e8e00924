"""The lead's page: where the release stands, why, what would move it, how likely T0 is, what changed."""
