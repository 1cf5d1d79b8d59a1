"""Why the system refused a file, in words of our table: its own are English, whatever the reader's language."""

from __future__ import annotations

import errno

# Texts are `cause_` with the system's name of the error: cause_enospc.
WORDED = (
    *(errno.ENOENT, errno.EACCES, errno.EPERM, errno.ENOSPC, errno.EROFS, errno.EISDIR, errno.ENOTDIR),
    *(errno.EEXIST, errno.ENAMETOOLONG, errno.EIO, errno.EFBIG, errno.EMFILE, errno.ENFILE, errno.EBUSY),
    *(errno.EBADF, errno.EPIPE, errno.ELOOP, errno.EINVAL, errno.ENOMEM, errno.EAGAIN, errno.ENXIO),
    *((errno.EDQUOT,) if hasattr(errno, "EDQUOT") else ()),  # elsewhere than on POSIX there are no such limits
)


def cause(error: BaseException) -> str:
    """The code of a text that says why, which `text` puts into the sentence; the system's own words without one.

    An error of a library that wraps one of the system is that one.
    """
    inner = error.args[0] if error.args and isinstance(error.args[0], OSError) else error
    number = getattr(inner, "errno", None) or 0
    if number in WORDED:
        return f"cause_{errno.errorcode[number].lower()}"
    return getattr(inner, "strerror", None) or str(error) or type(error).__name__
