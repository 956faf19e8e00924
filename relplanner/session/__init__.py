"""The document in hand: one plan, its file, its schedule and its history. No Qt."""
