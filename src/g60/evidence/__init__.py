"""A value in words with its citation: facts, figures, sums, the sentence, comparison, completeness."""
