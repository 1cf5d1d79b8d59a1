"""Areas and carriers joined to all that is known of them; how files are read, measured and searched."""
