"""Commits with PyIceberg: prints the metadata file that follows on the one given.

stdin: {"metadata": PATH, "append": [ROW, ...], "delete": FILTER or null}
"""

import json
import sys
import tempfile

import pyarrow
from pyiceberg.catalog.sql import SqlCatalog

request = json.load(sys.stdin)
with tempfile.TemporaryDirectory() as folder:
    catalog = SqlCatalog("here", uri=f"sqlite:///{folder}/catalog.db", warehouse=f"file://{folder}")
    catalog.create_namespace("lake")
    table = catalog.register_table("lake.table", request["metadata"])
    if request["append"]:
        table.append(pyarrow.Table.from_pylist(request["append"], schema=table.schema().as_arrow()))
    if request["delete"]:
        table.delete(request["delete"])
    print(table.metadata_location.removeprefix("file://"))
