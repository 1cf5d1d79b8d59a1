"""What is shown as tables and layers: workbook, CSV, GeoJSON, GeoPackage, KML, open data."""
