"""`python -m g60`: the command line."""

import gc
import sys

# What a call loads stays until it ends. To search all of it for garbage, again and again, took a tenth of its time.
gc.set_threshold(100_000, 20, 50)

from g60.cli import main  # noqa: E402 - the libraries are loaded after that

sys.exit(main())
