//! Numbers of scanpy 1.11.5 on real cells (CEL-seq2 of three lines), which this room must give too.
//! Tolerances allow for scanpy's single precision.

#![allow(clippy::unwrap_used, reason = "tests")]

mod common;

use common::{Counts, sc_mixology};
use lca_cells::*;
use lca_core::NoProgress;
use lca_numerics::{Csr, nearest};
use lca_tables::Categorical;

fn near(found: f64, want: f64, tolerance: f64) {
    assert!((found - want).abs() <= tolerance * want.abs().max(1e-3), "{found} instead of {want}");
}

struct Ready {
    data: Counts,
    counts: Csr<f32>,
    genes: Vec<String>,
    x: Csr<f32>,
}

fn ready() -> Option<Ready> {
    let data = sc_mixology("sc_celseq2")?;
    let quality = qc(&data.counts, &data.genes, None, &QcParams::default()).unwrap();
    assert_eq!(quality.total_counts[..3], [16_430.0, 73_088.0, 31_179.0]);
    assert_eq!(quality.n_genes_by_counts[..3], [4773, 9950, 6907]);
    let kept = filter(&data.counts, &quality, &FilterParams::default()).unwrap();
    assert_eq!((kept.cells.len(), kept.genes.len()), (274, 22_060));
    let counts = data.counts.select_rows(&kept.cells).select_columns(&kept.genes);
    let genes = kept.genes.iter().map(|&gene| data.genes[gene].clone()).collect();
    let mut x = counts.clone();
    normalize_total(&mut x, &NormalizeParams::default()).unwrap();
    log1p(&mut x).unwrap();
    near(x.values().iter().map(|&value| f64::from(value)).sum(), 2_565_101.948_562_637, 1e-7);
    Some(Ready { data, counts, genes, x })
}

fn variable_genes(ready: &Ready) -> Hvg {
    let params = HvgParams { flavor: HvgFlavor::SeuratV3, ..HvgParams::default() };
    highly_variable_genes(&ready.counts, &params).unwrap()
}

#[test]
fn variable_genes_agree() {
    let Some(ready) = ready() else { return };
    let hvg = variable_genes(&ready);
    let Variability::Variance { variances_norm, rank, .. } = &hvg.variability else { unreachable!() };
    let first = rank.iter().position(|rank| *rank == 0.0).unwrap();
    assert_eq!(ready.genes[first], "ENSG00000124875");
    near(variances_norm[first], 8.118_073_529_112_513, 1e-9);
    near(variances_norm[100], 1.000_930_672_516_597, 1e-9);
    near(variances_norm[5000], 1.028_750_261_228_488, 1e-9);
    let hvg = highly_variable_genes(&ready.x, &HvgParams::default()).unwrap();
    assert_eq!(hvg.highly_variable.iter().filter(|called| **called).count(), 5464);
    let Variability::Dispersion { dispersions_norm, .. } = &hvg.variability else { unreachable!() };
    near(dispersions_norm[100], -0.666_512_727_737_427, 1e-5);
    near(dispersions_norm[5000], -0.189_186_602_830_887, 1e-5);
    near(hvg.means[5000], 1.072_471_449_603_702, 1e-6);
}

#[test]
fn components_neighbours_and_layout_agree() {
    let Some(ready) = ready() else { return };
    let hvg = variable_genes(&ready);
    let pca = pca(&ready.x, Some(&hvg.highly_variable), &PcaParams::default()).unwrap();
    for (at, want) in [(0, 103.497_08), (1, 52.293_113), (2, 32.423), (9, 5.123_28), (49, 2.168_426)] {
        near(pca.variance[at], want, 1e-5);
    }
    near(pca.variance_ratio[0], 0.174_889_7, 1e-5);
    for (at, want) in [-6.351_03, 7.978_716, -1.878_586].into_iter().enumerate() {
        near(f64::from(pca.scores[[0, at]]), want, 1e-4);
    }
    let graph = neighbors(pca.scores.view(), &NeighborsParams::default()).unwrap();
    let want = [21, 23, 52, 64, 68, 116, 118, 121, 122, 152, 157, 177, 187, 246];
    assert_eq!(graph.distances.row(0).0, want);
    let (others, weights) = graph.connectivities.row(0);
    for (other, want) in [(52, 1.0), (152, 0.672_893), (163, 0.235_730), (157, 0.097_655)] {
        near(f64::from(weights[others.binary_search(&other).unwrap()]), want, 1e-3);
    }
    let layout = umap(&graph.connectivities, pca.scores.view(), &UmapParams::default(), &NoProgress).unwrap();
    let kept = trustworthiness(&pca, &layout, 15);
    // scanpy's layout: 0.9282
    assert!(kept > 0.92, "trustworthiness {kept}");
}

/// How far neighbours in the layout are neighbours in truth, 0 to 1 (Venna & Kaski 2001).
fn trustworthiness(pca: &Pca, layout: &Umap, k: usize) -> f64 {
    let cells = pca.scores.nrows();
    let truth = nearest(pca.scores.view(), cells - 1).indices;
    let shown = nearest(layout.positions.view(), k).indices;
    let mut penalty = 0;
    for (cell, others) in shown.rows().into_iter().enumerate() {
        for other in others {
            let rank = truth.row(cell).iter().position(|known| known == other).unwrap() + 1;
            penalty += rank.saturating_sub(k);
        }
    }
    1.0 - 2.0 * penalty as f64 / (cells * k * (2 * cells - 3 * k - 1)) as f64
}

#[test]
fn markers_agree() {
    let Some(ready) = ready() else { return };
    let lines = Categorical::from_texts(&ready.data.metadata["cell_line_demuxlet"]);
    // Gene, score, log2 fold change and adjusted p value at ranks 0, 1 and 100 of line H1975.
    let t_test = [
        (0, "ENSG00000100867", 26.812_776_6, 4.627_461_9, 9.685_251_150_813_97e-61),
        (1, "ENSG00000266891", 23.631_340_0, 5.143_353_0, 1.640_147_682_153_979e-47),
        (100, "ENSG00000105887", 8.587_749_5, 1.142_839_3, 1.157_385_640_552_845e-13),
    ];
    let wilcoxon = [
        (0, "ENSG00000266891", 13.845_032_7, 5.143_353_0, 3.007_206_634_528_937e-39),
        (1, "ENSG00000100867", 13.730_795_9, 4.627_461_9, 7.323_958_613_119_577e-39),
        (100, "ENSG00000172663", 8.098_747_3, 1.999_765_2, 7.335_017_557_239_004e-14),
    ];
    for (method, want) in [(MarkerMethod::TTest, t_test), (MarkerMethod::Wilcoxon, wilcoxon)] {
        let params = MarkerParams { method, ..MarkerParams::default() };
        let found = rank_genes_groups(&ready.x, &ready.genes, &lines, &params).unwrap();
        let (_, table) = found.groups.iter().find(|(group, _)| group == "H1975").unwrap();
        for (rank, gene, score, fold, p) in want {
            assert_eq!(table.index()[rank], gene);
            near(table.numbers("scores").unwrap()[rank], score, 1e-5);
            near(table.numbers("logfoldchanges").unwrap()[rank], fold, 1e-5);
            near(table.numbers("pvals_adj").unwrap()[rank].log10(), f64::log10(p), 1e-5);
        }
    }
}
