"""Review of the plan: indicators, the trial index, industries."""
