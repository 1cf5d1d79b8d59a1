"""A meeting: its scenes, its decisions, and the check before it (rehearsal)."""
