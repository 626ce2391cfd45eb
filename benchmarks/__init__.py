"""Speed, memory, growth and robustness, measured: `python -m benchmarks` runs all, or those that are named."""
