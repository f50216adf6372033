"""Builds or finds the two example binaries, and writes one atlas for all tests.

LCA_INTEROP_BIN names a folder that holds `interop_fixture` and `interop_read`; without it, cargo
builds them.
"""

import json
import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ["interop_fixture", "interop_read"]


@pytest.fixture(scope="session")
def binaries() -> Path:
    given = os.environ.get("LCA_INTEROP_BIN")
    if given:
        return Path(given)
    command = ["cargo", "build", "--quiet", "--workspace", "--examples"]
    subprocess.run(command, cwd=ROOT, check=True)
    target = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    return target / "debug" / "examples"


@pytest.fixture(scope="session")
def written(binaries, tmp_path_factory):
    """The folder of an atlas that LCA wrote, and the values in it."""
    folder = tmp_path_factory.mktemp("lca")
    subprocess.run([binaries / "interop_fixture", folder], check=True)
    expected = json.loads((folder / "expected.json").read_text())
    return folder / "lca.zarr", expected


@pytest.fixture(scope="session")
def lca_reads(binaries):
    """What LCA reads from a path, as plain values."""

    def read(kind: str, path: Path):
        answer = subprocess.run([binaries / "interop_read", kind, path], check=True, capture_output=True)
        return json.loads(answer.stdout)

    return read
