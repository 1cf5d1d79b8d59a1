"""The migrations of the database, run by Alembic. `HEAD` is the newest one."""

HEAD = "0003"
