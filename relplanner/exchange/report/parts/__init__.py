"""One module a part of the pack. Each offers ``part(pack) -> Section | None``; None leaves the part out."""
