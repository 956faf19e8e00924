"""Small parts that every page may use."""
