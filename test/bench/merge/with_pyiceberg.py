"""Merges raw changes into a curated table with PyIceberg and Arrow, again and again from the same start.

stdin: {"metadata": PATH, "changes": PATH, "key": COLUMN, "rounds": NUMBER,
        "pidKey": HEX, "pseudonyms": [{"name": COLUMN, "of": COLUMN, "salt": TEXT}, ...]}
stdout: {"seconds": [NUMBER, ...], "rows": NUMBER, "versions": NUMBER}, the latter two of the merged table
"""

import hmac
import io
import json
import sys
import tempfile
import time

import pyarrow
import pyarrow.compute as pc
import pyarrow.json
import pyarrow.parquet
from pyiceberg.catalog.sql import SqlCatalog


def pseudonyms(values, salt, pid_key):
    """HMAC-SHA-256 of each value, once for each person; null where nobody is named."""
    coded = values.combine_chunks().dictionary_encode()
    codes = [hmac.digest(pid_key, (salt + value).encode(), "sha256").hex() for value in coded.dictionary.to_pylist()]
    return pyarrow.array(codes, pyarrow.string()).take(coded.indices)


def parsed(changes, schema, people, pid_key):
    """Rows out of their JSON texts, exactly: every value but booleans is read as its text and cast."""
    names = [name for name in schema.names if not name.startswith("_")]
    texts = pyarrow.schema(
        (name, kind if pyarrow.types.is_boolean(kind) else pyarrow.string())
        for name, kind in ((name, schema.field(name).type) for name in names)
    )
    lines = io.BytesIO("\n".join(changes["row"].to_pylist()).encode())
    options = pyarrow.json.ParseOptions(explicit_schema=texts)
    rows = pyarrow.json.read_json(lines, parse_options=options).select(names)
    for person in people:
        rows = rows.append_column(person["name"], pseudonyms(rows[person["of"]], person["salt"], pid_key))
    rows = rows.append_column("_version", changes["version"]).append_column("_changed_at", changes["accepted_at"])
    return rows.cast(schema)


def merged(present, changes, key, people, pid_key):
    newest = changes.join(
        changes.group_by("key").aggregate([("version", "max")]),
        keys=["key", "version"],
        right_keys=["key", "version_max"],
        join_type="inner",
    )
    there = newest.join(present.select([key, "_version"]), keys="key", right_keys=key, join_type="left outer")
    gone = pc.equal(there["op"], "delete")
    newer = pc.greater(there["version"], pc.coalesce(there["_version"], pyarrow.scalar(0, pyarrow.int64())))
    matters = pc.and_(newer, pc.or_(pc.invert(gone), pc.is_valid(there["_version"])))
    effective = there.filter(matters)
    rows = parsed(effective.filter(pc.not_equal(effective["op"], "delete")), present.schema, people, pid_key)
    kept = present.join(effective.select(["key"]), keys=key, right_keys="key", join_type="left anti")
    return pyarrow.concat_tables([kept.cast(present.schema), rows]).sort_by(key)


request = json.load(sys.stdin)
key = request["key"]
people = request["pseudonyms"]
pid_key = bytes.fromhex(request["pidKey"])
seconds = []
for _ in range(request["rounds"]):
    with tempfile.TemporaryDirectory() as folder:
        catalog = SqlCatalog("here", uri=f"sqlite:///{folder}/catalog.db", warehouse=f"file://{folder}")
        catalog.create_namespace("lake")
        table = catalog.register_table("lake.table", request["metadata"])
        start = time.perf_counter()
        columns = ["key", "version", "op", "accepted_at", "row"]
        changes = pyarrow.parquet.read_table(request["changes"], columns=columns, partitioning=None)
        table.overwrite(merged(table.scan().to_arrow(), changes, key, people, pid_key))
        seconds.append(time.perf_counter() - start)
        result = catalog.load_table("lake.table").scan(selected_fields=("_version",)).to_arrow()
json.dump({"seconds": seconds, "rows": len(result), "versions": pc.sum(result["_version"]).as_py()}, sys.stdout)
