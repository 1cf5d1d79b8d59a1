"""The plan judged: indicators, the trial index, industries."""
