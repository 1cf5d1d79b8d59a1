"""The import of a county's list: a file is looked at, read apart, understood by cell, and becomes a draft.

    bytes -> kinds -> apart (a process of its own: readers) -> Sheets -> heads, columns, cells, places, names
                                                                      -> Outcome -> difference -> draft
                                                                                 -> report workbook

Nothing is guessed in silence: whatever was read otherwise than it stands is a finding with the cell's own address.
"""
