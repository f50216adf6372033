use crate::{Answer, npy, timed};
use lca_cells::*;
use lca_core::NoProgress;
use lca_numerics::Csr;
use lca_tables::DataFrame;
use ndarray::Array2;
use std::path::Path;

/// What the path finds.
pub(crate) struct Found {
    kept: Kept,
    x: NormalizedRows<ChosenRows<PackedCounts>>,
    hvg: Hvg,
    pca: Pca,
    graph: Neighbors,
    states: Communities,
    layout: Umap,
    t_test: Markers,
    wilcoxon: Markers,
}

fn names(count: usize) -> Vec<String> {
    (0..count).map(|gene| gene.to_string()).collect()
}

pub(crate) fn path(counts: PackedCounts) -> Answer<Found> {
    let kept = timed("qc_filter", || {
        let quality = qc(&counts, &names(counts.shape().1), None, &QcParams::default())?;
        Ok(filter(&counts, &quality, &FilterParams { min_genes: Some(20), ..FilterParams::default() })?)
    })?;
    let all = (kept.cells.len(), kept.genes.len()) == counts.shape();
    let lists = (!all).then(|| (kept.cells.clone(), kept.genes.clone())).unzip();
    let counts = ChosenRows::new(counts, lists.0, lists.1)?;
    let hvg = timed("hvg", || {
        let flavor = HvgFlavor::SeuratV3;
        Ok(highly_variable_genes(
            &counts,
            &HvgParams { flavor, n_top_genes: Some(2000), ..HvgParams::default() },
        )?)
    })?;
    let x = timed("normalize_log1p", || {
        Ok(NormalizedRows::new(counts, &NormalizeParams { target_sum: Some(1e4) })?)
    })?;
    let pca = timed("pca", || Ok(pca(&x, Some(&hvg.highly_variable), &PcaParams::default())?))?;
    let points = pca.scores.view();
    let graph = timed("neighbors", || Ok(neighbors(points, &NeighborsParams::default())?))?;
    let states = timed("leiden", || {
        Ok(leiden(&graph.connectivities, &LeidenParams { iterations: Some(2), ..LeidenParams::default() })?)
    })?;
    let layout =
        timed("umap", || Ok(umap(&graph.connectivities, points, &UmapParams::default(), &NoProgress)?))?;
    let genes = names(x.shape().1);
    let markers = |method| {
        let params = MarkerParams { method, tie_correct: false, n_genes: None };
        Ok(rank_genes_groups(&x, &genes, &states.categorical(), &params)?)
    };
    let t_test = timed("markers_ttest", || markers(MarkerMethod::TTest))?;
    let wilcoxon = timed("markers_wilcoxon", || markers(MarkerMethod::Wilcoxon))?;
    Ok(Found { kept, hvg, pca, graph, states, layout, t_test, wilcoxon, x })
}

impl Found {
    /// Writes what the benchmark compares.
    pub(crate) fn write(&self, to: &Path) -> Answer<()> {
        let list = |name: &str, values: &[usize]| {
            npy::write(&to.join(name), &[values.len()], values.iter().map(|&value| value as u64))
        };
        list("cells.npy", &self.kept.cells)?;
        list("genes.npy", &self.kept.genes)?;
        let x = gather(&self.x)?;
        npy::write(&to.join("x.npy"), &[x.nnz()], x.values().iter().copied())?;
        let called = self.hvg.highly_variable.iter().map(|&called| u32::from(called));
        npy::write(&to.join("hvg.npy"), &[self.hvg.highly_variable.len()], called)?;
        for (name, flavor) in [("seurat", HvgFlavor::Seurat), ("cell_ranger", HvgFlavor::CellRanger)] {
            let params = HvgParams { flavor, n_top_genes: Some(1000), ..HvgParams::default() };
            let called = highly_variable_genes(&self.x, &params)?.highly_variable.into_iter().map(u32::from);
            npy::write(&to.join(format!("hvg_{name}.npy")), &[self.x.shape().1], called)?;
        }
        let approximate = NeighborsParams { exact: Some(false), ..NeighborsParams::default() };
        sparse(to, "approximate", &neighbors(self.pca.scores.view(), &approximate)?.distances)?;
        dense(&to.join("pca.npy"), &self.pca.scores)?;
        npy::write(
            &to.join("pca_variance.npy"),
            &[self.pca.variance.len()],
            self.pca.variance.iter().copied(),
        )?;
        sparse(to, "distances", &self.graph.distances)?;
        sparse(to, "connectivities", &self.graph.connectivities)?;
        npy::write(&to.join("leiden.npy"), &[self.states.labels.len()], self.states.labels.iter().copied())?;
        dense(&to.join("umap.npy"), &self.layout.positions)?;
        markers(to, "ttest", &self.t_test)?;
        markers(to, "wilcoxon", &self.wilcoxon)
    }
}

fn dense(path: &Path, values: &Array2<f32>) -> Answer<()> {
    npy::write(path, &[values.nrows(), values.ncols()], values.iter().copied())
}

fn sparse<T: npy::Number>(to: &Path, name: &str, matrix: &Csr<T>) -> Answer<()> {
    let part = |part: &str| to.join(format!("{name}_{part}.npy"));
    npy::write(&part("indptr"), &[matrix.indptr().len()], matrix.indptr().iter().copied())?;
    npy::write(&part("indices"), &[matrix.nnz()], matrix.indices().iter().copied())?;
    npy::write(&part("data"), &[matrix.nnz()], matrix.values().iter().copied())
}

/// Groups × ranks: the gene's number and score; and the name of each group.
fn markers(to: &Path, name: &str, found: &Markers) -> Answer<()> {
    let ranks = found.groups.first().map_or(0, |(_, table)| table.rows());
    let shape = [found.groups.len(), ranks];
    let tables = || found.groups.iter().map(|(_, table)| table);
    let genes =
        |table: &DataFrame| table.index().iter().map(|gene| gene.parse()).collect::<Result<Vec<u32>, _>>();
    let numbers = tables().map(genes).collect::<Result<Vec<_>, _>>()?;
    npy::write(&to.join(format!("{name}_genes.npy")), &shape, numbers.into_iter().flatten())?;
    let scores = tables().map(|table| table.numbers("scores")).collect::<Result<Vec<_>, _>>()?;
    npy::write(&to.join(format!("{name}_scores.npy")), &shape, scores.into_iter().flatten())?;
    let groups = found.groups.iter().map(|(group, _)| group.parse()).collect::<Result<Vec<u32>, _>>()?;
    npy::write(&to.join(format!("{name}_groups.npy")), &[groups.len()], groups.into_iter())
}
