"""The evaluation of a plan as a report: numbers with their sources, charts that can be edited."""
