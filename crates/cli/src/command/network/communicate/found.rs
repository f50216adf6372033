use super::table;
use lca_graph::LigandReceptor;
use lca_network::communicate::{CellPhoneDb, Liana, Spoken, conversation};
use lca_report::{DotPlot, Figure, ReportError, dotplot};
use lca_tables::{DataFrame, TableError};
use ndarray::Array2;
use serde_json::{Value, json};

/// One binding between two types.
pub(super) struct Pair {
    pub(super) source: String,
    pub(super) target: String,
    pub(super) by: String,
    pub(super) score: f64,
    pub(super) chance: f64,
    share: f64,
}

/// What either method found.
pub(super) struct Found {
    pub(super) method: &'static str,
    /// What the score is.
    pub(super) score: &'static str,
    /// What says how likely it is by chance: small is sure.
    pub(super) chance: &'static str,
    pub(super) types: Vec<String>,
    pub(super) unmeasured: usize,
    /// The pairs that count, strongest first.
    pub(super) pairs: Vec<Pair>,
    pub(super) table: DataFrame,
    pub(super) said: String,
}

impl Found {
    pub(super) fn of_cellphonedb(
        result: &CellPhoneDb,
        resource: &LigandReceptor,
    ) -> Result<Self, TableError> {
        let columns = result.pairs.len();
        let pair = |at: usize| {
            let (first, second) = result.pairs[at % columns];
            Pair {
                source: result.types.names[first].clone(),
                target: result.types.names[second].clone(),
                by: table::label(resource, result.bindings[at / columns]),
                score: result.means[at],
                chance: result.p_values.get(at).copied().unwrap_or(f64::NAN),
                share: result.shares[at],
            }
        };
        // Without permutations all that is expressed counts.
        let mut pairs: Vec<Pair> = (0..result.means.len())
            .map(pair)
            .filter(|pair| pair.score > 0.0 && (pair.chance.is_nan() || pair.chance < 0.05))
            .collect();
        pairs.sort_by(|a, b| b.score.total_cmp(&a.score));
        let said = format!(
            "{} types of cells, {} interactions measured, {} not\n{} of {} are {}\n",
            result.types.names.len(),
            result.bindings.len(),
            result.unmeasured,
            pairs.len(),
            result.means.len(),
            if result.p_values.is_empty() {
                "expressed; none is tested without permutations"
            } else {
                "specific (p < 0.05)"
            },
        );
        Ok(Self {
            method: "cellphonedb",
            score: "mean",
            chance: "p-value",
            types: result.types.names.clone(),
            unmeasured: result.unmeasured,
            table: table::of_cellphonedb(result, resource)?,
            pairs,
            said,
        })
    }

    pub(super) fn of_liana(result: &Liana, resource: &LigandReceptor) -> Result<Self, TableError> {
        let pair = |row: &lca_network::communicate::LianaRow| Pair {
            source: result.types.names[row.source].clone(),
            target: result.types.names[row.target].clone(),
            by: table::label(resource, row.binding),
            score: row.lr_means,
            chance: row.specificity_rank,
            share: row.share,
        };
        let mut said = format!(
            "{} types of cells, {} interactions expressed; {} of the resource not measured\n",
            result.types.names.len(),
            result.rows.len(),
            result.unmeasured,
        );
        if !result.small.is_empty() {
            said.push_str(&format!("Left out for too few cells: {}\n", result.small.join(", ")));
        }
        Ok(Self {
            method: "liana",
            score: "lr_means",
            chance: "specificity",
            types: result.types.names.clone(),
            unmeasured: result.unmeasured,
            pairs: result.rows.iter().map(pair).collect(),
            table: table::of_liana(result, resource)?,
            said,
        })
    }
}

/// A pair for machines.
pub(super) fn json(found: &Found, pair: &Pair) -> Value {
    json!({
        "source": pair.source, "target": pair.target, "interaction": pair.by, "score": pair.score,
        found.chance.replace('-', "_"): pair.chance, "share": pair.share,
    })
}

/// The network of types of cells, for machines.
pub(super) fn network_json(found: &Found, source: &str) -> Value {
    let spoken: Vec<Spoken> = found.pairs.iter().map(spoken).collect();
    let network = conversation(&spoken, found.method, source, None);
    let id = |at: usize| network.molecules()[at].id.clone();
    let edges = network.interactions().iter().map(|edge| {
        json!({ "source": id(edge.source), "target": id(edge.target), "kind": edge.kind, "evidence": edge.evidence })
    });
    json!({ "layer": "cell-type", "nodes": network.molecules().iter().map(|one| &one.id).collect::<Vec<_>>(), "edges": edges.collect::<Vec<_>>() })
}

fn spoken(pair: &Pair) -> Spoken {
    Spoken {
        source: pair.source.clone(),
        target: pair.target.clone(),
        by: pair.by.clone(),
        score: pair.score,
    }
}

/// The strongest pairs: a row for each two types, a column for each binding.
pub(super) fn figure(found: &Found) -> Result<Figure, ReportError> {
    let name = |pair: &Pair| format!("{} → {}", middle_out(&pair.source), middle_out(&pair.target));
    let (mut groups, mut genes): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    for pair in &found.pairs {
        let (group, gene) = (name(pair), pair.by.clone());
        let (row, column) = (groups.contains(&group), genes.contains(&gene));
        if (row || groups.len() < 25) && (column || genes.len() < 25) {
            groups.extend((!row).then_some(group));
            genes.extend((!column).then_some(gene));
        }
    }
    let mut mean = Array2::from_elem((groups.len(), genes.len()), f64::NAN);
    let mut fraction = Array2::zeros(mean.dim());
    for pair in &found.pairs {
        let row = groups.iter().position(|known| *known == name(pair));
        let column = genes.iter().position(|known| *known == pair.by);
        if let (Some(row), Some(column)) = (row, column) {
            (mean[[row, column]], fraction[[row, column]]) = (pair.score, pair.share);
        }
    }
    dotplot(&DotPlot {
        title: "Which cells talk, and by what".to_owned(),
        caption: "The strongest interactions; areas are the least share of cells that express a partner."
            .to_owned(),
        groups,
        genes,
        value: "mean of both partners".to_owned(),
        mean,
        fraction,
    })
}

/// A long name without its middle, as long names of types often differ at their ends.
fn middle_out(name: &str) -> String {
    const MOST: usize = 22;
    let letters: Vec<char> = name.chars().collect();
    if letters.len() <= MOST {
        return name.to_owned();
    }
    let (first, last) = (&letters[..MOST / 2], &letters[letters.len() - (MOST / 2 - 1)..]);
    first.iter().chain(std::iter::once(&'…')).chain(last).collect()
}
