"""What `make bench` runs: the real app over synthetic lists of any length, beside two yardsticks."""
