"""The script that runs Node functions: AWS's way with handler errors, and the launcher's clock."""

import threading
from typing import Any

from ministack.core import lambda_runtime
from ministack.services import lambda_svc

from patching import replaces

_END = """
// Whatever it is doing, a worker ends with the emulator that holds its other end.
process.stdin.on("end", () => process.exit());
"""

_CLOCK = """
const realDate = Date;
const { readFileSync } = require("fs");
let clockOffset = 0;
function readClock() {
  clockOffset = Number(readFileSync(process.env.LOCAL_CLOCK_FILE, "utf8"));
}
readClock();
globalThis.Date = new Proxy(realDate, {
  construct: (target, given, made) =>
    Reflect.construct(target, given.length ? given : [target.now() + clockOffset], made),
  apply: () => new globalThis.Date().toString(),
  get: (target, key, receiver) =>
    key === "now" ? () => target.now() + clockOffset : Reflect.get(target, key, receiver),
});

// Sleeping follows the clock. The timers of `setTimeout` itself do not: the SDK guards its
// requests by them, and would give up at every leap.
const sleeping = require("timers/promises");
const realSleep = sleeping.setTimeout;
sleeping.setTimeout = async (milliseconds = 1, value, options) => {
  const due = Date.now() + milliseconds;
  do {
    await realSleep(Math.min(10, Math.max(1, due - Date.now())), undefined, options);
    readClock();
  } while (Date.now() < due);
  return value;
};
require("module").syncBuiltinESMExports();
"""

_REPORT = """
function reportHandlerError(error) {
  const known = error instanceof Error;
  _realStdoutWrite(JSON.stringify({ status: "ok", handlerError: {
    errorType: known ? error.name : "Error",
    errorMessage: known ? error.message : String(error),
    trace: known ? String(error.stack).split("\\n") : [],
  } }) + "\\n");
}
"""

_READ_CONTEXT = "    const ctx = msg.ctx || {};\n"
_REFRESH_CLOCK = _READ_CONTEXT + "    readClock();\n"
_REJECTED = """          _realStdoutWrite(JSON.stringify({
            status: "error", error: String(err.message || err), trace: err.stack || ""
          }) + "\\n");
"""
_THROWN = """      _realStdoutWrite(JSON.stringify({
        status: "error", error: e.message, trace: e.stack
      }) + "\\n");
"""

_last = threading.local()


def install() -> None:
    """Change the script, and read what it now answers."""
    script = lambda_runtime._NODEJS_WORKER_SCRIPT
    script = _with(script, _READ_CONTEXT, _REFRESH_CLOCK)
    script = _with(script, _REJECTED, "          reportHandlerError(err);\n")
    script = _with(script, _THROWN, "      reportHandlerError(e);\n")
    lambda_runtime._NODEJS_WORKER_SCRIPT = _END + _CLOCK + script + _REPORT

    @replaces(lambda_runtime.Worker, name="invoke")
    def invoke(original, worker, *arguments, **keywords):
        response = original(worker, *arguments, **keywords)
        _last.handler_error = response.get("handlerError")
        return response

    @replaces(lambda_svc, name="_execute_function_warm")
    def execute(original, function, event, request_id):
        # A handler's error leaves its environment alive on AWS, so the worker answers "ok" and
        # the error is told here, under its own name.
        # https://docs.aws.amazon.com/lambda/latest/dg/nodejs-exceptions.html
        _last.handler_error = None
        result = original(function, event, request_id)
        return _failed(result, _last.handler_error) if _last.handler_error else result


def _failed(result: dict[str, Any], error: dict[str, Any]) -> dict[str, Any]:
    log = "\n".join([result.get("log", ""), *error["trace"]])
    return {"body": error, "error": True, "function_error": "Unhandled", "log": log}


def _with(script: str, old: str, new: str) -> str:
    if script.count(old) != 1:
        raise RuntimeError(f"the emulator's worker script no longer has:\n{old}")
    return script.replace(old, new)
