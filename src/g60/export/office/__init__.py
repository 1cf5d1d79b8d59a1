"""What the office files share: shapes, colours of a theme, a map made of both."""
