"""Kill `gongkai fetch` at random moments until it is done, and count what it leaves.

`make kills` runs it; by hand: PYTHONPATH=tests:benchmarks python -m fetch_kills [REPORTS]. A server
on this machine sends each report slowly. Every report must be there once, whole, with one row in
sources.csv; docs/fetch.md has the outcome.
"""

from __future__ import annotations

import csv
import hashlib
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import serving

#: So many bytes a report has; so many come at a time, with a pause behind them.
SIZE, PIECE, PAUSE = 300_000, 50_000, 0.12
#: A run is killed after so many seconds at least, and at most.
KILLED = (4, 7)


def slowly(data: bytes) -> serving.Answer:
    """An answer in pieces, which goes on where somebody has a part."""
    etag = f'"{hashlib.sha256(data).hexdigest()[:16]}"'

    def answer(handler: serving.Handler) -> None:
        if handler.headers.get("If-None-Match") == etag:
            handler.head(304, ETag=etag)
            return
        begin = 0
        if handler.headers.get("If-Range") == etag:
            begin = int(handler.headers["Range"].removeprefix("bytes=").removesuffix("-"))
            said = f"bytes {begin}-{len(data) - 1}/{len(data)}"
            handler.head(206, ETag=etag, Content_Range=said, Content_Length=str(len(data) - begin))
        else:
            handler.head(200, ETag=etag, Content_Length=str(len(data)))
        for start in range(begin, len(data), PIECE):
            handler.raw(data[start : start + PIECE])
            time.sleep(PAUSE)

    return answer


def fetch_with_kills(folder: Path) -> int:
    """Start the command until it ends by itself → how often it was killed."""
    command = [sys.executable, "-c", "import sys; from helpers import cli; sys.exit(cli.main())"]
    options = ["fetch", "--raw", str(folder), "--allow", "127.0.0.1", "--delay", "0"]
    kills = 0
    while True:
        process = subprocess.Popen([*command, *options], stdout=subprocess.DEVNULL)
        try:
            process.wait(random.uniform(*KILLED))
            return kills
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            kills += 1


def main(count: int) -> None:
    """Fetch so many reports, and print what was left."""
    chance = random.Random(1)
    reports = [b"%PDF-1.7\n" + chance.randbytes(SIZE) + b"\n%%EOF\n" for _ in range(count)]
    with tempfile.TemporaryDirectory() as work, serving.serving() as site:
        folder = Path(work)
        lines = ["file,agency,year,url"]
        for number, report in enumerate(reports):
            site.answers[f"/{number}.pdf"] = slowly(report)
            url = site.url(f"/{number}.pdf", "127.0.0.1")
            lines.append(f",局{number},2023,{url}")
        (folder / "sources.csv").write_text("\n".join([*lines, ""]), "utf-8")
        kills = fetch_with_kills(folder)
        with (folder / "sources.csv").open(encoding="utf-8-sig", newline="") as stream:
            rows = list(csv.DictReader(stream))
        files = list(folder.glob("fetched/*/*"))
        whole = {file.read_bytes() for file in files} & {*reports}
    resumed = sum("Range" in asked.headers for asked in site.asked)
    print(
        f"Killed {kills} times: {len(files)} files, {len(whole)} of {count} reports whole, "
        f"{len(rows)} rows, {len(site.paths())} requests, of which {resumed} for a rest."
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 30)
