"""How a rollout is judged: conditions observed on samples, triggers stepped from instant to instant.

Pure: samples come in, verdicts go out. Modules that hold samples import numpy, so they are imported when
somebody judges; `words` and `coverage` do without.
"""
