"""The same ledger with python-docx, where it is installed. Reads the rows as JSON from stdin; prints what the child of
the benchmark prints."""

import io
import json
import resource
import sys
import time

from docx import Document

rows = json.load(sys.stdin)
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
started = time.perf_counter()
document = Document()
table = document.add_table(rows=len(rows), cols=13)
for made, given in zip(table.rows, rows):
    for cell, text in zip(made.cells, given):
        cell.text = text
out = io.BytesIO()
document.save(out)
print(
    json.dumps(
        {
            "ms": (time.perf_counter() - started) * 1000,
            "growthMiB": (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024,
            "bytes": out.tell(),
        }
    )
)
