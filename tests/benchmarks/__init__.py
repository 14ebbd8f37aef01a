"""What the plugin costs, as ratios: `make benchmark`, or `python -m tests.benchmarks passing session`."""
