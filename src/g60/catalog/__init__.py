"""The catalog: areas and carriers with their citations; readers, sources, search, measures, schematic geometry."""
