"""A meeting: scenes, decisions, the check before it."""
