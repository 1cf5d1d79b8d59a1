"""The evaluation of a plan: a grade by rule for each indicator and target, what is missing, and the files of it."""

from g60.ui import evaluation_page, shell
from layers import client

page = shell.open_page("evaluation", client)
evaluation_page.show(page)
