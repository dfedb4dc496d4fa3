"""Reads tables with PyIceberg: a JSON list of questions on stdin, a JSON list of answers on stdout.

A question is {"metadata": PATH, "snapshot": ID or null, "filter": TEXT or null}; an answer is
{"rows": [...], "files": NUMBER}. Values are printed as DuckDB's JSON has them, so that they compare as text.
"""

import datetime
import decimal
import json
import sys

from pyiceberg.table import StaticTable


def plain(value):
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return value
    if isinstance(value, (int, decimal.Decimal)):
        return str(value)
    if isinstance(value, datetime.datetime):
        text = value.strftime(f"{value.year:04d}-%m-%d %H:%M:%S")
        fraction = f".{value.microsecond:06d}".rstrip("0") if value.microsecond else ""
        return f"{text}{fraction}+00"
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {name: plain(item) for name, item in value.items()}
    raise TypeError(type(value))


def answer(question):
    table = StaticTable.from_metadata(question["metadata"])
    snapshot = question.get("snapshot")
    scan = table.scan(
        row_filter=question.get("filter") or "true",
        snapshot_id=int(snapshot) if snapshot else None,
    )
    rows = [plain(row) for row in scan.to_arrow().to_pylist()]
    return {"rows": rows, "files": len(list(scan.plan_files()))}


json.dump([answer(question) for question in json.load(sys.stdin)], sys.stdout)
