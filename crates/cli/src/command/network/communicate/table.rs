use lca_graph::{LigandReceptor, Partner};
use lca_network::communicate::{CellPhoneDb, Liana, LianaRow, Side};
use lca_tables::{Column, DataFrame};

/// A binding's two partners, joined as both peers do.
pub(super) fn label(resource: &LigandReceptor, binding: usize) -> String {
    let [first, second] = ends(resource, binding).map(Partner::label);
    format!("{first}_{second}")
}

fn ends(resource: &LigandReceptor, binding: usize) -> [&Partner; 2] {
    let binding = &resource.bindings[binding];
    [binding.ligand, binding.receptor].map(|at| &resource.partners[at])
}

fn set(table: &mut DataFrame, name: &str, column: Column) {
    // Columns are as long as the table by construction.
    let _ = table.set(name, column);
}

/// A row for each interaction and pair of types, under the names of CellPhoneDB's columns.
pub(super) fn of_cellphonedb(result: &CellPhoneDb, resource: &LigandReceptor) -> DataFrame {
    let columns = result.pairs.len();
    let mut table = DataFrame::with_rows(result.means.len());
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
    set(&mut table, "id_cp_interaction", texts(&|at| resource.bindings[at].id.clone()));
    set(&mut table, "interacting_pair", texts(&|at| label(resource, at)));
    set(&mut table, "partner_a", texts(&|at| partner(at, 0)));
    set(&mut table, "partner_b", texts(&|at| partner(at, 1)));
    set(&mut table, "gene_a", texts(&|at| gene(at, 0)));
    set(&mut table, "gene_b", texts(&|at| gene(at, 1)));
    set(&mut table, "secreted", texts(&|at| truth(any(at, |one| one.secreted))));
    set(&mut table, "receptor_a", texts(&|at| truth(ends(resource, at)[0].receptor)));
    set(&mut table, "receptor_b", texts(&|at| truth(ends(resource, at)[1].receptor)));
    set(&mut table, "annotation_strategy", texts(&|at| note(&resource.bindings[at].strategy)));
    set(&mut table, "is_integrin", texts(&|at| truth(any(at, |one| one.integrin))));
    set(&mut table, "directionality", texts(&|at| note(&resource.bindings[at].directionality)));
    set(&mut table, "classification", texts(&|at| note(&resource.bindings[at].classification)));
    let pair = |at: usize| {
        let (first, second) = result.pairs[at % columns];
        format!("{}|{}", result.types.names[first], result.types.names[second])
    };
    set(&mut table, "interacting_cells", Column::Text((0..result.means.len()).map(pair).collect()));
    set(&mut table, "mean", Column::Float(result.means.clone()));
    if !result.p_values.is_empty() {
        set(&mut table, "pvalue", Column::Float(result.p_values.clone()));
    }
    set(&mut table, "percent", Column::Float(result.shares.clone()));
    table
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
pub(super) fn of_liana(result: &Liana, resource: &LigandReceptor) -> DataFrame {
    let mut table = DataFrame::with_rows(result.rows.len());
    let texts = |of: &dyn Fn(&LianaRow) -> String| Column::Text(result.rows.iter().map(of).collect());
    let numbers = |of: &dyn Fn(&LianaRow) -> f64| Column::Float(result.rows.iter().map(of).collect());
    set(&mut table, "source", texts(&|row| result.types.names[row.source].clone()));
    set(&mut table, "target", texts(&|row| result.types.names[row.target].clone()));
    set(&mut table, "ligand_complex", texts(&|row| ends(resource, row.binding)[0].label().to_owned()));
    set(&mut table, "receptor_complex", texts(&|row| ends(resource, row.binding)[1].label().to_owned()));
    SCORES.iter().for_each(|(name, of)| set(&mut table, name, numbers(of)));
    set(&mut table, "ligand", texts(&|row| row.ligand.gene.clone()));
    set(&mut table, "receptor", texts(&|row| row.receptor.gene.clone()));
    for (name, of) in PARTS {
        set(&mut table, &format!("ligand_{name}"), numbers(&|row| of(&row.ligand)));
        set(&mut table, &format!("receptor_{name}"), numbers(&|row| of(&row.receptor)));
    }
    set(&mut table, "prop_min", numbers(&|row| row.share));
    table
}
