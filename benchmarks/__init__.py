"""Benchmarks (`make bench`): the real app with synthetic lists of any length, compared with two yardsticks."""
