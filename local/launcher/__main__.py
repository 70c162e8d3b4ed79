"""Start the local AWS: `python local/launcher [temporary folder]`.

Prints one line of JSON when it is ready to serve, {"endpoint": …, "pid": …}; everything else goes
to the standard error.
"""

import os
import sys
from typing import TextIO

import lifetime
import server


def main() -> None:
    """Start, and stay until a signal comes or the parent goes."""
    parent = os.getppid()
    announcements = _keep_stdout_to_ourselves()
    folder = lifetime.use_temporary_folder(sys.argv[1] if len(sys.argv) > 1 else None)
    lifetime.end_at_signals(folder)
    lifetime.end_with_parent(folder, parent)
    status = 1
    try:
        listener = server.free_socket()
        # The emulator reads its settings when it is imported, so they come first.
        server.configure_emulator(listener.getsockname()[1])
        import behaviours

        behaviours.install()
        server.serve(listener, announcements)
        status = 0
    finally:
        if status:
            import traceback

            traceback.print_exc()
        lifetime.end(folder, status)


def _keep_stdout_to_ourselves() -> TextIO:
    """Whatever the emulator prints goes to the standard error."""
    announcements = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    return announcements


if __name__ == "__main__":
    main()
