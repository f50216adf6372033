"""Schemathesis makes requests from the API's own document, right and wrong ones. None may upset the server, and what
it answers must be what the document says."""

import os
import subprocess
import sys

CHECKS = "not_a_server_error,content_type_conformance,response_schema_conformance,unsupported_method"


def test_nothing_upsets_the_server(served, tmp_path):
    command = [
        sys.executable, "-m", "schemathesis.cli", "run", f"{served.url}/api/openapi.json",
        "--checks", CHECKS,
        "--phases", "examples,coverage,fuzzing",
        "--max-examples", os.environ.get("LCA_FUZZ_EXAMPLES", "30"),
        # A stream of events has no end.
        "--exclude-path", "/api/atlases/{a}/events",
        "--workers", "2",
        "--seed", "1",
        "--request-timeout", "30",
        "--warnings", "off",
    ]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stdout[-6000:] + ran.stderr[-2000:]
    assert served.process.poll() is None
