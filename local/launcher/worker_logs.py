"""What functions log, to the last line.

The emulator waits some milliseconds for lines to come and takes the log for finished when none
does; on a busy machine it loses lines so, and with them metrics.
"""

import queue
import time

from ministack.core import lambda_runtime

from patching import replaces

_LONGEST_WAIT = 2.0
_LOOK_AT_READER_EVERY = 0.05
_END = "the log of this invocation ends here"

_WRITE = "const _realStdoutWrite = process.stdout.write.bind(process.stdout);\n"
_WRITE_AFTER_THE_END = """
const _writeAnswer = process.stdout.write.bind(process.stdout);
const _realStdoutWrite = (answer) => {
  // The answer that the worker is ready ends no invocation.
  if (!answer.startsWith('{"status":"ready"')) process.stderr.write("END\\n");
  return _writeAnswer(answer);
};
""".replace("END", _END)


def install() -> None:
    """Let the worker say where the log of an invocation ends, and read up to there."""
    script = lambda_runtime._NODEJS_WORKER_SCRIPT
    if script.count(_WRITE) != 1:
        raise RuntimeError(f"the emulator's worker script no longer has:\n{_WRITE}")
    lambda_runtime._NODEJS_WORKER_SCRIPT = script.replace(_WRITE, _WRITE_AFTER_THE_END)

    @replaces(lambda_runtime.Worker, name="_drain_stderr_bounded")
    def drain(_original, worker, **_waits):
        lines, deadline = [], time.monotonic() + _LONGEST_WAIT
        while time.monotonic() < deadline:
            try:
                line = worker._stderr_queue.get(timeout=_LOOK_AT_READER_EVERY)
            except queue.Empty:
                # A worker that died has not said where its log ends.
                if not worker._stderr_thread.is_alive():
                    break
                continue
            if line == _END:
                break
            lines.append(line)
        return "\n".join(lines)
