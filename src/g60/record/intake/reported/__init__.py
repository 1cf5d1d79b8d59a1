"""The import of values of indicators and targets: a workbook of values becomes rows of `actuals.csv` in a draft.

bytes -> apart (a process of its own) -> Sheets -> headings, cells -> Outcome -> report workbook
                                                                              -> draft
"""

# What stands for a list of carriers where values are meant.
LIST = "indicators"
