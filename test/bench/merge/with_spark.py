"""Merges raw changes into a curated table with Spark SQL on Iceberg, again and again from the same start.

stdin: {"jar": PATH, "warehouse": FOLDER, "table": NAME, "tombstones": NAME, "snapshot": ID, "changes": PATH,
"dataset": TEXT, "hour": TEXT, "statements": [SQL, ...], "rounds": NUMBER}
stdout: {"seconds": [NUMBER, ...], "rows": NUMBER, "versions": NUMBER}, the latter two of the merged table
"""

import json
import sys
import time

from pyspark.sql import SparkSession
from pyspark.sql.functions import lit

request = json.load(sys.stdin)
settings = {
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.memory": "2g",
    "spark.jars": request["jar"],
    "spark.sql.ansi.enabled": "true",
    "spark.sql.catalog.lake": "org.apache.iceberg.spark.SparkCatalog",
    "spark.sql.catalog.lake.type": "hadoop",
    "spark.sql.catalog.lake.warehouse": request["warehouse"],
    "spark.sql.extensions": "org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions",
    "spark.sql.session.timeZone": "UTC",
    # As many as there are cores, which for so few rows is kinder to it than its default of 200.
    "spark.sql.shuffle.partitions": "2",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}
builder = SparkSession.builder.master("local[2]").appName("bench")
for name, value in settings.items():
    builder = builder.config(name, value)
spark = builder.getOrCreate()
spark.sparkContext.setLogLevel("ERROR")
table = request["table"]
changes = spark.read.parquet(request["changes"])
changes = changes.withColumn("dataset", lit(request["dataset"])).withColumn("hour", lit(request["hour"]))
changes.createOrReplaceTempView("changes")
seconds = []
for turn in range(request["rounds"]):
    if turn > 0:
        name = table.split(".", 1)[1]
        spark.sql(f"CALL lake.system.rollback_to_snapshot('{name}', {request['snapshot']})")
        spark.sql(f"DELETE FROM {request['tombstones']}")
    start = time.perf_counter()
    for statement in request["statements"]:
        spark.sql(statement)
    seconds.append(time.perf_counter() - start)
rows, versions = spark.sql(f"SELECT count(*), sum(_version) FROM {table}").first()
spark.stop()
json.dump({"seconds": seconds, "rows": rows, "versions": versions}, sys.stdout)
