"""Speed and memory beside a peer or a floor; `python -m tests.benchmarks [NAME ...]` prints one table."""
