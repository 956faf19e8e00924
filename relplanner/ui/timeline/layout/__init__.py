"""Where things stand: pure arithmetic from instants and rows to pixels and back. No Qt in here."""
