"""Other programs that the benchmarks measure against; none of them is shipped."""
