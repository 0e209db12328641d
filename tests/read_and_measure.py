"""Reads the files named on the standard input and says of each what became of it and what it cost.

    python -I -S tests/read_and_measure.py MEASURED < names

Linux counts the peak of a parent to the child that it starts. So this file is two programs: a launcher of a few
megabytes, which starts the reader and writes the peak of it and of all that it started into MEASURED, and the reader.
"""

import json
import os
import sys


def launch(measured: str) -> None:
    pid = os.fork()
    if pid == 0:
        os.execv(sys.executable, [sys.executable, __file__, "--read"])  # noqa: S606
    _, status, used = os.wait4(pid, 0)
    with open(measured, "w") as file:
        json.dump({"status": os.waitstatus_to_exitcode(status), "peak_mb": used.ru_maxrss / 1024}, file)


def read() -> None:
    import time

    from servanda.importers.reading import read_file

    for name in json.load(sys.stdin):
        before, begun = os.times(), time.monotonic()
        reading = read_file(name)
        after = os.times()
        cpu = sum(after[:4]) - sum(before[:4])
        code = reading.refusal.code if reading.refusal else "read"
        sentence = reading.refusal.message if reading.refusal else ""
        print(
            json.dumps(
                {"file": name, "code": code, "sentence": sentence, "cpu": cpu, "wall": time.monotonic() - begun}
            ),
            flush=True,
        )


if __name__ == "__main__":
    read() if sys.argv[1] == "--read" else launch(sys.argv[1])
