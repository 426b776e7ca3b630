"""The probe: tells a front end what the notebook's cells do to this kernel's memory.

`start` and `close` are all that there is to call; docs/ARCHITECTURE.md says what it may never do.
"""

from __future__ import annotations

import linecache
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .session import Session

_session: Session | None = None


def start(digest: str, record_frames: int | None = None) -> None:
    """Attach to the IPython shell of this process; raises RuntimeError where there is none.

    With `record_frames`, allocations are recorded from the first cell on, so deep: a request would come after it.
    """
    # Here, so that a test of one module does not load all of them.
    from .session import Session  # noqa: PLC0415

    global _session  # noqa: PLW0603 - the one session of the process; all else hangs on it
    session = Session(digest, close)
    try:
        session.open()
        if record_frames is not None:
            session.record_from_start(record_frames)
    except BaseException:
        session.close()
        raise
    _session = session


def resume() -> None:
    """Mend hooks that the notebook took away."""
    if _session is not None:
        _session.resume()


def close() -> None:
    """Take everything back, in the middle of a cell too; the process is as if never probed."""
    global _session  # noqa: PLW0603
    session, _session = _session, None
    if session is not None:
        session.close()
    for name in [n for n in list(sys.modules) if n == __name__ or n.startswith(__name__ + ".")]:
        del sys.modules[name]
    for name in [n for n in list(linecache.cache) if n.startswith(f"<{__name__}>/")]:
        del linecache.cache[name]
