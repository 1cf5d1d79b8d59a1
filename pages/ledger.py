"""Plan against plan: what came, went and changed, with both sentences; the way to the difference on the map."""

from g60.ui import ledger_page, shell
from layers import client

page = shell.open_page("ledger", client)
ledger_page.show(page)
