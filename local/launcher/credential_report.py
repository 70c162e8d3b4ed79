"""The credential report: generated for a while, then handed out as it was for four hours.

https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html
"""

import base64
import csv
import io
from dataclasses import dataclass

from ministack.core.responses import get_account_id
from ministack.services import iam

import clock
import report_rows
import report_settings
from iam_answers import HANDLERS
from patching import replaces_entry

_FOUR_HOURS = 4 * 3600


@dataclass(frozen=True)
class _Report:
    content: str
    generated: float


_reports: dict[str, _Report] = {}


def clear() -> None:
    """Have no report, as in an account that never asked for one."""
    _reports.clear()


def install() -> None:
    """Generate and hand out reports as IAM does."""

    @replaces_entry(HANDLERS, "GenerateCredentialReport")
    def generate_credential_report(_original, _parameters):
        report = _reports.get(get_account_id())
        if report is not None and clock.now() < report.generated + _FOUR_HOURS:
            ready = clock.now() >= report.generated
            return _state("<State>COMPLETE</State>" if ready else "<State>INPROGRESS</State>")
        # What changes while a report is generated is not in it, though it says a later time.
        _reports[get_account_id()] = _Report(
            _content(), clock.now() + report_settings.current().seconds
        )
        return _state(
            "<State>STARTED</State>"
            "<Description>No report exists. Starting a new report generation task</Description>"
        )

    @replaces_entry(HANDLERS, "GetCredentialReport")
    def get_credential_report(_original, _parameters):
        report = _reports.get(get_account_id())
        if report is None:
            return iam._error(410, "ReportNotPresent", "No report exists. Generate one first.")
        if clock.now() < report.generated:
            return iam._error(404, "ReportInProgress", "The report is being generated.")
        if clock.now() >= report.generated + _FOUR_HOURS:
            return iam._error(410, "ReportExpired", "The report is older than four hours.")
        return iam._xml(
            200,
            "GetCredentialReportResponse",
            "<GetCredentialReportResult>"
            f"<Content>{base64.b64encode(report.content.encode()).decode()}</Content>"
            "<ReportFormat>text/csv</ReportFormat>"
            f"<GeneratedTime>{clock.iso(report.generated)}</GeneratedTime>"
            "</GetCredentialReportResult>",
        )


def _state(state: str) -> tuple[int, dict[str, str], bytes]:
    return iam._xml(
        200,
        "GenerateCredentialReportResponse",
        f"<GenerateCredentialReportResult>{state}</GenerateCredentialReportResult>",
    )


def _content() -> str:
    columns = list(report_rows.COLUMNS)
    if report_settings.current().extra_column:
        # In the middle, where whoever counts columns stumbles over it.
        columns.insert(columns.index("password_last_used"), "column_of_tomorrow")
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    for row in report_rows.rows():
        writer.writerow([_cell(row.get(column, "N/A")) for column in columns])
    return text.getvalue().rstrip("\n")


def _cell(value: str | bool) -> str:
    if isinstance(value, bool):
        text = str(value)
        return text.upper() if report_settings.current().upper_case else text.lower()
    return value
