//! Counts that come in blocks of rows give the bits of the whole matrix, at every step up to components and markers.

#![allow(clippy::unwrap_used, reason = "tests")]

mod common;

use common::made;
use lca_cells::*;
use lca_numerics::Csr;

/// A matrix that is given in blocks of so many rows.
struct Cut<'a>(&'a Csr<f32>, usize);

impl CellRows for Cut<'_> {
    fn shape(&self) -> (usize, usize) {
        self.0.shape()
    }

    fn each(&self, take: &mut TakeRows<'_>) -> Result<(), CellsError> {
        let rows: Vec<usize> = (0..self.0.shape().0).collect();
        rows.chunks(self.1).try_for_each(|rows| take(rows[0], &self.0.select_rows(rows)))
    }
}

/// What is kept, and all that the steps find: every number as the shortest text that is read back to the same bits, and
/// what is not a number equal too.
fn found(counts: &dyn CellRows, states: &lca_tables::Categorical) -> (Kept, String) {
    let genes = made::names(counts.shape().1);
    let quality = qc(counts, &genes, None, &QcParams::default()).unwrap();
    let quarter = |values: &[i64]| {
        let mut sorted = values.to_vec();
        sorted.sort_unstable();
        Some(sorted[sorted.len() / 4] as u64)
    };
    let (min_genes, min_cells) = (quarter(&quality.n_genes_by_counts), quarter(&quality.n_cells_by_counts));
    let keep = FilterParams { min_genes, min_cells, ..FilterParams::default() };
    let kept = filter(counts, &quality, &keep).unwrap();
    let chosen = ChosenRows::new(counts, None, Some(kept.genes.clone())).unwrap();
    let genes = made::names(kept.genes.len());
    let variable = |rows: &dyn CellRows, flavor| {
        highly_variable_genes(rows, &HvgParams { flavor, n_top_genes: Some(90), ..HvgParams::default() })
            .unwrap()
    };
    let by_counts = variable(&chosen, HvgFlavor::SeuratV3);
    let x = NormalizedRows::new(chosen, &NormalizeParams::default()).unwrap();
    let others = [HvgFlavor::Seurat, HvgFlavor::CellRanger].map(|flavor| variable(&x, flavor));
    let mask = by_counts.highly_variable.clone();
    let components = |mask| pca(&x, mask, &PcaParams { n_comps: 10, seed: 2 }).unwrap();
    let markers = [MarkerMethod::TTest, MarkerMethod::Wilcoxon].map(|method| {
        rank_genes_groups(&x, &genes, states, &MarkerParams { method, ..MarkerParams::default() }).unwrap()
    });
    let variable: Vec<Hvg> = others.into_iter().chain([by_counts]).collect();
    let pca = [components(None), components(Some(&mask))];
    let all = format!("{quality:?} {kept:?} {:?} {variable:?} {pca:?} {markers:?}", gather(&x).unwrap());
    (kept, all)
}

#[test]
fn neither_blocks_nor_threads_nor_packing_change_a_bit() {
    let (counts, groups) = made::groups(700, 4, 8);
    let states =
        lca_tables::Categorical::from_texts(&groups.iter().map(ToString::to_string).collect::<Vec<_>>());
    let (kept, whole) = found(&counts, &states);
    assert!(kept.cells.len() < 700 && kept.genes.len() < made::GENES, "the filter has something to do");
    for (cut, threads) in [(1, 2), (64, 1), (250, 8), (700, 8)] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let same = pool.install(|| found(&Cut(&counts, cut), &states).1) == whole;
        assert!(same, "{cut} rows, {threads} threads");
    }
    let mut packed = PackedCounts::new(made::GENES);
    packed.push(&counts).unwrap();
    assert!(found(&packed, &states).1 == whole, "packed");
    assert!(found(&CountRows(&counts), &states).1 == whole, "checked");
}

#[test]
fn a_value_is_named_by_its_place_in_the_whole() {
    let mut counts = made::groups(90, 3, 4).0;
    let at = counts.indptr()[57] as usize;
    counts.values_mut()[at] = -1.0;
    let gene = counts.indices()[at];
    let error = qc(&Cut(&counts, 20), &made::names(made::GENES), None, &QcParams::default()).unwrap_err();
    assert!(error.to_string().starts_with(&format!("cell 57, gene {gene} ")), "{error}");
    let error = gather(&CountRows(Cut(&counts, 20))).unwrap_err().to_string();
    assert!(error.starts_with(&format!("cell 57, gene {gene} ")), "{error}");
}
