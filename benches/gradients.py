"""Gradients of PEtab problems: LCA against AMICI (through pyPESTO), in one run.

    python benches/gradients.py BINARY FOLDER [--only NAME ...] [--runs 3] [--build DIR]

BINARY is `target/release/examples/gradients` (cargo build --release -p lca-conformance --example
gradients); FOLDER holds one folder NAME with NAME.yaml for each problem. Needs amici 1.0.1, pypesto
0.7.0, petab 0.8.2 and a C++ compiler with a BLAS. For each problem and tool it finds the loosest
tolerance at which, and at all tighter ones, the objective is within 1e-3 of the value at the
tightest; then both compute gradients there, in turn and on one thread. Printed: the ratio of
processor times (LCA over AMICI's better method), that of loading, and how the results agree.
"""

import argparse
import json
import logging
import os
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from pathlib import Path

import numpy as np

TOLERANCES = [10.0 ** (-k / 2) for k in range(5, 25)]  # 3e-3 to 1e-12
WITHIN = 1e-3


class Peer:
    """AMICI's objective of a problem."""

    def __init__(self, path: Path, build: Path, shift: float):
        import petab.v1 as petab
        import yaml
        from pypesto.petab import PetabImporter

        config = yaml.safe_load(path.read_text())
        for part in config["problems"]:
            part.pop("visualization_files", None)
        problem = petab.Problem.from_yaml(config, base_path=str(path.parent))
        name = "peer_" + "".join(c if c.isalnum() else "_" for c in path.stem)
        ready = (build / name / "done").exists()
        start = os.times()
        importer = PetabImporter(problem, output_folder=str(build / name), model_name=name)
        importer.create_objective_creator().create_model(force_compile=not ready, verbose=False)
        self.problem = importer.create_problem(verbose=False)
        end = os.times()
        self.load_s = sum(end[:4]) - sum(start[:4])
        mark = build / name / "done"
        if ready:
            self.load_s = float(mark.read_text())
        else:
            mark.write_text(str(self.load_s))
        self.objective = self.problem.objective
        parts = getattr(self.objective, "_objectives", [self.objective])
        self.part = next(part for part in parts if hasattr(part, "amici_solver"))
        self.part.n_threads = 1
        x = np.asarray(problem.x_nominal_free_scaled, dtype=float)
        self.x = np.clip(x + shift * np.where(np.arange(len(x)) % 2, -1, 1), self.problem.lb, self.problem.ub)
        self.names = [self.problem.x_names[i] for i in self.problem.x_free_indices]

    def set(self, tolerance: float, method: str = "forward") -> None:
        from amici.sim.sundials import SensitivityMethod

        solver = self.part.amici_solver
        solver.set_absolute_tolerance(tolerance)
        solver.set_relative_tolerance(tolerance)
        kind = getattr(SensitivityMethod, method)
        solver.set_sensitivity_method(kind)
        solver.set_sensitivity_method_pre_equilibration(kind)

    def value(self, tolerance: float) -> float:
        self.set(tolerance)
        return float(self.objective(self.x, sensi_orders=(0,)))

    def gradient(self, tolerance: float, method: str) -> np.ndarray:
        self.set(tolerance, method)
        return np.asarray(self.objective(self.x, sensi_orders=(0, 1))[1])

    def time(self, tolerance: float, method: str) -> float:
        """Median processor time of a gradient."""
        self.gradient(tolerance, method)
        each, begin = [], time.perf_counter()
        while len(each) < 5 or (time.perf_counter() - begin < 1 and len(each) < 100):
            start = time.process_time()
            self.objective(self.x, sensi_orders=(0, 1))
            each.append(time.process_time() - start)
        return statistics.median(each)


class Ours:
    """LCA's, by its command."""

    def __init__(self, binary: str, path: Path, point: np.ndarray):
        self.file = tempfile.NamedTemporaryFile("w", suffix=".txt")
        self.file.write("\n".join(map(repr, map(float, point))))
        self.file.flush()
        self.command = [binary, str(path), "--at", self.file.name]

    def run(self, tolerance: float, method: str, budget: float) -> dict:
        options = ["--rtol", tolerance, "--atol", tolerance, "--method", method, "--budget", budget]
        done = subprocess.run([*self.command, *map(str, options)], capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(done.stderr)
        return json.loads(done.stdout)

    def value(self, tolerance: float) -> float:
        return self.run(tolerance, "none", 0)["fval"]


def loosest(value) -> tuple[float, float]:
    """The loosest tolerance that is good, and the value at the tightest."""
    tight, found = None, None
    for tolerance in reversed(TOLERANCES):
        try:
            here = value(tolerance)
        except RuntimeError:
            here = float("nan")
        if tight is None:
            if not np.isfinite(here):
                continue
            tight, found = here, tolerance
        elif abs(here - tight) <= WITHIN:
            found = tolerance
        else:
            break
    return found, tight


def difference(a: np.ndarray, b: np.ndarray) -> float:
    """The largest relative one, over components above 1e-3 of the largest."""
    large = np.abs(b) > 1e-3 * np.abs(b).max()
    return float(np.max(np.abs(a - b)[large] / np.abs(b)[large]))


def compare(options, name: str) -> dict:
    path = Path(options.folder) / name / f"{name}.yaml"
    peer = Peer(path, Path(options.build), options.shift)
    ours = Ours(options.binary, path, peer.x)
    theirs_at, theirs_tight = loosest(peer.value)
    ours_at, ours_tight = loosest(ours.value)
    times = {("amici", method): [] for method in ("forward", "adjoint")}
    times |= {("lca", method): [] for method in ("forward", "adjoint")}
    loads = []
    for _ in range(options.runs):
        for tool, method in times:
            try:
                if tool == "amici":
                    times[tool, method].append(peer.time(theirs_at, method))
                else:
                    found = ours.run(ours_at, method, 0.5)
                    times[tool, method].append(found["cpu_s_median"])
                    loads.append(found["load_s"])
            except RuntimeError as error:
                print(f"{name} {tool} {method}: {error}", file=sys.stderr)
    medians = {key: statistics.median(value) for key, value in times.items() if value}
    exact = peer.gradient(1e-11, "forward")
    ours_gradient = {m: ours.run(1e-11, m, 0)["gradient"] for m in ("forward", "adjoint")}
    vector = {m: np.array([g[n] for n in peer.names]) for m, g in ours_gradient.items()}
    best = {tool: min((v, m) for (t, m), v in medians.items() if t == tool) for tool in ("amici", "lca")}
    return {
        "problem": name, "parameters": len(peer.x),
        "ratio": best["lca"][0] / best["amici"][0], "lca": best["lca"][1], "amici": best["amici"][1],
        "load ratio": statistics.median(loads) / peer.load_s,
        "lca tolerance": ours_at, "amici tolerance": theirs_at,
        "objectives differ": abs(ours_tight - theirs_tight),
        "gradients differ": difference(vector["forward"], exact),
        "forward and adjoint differ": difference(vector["adjoint"], vector["forward"]),
        "seconds": {f"{tool} {method}": value for (tool, method), value in medians.items()},
    }


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("binary")
    options.add_argument("folder")
    options.add_argument("--only", nargs="*")
    options.add_argument("--runs", type=int, default=3)
    options.add_argument("--shift", type=float, default=0.1)
    options.add_argument("--build", help="keep the peer's compiled models here")
    options.add_argument("--json", action="store_true")
    options = options.parse_args()
    options.build = options.build or tempfile.mkdtemp()
    warnings.filterwarnings("ignore")
    logging.disable(logging.WARNING)
    os.environ["PATH"] = os.path.dirname(sys.executable) + os.pathsep + os.environ["PATH"]
    names = options.only or sorted(p.parent.name for p in Path(options.folder).glob("*/*.yaml") if p.stem == p.parent.name)
    rows = []
    print("| problem | parameters | gradient | LCA's, AMICI's method | loading | tolerances | objectives differ | gradients differ | forward and adjoint differ |")
    print("|---|---|---|---|---|---|---|---|---|")
    for name in names:
        row = compare(options, name)
        rows.append(row)
        print(f"| {name.split('_')[0]} | {row['parameters']} | {row['ratio']:.3f} | {row['lca']}, {row['amici']} "
              f"| {row['load ratio']:.1e} | {row['lca tolerance']:.0e}, {row['amici tolerance']:.0e} "
              f"| {row['objectives differ']:.0e} | {row['gradients differ']:.0e} "
              f"| {row['forward and adjoint differ']:.0e} |", flush=True)
        if options.json:
            print(json.dumps(row), file=sys.stderr, flush=True)
    print(f"median ratio {statistics.median(row['ratio'] for row in rows):.3f}, "
          f"largest {max(row['ratio'] for row in rows):.3f}")


if __name__ == "__main__":
    main()
