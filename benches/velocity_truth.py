"""The dynamical model of RNA velocity on cells made from it: the example `cell_time` of lca-cells and scvelo beside the truth.

  cargo build --release -p lca-cells --example cell_time
  pip install -r benches/peers/requirements-velocity.txt    (in a venv of its own)
  VENV/bin/python benches/velocity_truth.py target/release/examples/cell_time [--noise 0.05 0.15] [--cells 600] [--genes 60]

Genes are switched on at 0, off between 3 and 16 hours, rates and the detection of unspliced counts vary log-normally; cells are spread
over 20 hours. Both programs are given the amounts themselves, with normal noise of this share of each gene's spread, in place of means
over neighbours. For each noise prints, over the genes that both call velocity genes, r of the logarithm of each parameter with the truth, the
median of how far it is off (both in natural logarithms), r of each gene's cell times with the true ones (median over genes), and
processor times of the fit, ours over scvelo's.
"""
import argparse
import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("NUMBA_THREADING_LAYER", "workqueue")
for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS"):
    os.environ[name] = "1"
import anndata
import numpy as np
import scanpy as sc
import scvelo as scv
from scipy.sparse import csr_matrix


def course(t, alpha, beta, gamma, switch):
    """Unspliced and spliced amounts, cells × genes."""
    left = lambda rate, time: np.exp(-rate * time)

    def rising(time):
        u = alpha / beta * (1 - left(beta, time))
        return u, alpha / gamma * (1 - left(gamma, time)) + alpha / (gamma - beta) * (left(gamma, time) - left(beta, time))

    on, off = np.minimum(t, switch), np.maximum(t - switch, 0)
    u, s = rising(on)
    passing = beta * u / (gamma - beta) * (left(gamma, off) - left(beta, off))
    return u * left(beta, off), s * left(gamma, off) - passing


def made(cells, genes, noise, seed):
    draw = np.random.default_rng(seed)
    t = np.sort(draw.uniform(0, 20, cells))
    lognormal = lambda median, spread: median * np.exp(draw.normal(0, spread, genes))
    beta, ratio, scaling = lognormal(0.5, 0.4), lognormal(0.7, 0.6), lognormal(0.5, 0.5)
    truth = {"alpha": lognormal(2, 0.5), "beta": beta, "gamma": ratio * beta, "t_": draw.uniform(3, 16, genes), "scaling": scaling}
    u, s = course(t[:, None], truth["alpha"], beta, truth["gamma"], truth["t_"])
    noisy = lambda x: np.maximum(x + noise * x.std(0) * draw.normal(size=x.shape), 1e-6).astype(np.float32)
    return t, truth, noisy(u * scaling), noisy(s)


def table(u, s, graph):
    data = anndata.AnnData(X=csr_matrix(np.log1p(s)), layers={"spliced": csr_matrix(s), "unspliced": csr_matrix(u)})
    if graph:
        sc.pp.pca(data, n_comps=20)
        sc.pp.neighbors(data, n_neighbors=30, use_rep="X_pca")
        data.layers["Ms"], data.layers["Mu"] = s.copy(), u.copy()
    else:
        # Without neighbours a mean over neighbours is the cell's own amount.
        data.obsp["connectivities"] = data.obsp["distances"] = csr_matrix((data.n_obs, data.n_obs), dtype=np.float32)
    return data


def theirs(u, s):
    data = table(u, s, True)
    with contextlib.redirect_stdout(sys.stderr):
        # Once for compilation, which users pay for but once.
        scv.tl.recover_dynamics(data[:, :2].copy(), n_jobs=1, backend="threading", show_progress_bar=False)
        cpu = time.process_time()
        scv.tl.recover_dynamics(data, n_jobs=1, backend="threading", show_progress_bar=False)
        cpu = time.process_time() - cpu
        scv.tl.velocity(data, mode="dynamical")
    fit = {name: data.var[f"fit_{name}"].to_numpy() for name in ("alpha", "beta", "gamma", "t_", "scaling")}
    return {**fit, "t": data.layers["fit_t"], "genes": data.var["velocity_genes"].to_numpy()}, cpu


def ours(program, u, s):
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        table(u, s, False).write_h5ad(folder / "in.h5ad")
        text = subprocess.run([program, "velocity", str(folder / "in.h5ad"), str(folder), "dynamical"], check=True, capture_output=True, text=True).stdout
        load = lambda name: np.load(folder / f"{name}.npy")
        fit = {name: load(f"var_fit_{name}") for name in ("alpha", "beta", "gamma", "t_", "scaling")}
        return {**fit, "t": load("layer_fit_t"), "genes": load("var_velocity_genes").astype(bool)}, json.loads(text.strip().splitlines()[-1])["velocity_cpu_s"]


def held(fit, truth, t, genes):
    # Both write the rate of splicing of unspliced counts as they are measured.
    rates = lambda f, beta: {"gamma/beta": f["gamma"] / beta, "slope": f["gamma"] / beta * f["scaling"], "alpha": f["alpha"], "beta": beta, "gamma": f["gamma"], "switch": f["t_"], "scaling": f["scaling"]}
    found, known = rates(fit, fit["beta"] * fit["scaling"]), rates(truth, truth["beta"])
    answer = {}
    for name, values in known.items():
        a, b = np.log(found[name][genes]), np.log(values[genes])
        answer[name] = [round(float(np.corrcoef(a, b)[0, 1]), 3), round(float(np.median(np.abs(a - b))), 3)]
    answer["cell_times"] = round(float(np.median([np.corrcoef(fit["t"][:, gene], t)[0, 1] for gene in np.flatnonzero(genes)])), 3)
    return answer


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("ours")
    p.add_argument("--noise", type=float, nargs="+", default=[0.05, 0.15])
    p.add_argument("--cells", type=int, default=600)
    p.add_argument("--genes", type=int, default=60)
    p.add_argument("--seed", type=int, default=5)
    args = p.parse_args()
    scv.settings.verbosity = 0
    for noise in args.noise:
        t, truth, u, s = made(args.cells, args.genes, noise, args.seed)
        (own, own_cpu), (their, their_cpu) = ours(args.ours, u, s), theirs(u, s)
        genes = own["genes"] & their["genes"]
        both = {"noise": noise, "genes": [int(own["genes"].sum()), int(their["genes"].sum()), int(genes.sum())], "cpu": round(own_cpu / their_cpu, 3)}
        print(json.dumps({**both, "ours": held(own, truth, t, genes), "scvelo": held(their, truth, t, genes)}), flush=True)


if __name__ == "__main__":
    main()
