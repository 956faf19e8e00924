"""Go to, do, find: everything by a few letters."""
