"""CellPhoneDB's statistical method on an h5ad file: processor time (with its workers) and the tables, as one JSON line.

  python communicate_cellphonedb.py cellphonedb.zip counts.h5ad --labels bulk_labels --iterations 1000 --seed 1 --out peer.csv

A first call of 100 iterations, not timed, compiles and caches what later calls share (fewer than 10 iterations
make CellPhoneDB 5.0.1 divide by zero).
"""
import argparse
import contextlib
import json
import os
import sys
import tempfile
import warnings


def cpu():
    t = os.times()
    return t.user + t.system + t.children_user + t.children_system


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("database")
    p.add_argument("counts")
    p.add_argument("--labels", required=True)
    p.add_argument("--iterations", type=int, default=1000)
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--threads", type=int, default=1)
    p.add_argument("--out", required=True, help="table: id_cp_interaction, interacting_cells, mean, pvalue")
    args = p.parse_args()
    warnings.filterwarnings("ignore")
    import anndata
    from cellphonedb.src.core.methods import cpdb_statistical_analysis_method as method

    def call(iterations, folder):
        meta = os.path.join(folder, "meta.tsv")
        table = anndata.read_h5ad(args.counts).obs[[args.labels]].rename(columns={args.labels: "cell_type"})
        table.rename_axis("Cell").to_csv(meta, sep="\t")
        return method.call(cpdb_file_path=args.database, meta_file_path=meta, counts_file_path=args.counts,
                           counts_data="hgnc_symbol", output_path=folder, iterations=iterations, threshold=0.1,
                           threads=args.threads, debug_seed=args.seed, score_interactions=False)

    with contextlib.redirect_stdout(sys.stderr), tempfile.TemporaryDirectory() as folder:
        call(100, folder)
        start = cpu()
        found = call(args.iterations, folder)
        spent = cpu() - start
    means, p_values = found["means"].set_index("id_cp_interaction"), found["pvalues"].set_index("id_cp_interaction")
    pairs = [column for column in means.columns if "|" in column]
    with open(args.out, "w") as out:
        out.write("id_cp_interaction,interacting_cells,mean,pvalue\n")
        for name in means.index:
            for pair in pairs:
                out.write(f'{name},"{pair}",{means.at[name, pair]},{p_values.at[name, pair]}\n')
    print(json.dumps({"tool": "cellphonedb", "cpu_s": spent, "interactions": len(means), "pairs": len(pairs)}))


if __name__ == "__main__":
    main()
