"""Differences between two cell lines by pydeseq2, each line cut into three replicates by turns.

The numbers that the test `wald_agrees_with_deseq2` (crates/cells/tests/named/differential.rs) holds ours against: size
factors, and of some genes the mean, change, its error and z, without refits of outliers and without filters.

  python cells_differential.py FOLDER/sc_mixology/data/csv
"""
import sys
import warnings

warnings.filterwarnings("ignore")
import pandas as pd
from pydeseq2.dds import DeseqDataSet
from pydeseq2.ds import DeseqStats


def main():
    counts = pd.read_csv(sys.argv[1] + "/sc_celseq2.count.csv.gz", index_col=0)
    cells = pd.read_csv(sys.argv[1] + "/sc_celseq2.metadata.csv.gz", index_col=0).loc[counts.columns]
    wanted = (cells.demuxlet_cls == "SNG") & cells.cell_line_demuxlet.isin(["H1975", "H2228"])
    counts, cells = counts.loc[:, wanted.values], cells[wanted.values]
    sample = cells.cell_line_demuxlet + [f"_r{at % 3}" for at in range(len(cells))]
    bulk = counts.T.groupby(sample.values).sum().sort_index()
    bulk = bulk.loc[:, bulk.sum() >= 10]
    meta = pd.DataFrame({"condition": [name.split("_")[0] for name in bulk.index]}, index=bulk.index)
    data = DeseqDataSet(counts=bulk, metadata=meta, design="~condition", refit_cooks=False, quiet=True)
    data.deseq2()
    tested = DeseqStats(
        data, contrast=["condition", "H2228", "H1975"], cooks_filter=False, independent_filter=False, quiet=True
    )
    tested.summary()
    found = tested.results_df
    pd.set_option("display.precision", 12)
    print("size factors", data.obs["size_factors"].to_list())
    print("prior variance", data.uns["prior_disp_var"], "trend", data.uns["trend_coeffs"].to_list())
    print(found.loc[["ENSG00000124875", "ENSG00000132676", "ENSG00000120509"]].T.to_string())
    print("tested", len(found), "called at 5 %", int((found.padj < 0.05).sum()))


main()
