"""The pages: all of them, and those that the head of every page leads to."""

from g60.contract.i18n import text

# File and address, title in the browser's tab, whether it is the first one.
PAGES = (
    ("atlas", text("title", "zh"), True),
    ("compare", text("nav_compare", "zh"), False),
    ("indicators", text("nav_indicators", "zh"), False),
    ("evaluation", text("nav_evaluation", "zh"), False),
    ("industry", text("nav_industry", "zh"), False),
    ("tasks", text("nav_tasks", "zh"), False),
    ("meeting", text("nav_meeting", "zh"), False),
    ("sources", text("nav_sources", "zh"), False),
    ("ledger", text("nav_ledger", "zh"), False),
    ("versions", text("nav_versions", "zh"), False),
    ("corrections", text("nav_corrections", "zh"), False),
    ("bulletin", text("nav_bulletin", "zh"), False),
    ("edit", text("nav_edit", "zh"), False),
    ("imports", text("nav_imports", "zh"), False),
    ("documents", text("nav_documents", "zh"), False),
    ("people", text("nav_people", "zh"), False),
)
# Pages that are reached from where they are needed and not from the head of every page.
UNLISTED = ("evaluation", "ledger", "corrections", "bulletin", "edit", "imports", "documents", "people")
