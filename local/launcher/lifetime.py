"""The launcher's temporary folder, and its end: with its parent, by a signal, or on its own."""

import os
import shutil
import signal
import tempfile
import threading
import time
from pathlib import Path

_LOOK_AT_PARENT_EVERY = 0.2


def use_temporary_folder(given: str | None) -> Path:
    """Work in the folder given, or in one of our own; either is removed at the end."""
    folder = Path(given or tempfile.mkdtemp(prefix="local-aws-"))
    # Functions run from here. Under a package.json that says "type": "module" each of them
    # would die at its first line, so this folder has a package.json of its own.
    (folder / "package.json").write_text("{}\n")
    os.environ["TMPDIR"] = str(folder)
    tempfile.tempdir = str(folder)
    return folder


def end_with_parent(folder: Path, parent: int) -> None:
    """End when the parent is gone, even if it had no chance to say so."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(_LOOK_AT_PARENT_EVERY)
        end(folder)

    threading.Thread(target=watch, daemon=True).start()


def end_at_signals(folder: Path) -> None:
    """End at SIGTERM and SIGINT."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: end(folder))


def end(folder: Path, status: int = 0) -> None:
    """Remove the folder and leave at once; the functions' processes end with their pipes."""
    shutil.rmtree(folder, ignore_errors=True)
    # A worker that was just starting may have written once more.
    shutil.rmtree(folder, ignore_errors=True)
    os._exit(status)
