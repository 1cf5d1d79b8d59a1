"""Files made in processes of their own: the queue, its limits, the workers, and what they can be asked."""
