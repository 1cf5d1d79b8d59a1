"""`python -m g60`: the command line."""

import sys

from g60.cli import main

sys.exit(main())
