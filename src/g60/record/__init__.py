"""The record of what people enter: corrections that readers propose."""
