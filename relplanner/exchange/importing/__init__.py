"""Plans out of other programs' files: what was taken, and what was not understood and kept as notes."""
