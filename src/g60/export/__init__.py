"""Catalog to bytes, one module or folder per format; `handouts` lists them."""
