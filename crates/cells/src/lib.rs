//! Counts to cell states: quality control, normalisation, variable genes, principal components,
//! neighbours, communities, layout and markers, under the key names of scanpy and AnnData.
//!
//! Every verb takes plain matrices and a small set of parameters with scanpy's defaults, and returns
//! a plain result; the result's `annotate` puts it into a part of an annotated table. Rows are cells,
//! columns are genes. The same input and seed give the same bits on any number of threads.
//!
//! ```
//! use lca_cells::*;
//! # use lca_numerics::Csr;
//! # fn main() -> Result<(), CellsError> {
//! # let (cells, genes) = (40_usize, 30_usize);
//! # let rows = (0..cells).flat_map(|c| (0..genes).map(move |g| ((c * g) % 5 + 9 * usize::from(c % 2 == g % 2)) as f32));
//! # let indices = (0..cells).flat_map(|_| 0..genes as u32).collect();
//! # let indptr = (0..=cells).map(|c| (c * genes) as u64).collect();
//! # let counts = Csr::new(cells, genes, indptr, indices, rows.collect()).unwrap();
//! # let names: Vec<String> = (0..genes).map(|gene| format!("g{gene}")).collect();
//! let quality = qc(&counts, &names, None, &QcParams::default())?;
//! let mut x = counts.clone();
//! normalize_total(&mut x, &NormalizeParams::default())?;
//! log1p(&mut x)?;
//! let pca = pca(&x, None, &PcaParams::default())?;
//! let graph = neighbors(pca.scores.view(), &NeighborsParams::default())?;
//! let states = leiden(&graph.connectivities, &LeidenParams::default())?;
//! let markers = rank_genes_groups(&x, &names, &states.categorical(), &MarkerParams::default())?;
//! assert_eq!(quality.total_counts.len(), states.labels.len());
//! assert_eq!(markers.groups.len(), states.count);
//! # Ok(())
//! # }
//! ```

mod contamination;
mod de;
mod diffusion;
mod doublets;
mod droplets;
mod error;
mod factors;
mod filter;
mod harmony;
mod hvg;
mod kept;
mod leiden;
mod lineage;
mod logistic;
mod markers;
mod matching;
mod matrix;
mod moments;
mod naming;
mod neighbors;
mod normalize;
mod packed;
mod paga;
mod pca;
mod pieces;
mod pseudobulk;
mod qc;
mod registration;
mod rows;
mod samples;
mod score;
mod spikes;
mod symbols;
mod transfer;
mod trends;
mod umap;
mod velocity;

pub use contamination::{Ambient, AmbientParams, ambient_fraction};
pub use de::{
    DeParams, DeTest, Design, Expression, StateExpression, StatesExpression, differ_by_state,
    differential_expression,
};
pub use diffusion::{
    BranchParams, Branches, Diffmap, DiffmapParams, Pseudotime, PseudotimeParams, diffmap, dpt, dpt_branches,
    root_cell,
};
pub use doublets::{DoubletParams, Doublets, doublets};
pub use droplets::{BarcodeRanks, DropletParams, Droplets, barcode_ranks, empty_droplets};
pub use error::CellsError;
pub use factors::{FactorParams, FactorStart, Factors, View, factors};
pub use filter::{FilterParams, Kept, Rule, filter};
pub use harmony::{Harmony, HarmonyParams, harmony, lisi, median_lisi};
pub use hvg::{Hvg, HvgFlavor, HvgParams, Variability, highly_variable_genes};
pub use kept::{BeforeAfter, KeptBiology, KeptParams, KeptState, biology_kept};
pub use lca_numerics::stats::{adjusted_rand_index, normalized_mutual_information};
pub use leiden::{Communities, LeidenParams, Quality, Resolution, Stability, leiden};
pub use lineage::{
    CharacterParams, Characters, LineageMethod, LineageParams, LineageTree, MISSING, Parsimony, Transition,
    TransitionParams, Transitions, TreeAgreement, UNCUT, branch_support, characters, compare_trees, lineage,
    parsimony, transitions,
};
pub use logistic::{Logistic, LogisticParams, logistic};
pub use markers::{MarkerMethod, MarkerParams, Markers, rank_genes_groups};
pub use matching::{MatchParams, StateMatch, StateMatches, Stated, Verdict, match_states};
pub use matrix::{are_counts, check_counts, counts_of, to_sparse};
pub use naming::{MarkerSet, NamedStates, NamingParams, UNKNOWN, marker_sets, name_states};
pub use neighbors::{Neighbors, NeighborsParams, neighbors};
pub use normalize::{NormalizeParams, NormalizedRows, log1p, normalize_total};
pub use packed::PackedCounts;
pub use paga::{Paga, paga};
pub use pca::{Pca, PcaParams, pca};
pub use pseudobulk::{Pseudobulk, pseudobulk};
pub use qc::{GeneGroup, GroupCounts, Qc, QcParams, qc};
pub use registration::{
    REGISTRATION_ITEMS, Registered, RegistrationEntry, RegistrationItem, WrongTerm, register, registration,
    registration_item,
};
pub use rows::{CellRows, ChosenRows, CountRows, TakeRows, gather};
pub use samples::{Join, join_samples};
pub use score::{ScoreParams, score_genes};
pub use spikes::{Calibration, SpikeParams, calibrate};
pub use symbols::{gene_labels, gene_symbols};
pub use transfer::{
    Align, Measured, SharedSpace, Transfer, TransferMethod, TransferParams, shared_space, transfer,
};
pub use trends::{TrendParams, TrendTest, Trends, gene_trends};
pub use umap::{Umap, UmapInit, UmapParams, umap};
pub use velocity::{
    Confidence, Kinetics, LatentTime, Moments, Spliced, SplicedParams, Velocity, VelocityGraph, VelocityMode,
    VelocityParams, VelocityTimes, latent_time, moments, prepare_spliced, velocity, velocity_confidence,
    velocity_embedding, velocity_graph,
};
