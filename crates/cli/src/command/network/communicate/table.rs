use lca_graph::{LigandReceptor, Partner};
use lca_network::communicate::{CellPhoneDb, Liana, LianaRow, Side};
use lca_tables::{Column, DataFrame, TableError};

/// A binding's two partners, joined as both peers do.
pub(super) fn label(resource: &LigandReceptor, binding: usize) -> String {
    let [first, second] = ends(resource, binding).map(Partner::label);
    format!("{first}_{second}")
}

fn ends(resource: &LigandReceptor, binding: usize) -> [&Partner; 2] {
    let binding = &resource.bindings[binding];
    [binding.ligand, binding.receptor].map(|at| &resource.partners[at])
}

/// A row for each interaction and pair of types, under the names of CellPhoneDB's columns.
pub(super) fn of_cellphonedb(
    result: &CellPhoneDb,
    resource: &LigandReceptor,
) -> Result<DataFrame, TableError> {
    let columns = result.pairs.len();
    let texts = |of: &dyn Fn(usize) -> String| {
        Column::Text((0..result.means.len()).map(|at| of(result.bindings[at / columns])).collect())
    };
    let partner = |binding: usize, end: usize| {
        let one = ends(resource, binding)[end];
        format!("{}:{}", if one.complex { "complex" } else { "simple" }, one.name)
    };
    let gene = |binding: usize, end: usize| {
        let one = ends(resource, binding)[end];
        if one.complex { String::new() } else { one.label().to_owned() }
    };
    let truth = |value: Option<bool>| value.map_or("", |yes| if yes { "True" } else { "False" }).to_owned();
    let any = |binding: usize, of: fn(&Partner) -> Option<bool>| {
        let [first, second] = ends(resource, binding).map(of);
        first.zip(second).map(|(first, second)| first || second)
    };
    let note = |text: &Option<String>| text.clone().unwrap_or_default();
    let pair = |at: usize| {
        let (first, second) = result.pairs[at % columns];
        format!("{}|{}", result.types.names[first], result.types.names[second])
    };
    let mut columns = vec![
        ("id_cp_interaction", texts(&|at| resource.bindings[at].id.clone())),
        ("interacting_pair", texts(&|at| label(resource, at))),
        ("partner_a", texts(&|at| partner(at, 0))),
        ("partner_b", texts(&|at| partner(at, 1))),
        ("gene_a", texts(&|at| gene(at, 0))),
        ("gene_b", texts(&|at| gene(at, 1))),
        ("secreted", texts(&|at| truth(any(at, |one| one.secreted)))),
        ("receptor_a", texts(&|at| truth(ends(resource, at)[0].receptor))),
        ("receptor_b", texts(&|at| truth(ends(resource, at)[1].receptor))),
        ("annotation_strategy", texts(&|at| note(&resource.bindings[at].strategy))),
        ("is_integrin", texts(&|at| truth(any(at, |one| one.integrin)))),
        ("directionality", texts(&|at| note(&resource.bindings[at].directionality))),
        ("classification", texts(&|at| note(&resource.bindings[at].classification))),
        ("interacting_cells", Column::Text((0..result.means.len()).map(pair).collect())),
        ("mean", Column::Float(result.means.clone())),
    ];
    if !result.p_values.is_empty() {
        columns.push(("pvalue", Column::Float(result.p_values.clone())));
    }
    columns.push(("percent", Column::Float(result.shares.clone())));
    DataFrame::with_rows(result.means.len()).with_columns(columns)
}

type Number = (&'static str, fn(&LianaRow) -> f64);

const SCORES: [Number; 13] = [
    ("lr_means", |row| row.lr_means),
    ("cellphone_pvals", |row| row.cellphone_pvals),
    ("expr_prod", |row| row.expr_prod),
    ("scaled_weight", |row| row.scaled_weight),
    ("lr_logfc", |row| row.lr_logfc),
    ("spec_weight", |row| row.spec_weight),
    ("lrscore", |row| row.lrscore),
    ("lr_probs", |row| row.lr_probs),
    ("cellchat_pvals", |row| row.cellchat_pvals),
    ("inter_score", |row| row.inter_score),
    ("specificity_rank", |row| row.specificity_rank),
    ("magnitude_rank", |row| row.magnitude_rank),
    ("steady_rank", |row| row.steady_rank),
];

type Part = (&'static str, fn(&Side) -> f64);

const PARTS: [Part; 7] = [
    ("means", |side| side.mean),
    ("props", |side| side.share),
    ("logfc", |side| side.logfc),
    ("zscores", |side| side.zscore),
    ("trimean", |side| side.trimean),
    ("cdf", |side| side.cdf),
    ("means_sums", |side| side.sum),
];

/// A row for each interaction that is expressed, under the names of LIANA's columns.
pub(super) fn of_liana(result: &Liana, resource: &LigandReceptor) -> Result<DataFrame, TableError> {
    let texts = |of: &dyn Fn(&LianaRow) -> String| Column::Text(result.rows.iter().map(of).collect());
    let numbers = |of: &dyn Fn(&LianaRow) -> f64| Column::Float(result.rows.iter().map(of).collect());
    let column = |name: &str, column: Column| (name.to_owned(), column);
    let mut columns = vec![
        column("source", texts(&|row| result.types.names[row.source].clone())),
        column("target", texts(&|row| result.types.names[row.target].clone())),
        column("ligand_complex", texts(&|row| ends(resource, row.binding)[0].label().to_owned())),
        column("receptor_complex", texts(&|row| ends(resource, row.binding)[1].label().to_owned())),
    ];
    columns.extend(SCORES.iter().map(|(name, of)| column(name, numbers(of))));
    columns.push(column("ligand", texts(&|row| row.ligand.gene.clone())));
    columns.push(column("receptor", texts(&|row| row.receptor.gene.clone())));
    for (name, of) in PARTS {
        columns.push((format!("ligand_{name}"), numbers(&|row| of(&row.ligand))));
        columns.push((format!("receptor_{name}"), numbers(&|row| of(&row.receptor))));
    }
    columns.push(column("prop_min", numbers(&|row| row.share)));
    DataFrame::with_rows(result.rows.len()).with_columns(columns)
}
