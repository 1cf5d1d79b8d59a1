"""Tables to issues: cells, references between tables, coordinates, citations against the documents."""
