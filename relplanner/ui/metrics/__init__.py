"""The metrics page: what is measured, from where, and where it is used."""
