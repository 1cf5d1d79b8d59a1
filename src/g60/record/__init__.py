"""The living record: versions, drafts, people and what they may do, history, corrections.

Only this room knows the database. The shipped `geodata/` is version 1; a record begins in the database when the first
draft, correction or person is entered.
"""
