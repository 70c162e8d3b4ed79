"""An error in the protocol of the call that it answers."""

import json
from xml.sax.saxutils import escape

from call import Call

ErrorResponse = tuple[int, dict[str, str], bytes]


def speaks_query(call: Call) -> bool:
    """Whether the call is a form that is answered in XML, as IAM's are."""
    return "form-urlencoded" in call.headers.get("content-type", "")


def error_response(call: Call, code: str, status: int, message: str) -> ErrorResponse:
    """The response."""
    if speaks_query(call):
        body = (
            f"<ErrorResponse><Error><Type>Sender</Type><Code>{escape(str(code))}</Code>"
            f"<Message>{escape(str(message))}</Message></Error>"
            f"<RequestId>{call.request_id}</RequestId></ErrorResponse>"
        )
        return int(status), {"Content-Type": "text/xml"}, body.encode()
    headers = {"Content-Type": "application/x-amz-json-1.0", "x-amzn-errortype": str(code)}
    return int(status), headers, json.dumps({"__type": code, "message": message}).encode()
