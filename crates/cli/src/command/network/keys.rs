use super::fvs::name;
use crate::args::KeysArgs;
use crate::command::Result;
use crate::command::place::short;
use crate::command::plot;
use crate::failure::Failure;
use crate::output::Answer;
use lca_core::NoProgress;
use lca_graph::MolecularNetwork;
use lca_network::fvs::{FeedbackVertexSets, FvsOptions, FvsProof, feedback_vertex_sets};
use lca_network::keys::{KEY_SCORES, KeyNode, drivers, key_nodes};
use lca_network::{Digraph, NetworkError};
use lca_report::{Bar, Bars, bars};
use lca_tables::{Column, DataFrame};
use serde_json::{Map, Value, json};
use std::path::Path;

/// How many sets are listed to tell how often a node is in one.
const SETS: usize = 1000;

/// How long they are sought; without proof the other scores stand alone.
const BRANCHES: u64 = 5000;

/// Ranks the nodes of a network.
pub(crate) fn keys(args: &KeysArgs) -> Result {
    let network = super::open::open(&args.file, args.name.as_deref())?;
    let graph = Digraph::of(&network);
    let options = FvsOptions { self_loops: args.self_loops.into(), sets: SETS, branches: BRANCHES };
    let (sets, unknown) = match feedback_vertex_sets(&graph, &options, &NoProgress) {
        Err(error @ NetworkError::Unproven { .. }) => (nothing_known(), Some(error.to_string())),
        sets => (sets?, None),
    };
    let given = args.sensitivities.as_ref().map(|path| sensitivities(&network, path)).transpose()?;
    let ranked = key_nodes(&graph, &sets, given.as_deref())?;
    let used = KEY_SCORES.len() - usize::from(given.is_none());
    if let Some(path) = &args.out {
        lca_formats::write_table(path, &table(&network, &ranked, &KEY_SCORES[..used])?)?;
    }
    plot::save(&figure(&network, &ranked, args.top)?, args.plot.as_ref())?;
    let drivers = drivers(&graph);
    let mut text = lines(&network, &ranked, &KEY_SCORES[..used], args.top);
    let listed = if sets.is_complete() { "all" } else { "the first" };
    text.push_str(&format!(
        "combined: mean share of other nodes it is above, over the scores\ndriver nodes: {} of {}; fvs: share of {listed} minimum feedback vertex \
         sets ({} of {} nodes each)\n",
        drivers.count,
        graph.nodes(),
        sets.sets.len(),
        sets.minimum
    ));
    if let Some(why) = &unknown {
        text.push_str(&format!("fvs is not known and counts for nothing: {why}\n"));
    }
    let nodes: Vec<Value> =
        ranked.iter().take(args.top).map(|one| node(&network, one, drivers.roles[one.node].word())).collect();
    Ok(Answer::new(
        text,
        json!({
            "nodes": nodes, "drivers": drivers.count,
            "fvs_minimum": unknown.is_none().then_some(sets.minimum), "fvs_unknown": unknown, "fvs_sets": sets.sets.len(),
            "fvs_complete": sets.is_complete(),
        }),
    ))
}

fn nothing_known() -> FeedbackVertexSets {
    let proof = FvsProof { cycles: Vec::new(), branches: 0 };
    FeedbackVertexSets { minimum: 0, sets: Vec::new(), count: None, proof }
}

fn node(network: &MolecularNetwork, one: &KeyNode, role: &str) -> Value {
    let mut fields = Map::new();
    fields.insert("node".to_owned(), json!(name(network, one.node)));
    fields.insert("combined".to_owned(), json!(one.combined));
    fields.insert("role".to_owned(), json!(role));
    KEY_SCORES.iter().zip(&one.scores).for_each(|(score, value)| {
        fields.insert((*score).to_owned(), json!(value));
    });
    Value::Object(fields)
}

/// All nodes with their scores, best first.
fn table(
    network: &MolecularNetwork,
    ranked: &[KeyNode],
    scores: &[&str],
) -> std::result::Result<DataFrame, Failure> {
    let number = |of: &dyn Fn(&KeyNode) -> f64| Column::Float(ranked.iter().map(of).collect());
    let mut columns = vec![
        ("node", Column::Text(ranked.iter().map(|one| name(network, one.node)).collect())),
        ("combined", number(&|one| one.combined)),
    ];
    let each = scores.iter().enumerate();
    columns.extend(each.map(|(at, score)| (*score, number(&|one| one.scores[at]))));
    Ok(DataFrame::with_rows(ranked.len()).with_columns(columns)?)
}

/// The first nodes with their scores, aligned for people.
fn lines(network: &MolecularNetwork, ranked: &[KeyNode], scores: &[&str], top: usize) -> String {
    let mut rows =
        vec![[&["node", "combined"], scores].concat().iter().map(|s| (*s).to_owned()).collect::<Vec<_>>()];
    for one in ranked.iter().take(top) {
        let numbers = std::iter::once(&one.combined).chain(&one.scores).map(|value| short(*value));
        rows.push(std::iter::once(name(network, one.node)).chain(numbers).collect());
    }
    let width = |at: usize| rows.iter().map(|row| row[at].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..scores.len() + 2).map(width).collect();
    let cell = |(text, width): (&String, &usize)| format!("{text:<width$}");
    let line = |row: &Vec<String>| {
        let cells: Vec<String> = row.iter().zip(&widths).map(cell).collect();
        format!("{}\n", cells.join("  ").trim_end())
    };
    rows.iter().map(line).collect()
}

fn figure(
    network: &MolecularNetwork,
    ranked: &[KeyNode],
    top: usize,
) -> std::result::Result<lca_report::Figure, Failure> {
    let bar =
        |one: &KeyNode| Bar { name: name(network, one.node), value: one.combined, ours: one.scores[0] > 0.0 };
    Ok(bars(&Bars {
        title: "Key molecules".to_owned(),
        caption: "Coloured: in a minimum feedback vertex set.".to_owned(),
        value: "combined rank, 1 = best in all scores".to_owned(),
        bars: ranked.iter().take(top.min(40)).map(bar).collect(),
    })?)
}

/// The sensitivity of each node from a table.
fn sensitivities(network: &MolecularNetwork, path: &Path) -> std::result::Result<Vec<f64>, Failure> {
    let wrong = |why: String| Failure::Use(format!("{}: {why}", path.display()));
    let table = lca_formats::read_table(path)?;
    let nodes = table.column("node").map_err(|error| wrong(error.to_string()))?;
    let ids = nodes.to_labels().ok_or_else(|| wrong("column `node` does not hold names".to_owned()))?;
    let values = table.numbers("sensitivity").map_err(|error| wrong(error.to_string()))?;
    let mut all = vec![0.0; network.molecules().len()];
    let mut seen = std::collections::HashSet::new();
    for (id, value) in ids.iter().zip(values) {
        let id = id.as_deref().unwrap_or_default();
        if !seen.insert(id) {
            return Err(wrong(format!("`{id}` has two rows; give each node one")));
        }
        let places = network.places(id);
        if places.is_empty() {
            return Err(wrong(format!("`{id}` is no node of the network; use its identifiers")));
        }
        places.into_iter().for_each(|place| all[place] = value);
    }
    Ok(all)
}
