"""Speed and memory beside a peer or a floor: `python -m tests.benchmarks [NAME ...]` runs them and prints one table."""
