"""Makes a small atlas by `lca run`, and serves it by `lca serve`.

LCA_BIN names the `lca` to use; without it, cargo builds one.
"""

import json
import os
import struct
import subprocess
import zlib
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

STUDY = """name = "small"
seed = 1

[[subject]]
id = "line"

[[specimen]]
id = "culture"
subject = "line"

[[assay]]
id = "film"
specimen = "culture"
modality = "live-imaging"
frame_interval_s = 60.0
channels = ["nuclei"]
files = { frames = "frames" }

[[step]]
id = "movie"
kind = "import-movie"
assay = "film"

[[step]]
id = "nuclei"
kind = "segment"
from = "movie"

[[step]]
id = "tracks"
kind = "track"
from = "nuclei"

[[step]]
id = "traces"
kind = "traces"
from = { objects = "nuclei", tracks = "tracks" }

[[step]]
id = "lineage"
kind = "lineage"
from = "tracks"
"""

FRAMES, SIDE = 24, 512


def png(rows: list[bytes]) -> bytes:
    """An image of 8 bits."""

    def part(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", len(rows[0]), len(rows), 8, 0, 0, 0, 0)
    pixels = zlib.compress(b"".join(b"\0" + row for row in rows))
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", pixels) + part(b"IEND", b"")


def frame(t: int) -> bytes:
    """Discs that move to the right, on a background that does not compress well."""
    rows = [bytearray(10 + (x * x * 7 + y * x * 13 + t * 31) % 11 for x in range(SIDE)) for y in range(SIDE)]
    for cell in range(25):
        cy, cx = 50 + 100 * (cell % 5), 40 + 90 * (cell // 5) + t
        for y in range(cy - 9, cy + 10):
            half = int((100 - (y - cy) ** 2) ** 0.5)
            rows[y][cx - half : cx + half] = bytes([200]) * (2 * half)
    return png([bytes(row) for row in rows])


@pytest.fixture(scope="session")
def lca() -> Path:
    if given := os.environ.get("LCA_BIN"):
        return Path(given)
    # With the features the tests have, which also builds the command: nothing is compiled twice.
    build = ["cargo", "test", "--quiet", "--workspace", "--no-run", "--test", "commands"]
    subprocess.run(build, cwd=ROOT, check=True)
    return Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "debug" / "lca"


@dataclass
class Served:
    url: str
    process: subprocess.Popen

    def peak_memory(self) -> int:
        """The most memory the server ever held, in bytes; 0 where the system does not say."""
        status = Path(f"/proc/{self.process.pid}/status")
        lines = status.read_text().splitlines() if status.exists() else []
        return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM"))


@pytest.fixture(scope="session")
def served(lca, tmp_path_factory):
    folder = tmp_path_factory.mktemp("small")
    (folder / "frames").mkdir()
    for t in range(FRAMES):
        (folder / "frames" / f"t{t:03}.png").write_bytes(frame(t))
    (folder / "study.toml").write_text(STUDY)
    subprocess.run([lca, "run", folder / "study.toml", "--threads", "2"], check=True)
    command = [lca, "serve", folder / "small.zarr", "--study", folder / "study.toml", "--port", "0", "--json"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    yield Served(json.loads(process.stdout.readline())["url"], process)
    process.terminate()
    assert process.wait(20) == 0, "the server did not end well"
