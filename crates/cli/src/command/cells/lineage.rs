use crate::args::LineageArgs;
use crate::command::place::failed;
use crate::command::{Result, plot};
use crate::failure::Failure;
use crate::output::Answer;
use lca_cells::{
    CharacterParams, Characters, LineageParams, LineageTree, TransitionParams, Transitions, branch_support,
    characters, compare_trees, parsimony, transitions,
};
use lca_report::{Dendrogram, dendrogram};
use lca_tables::Categorical;
use serde_json::{Value, json};
use std::fmt::Write;
use std::path::Path;

/// Triplets of cells that are looked at to compare trees.
const TRIPLETS: usize = 10_000;

/// Finds the tree of cells, holds it against another one, and counts changes of state along it.
pub(crate) fn lineage(args: &LineageArgs) -> Result {
    let table = lca_formats::read_alleles(&args.alleles)?;
    let sites =
        CharacterParams { max_share: args.max_share, min_read: args.min_read, ..CharacterParams::default() };
    let unfit = |error: lca_cells::CellsError| failed("cannot use", &args.alleles, &error);
    let found = characters(&table, &sites).map_err(unfit)?;
    let priors = args.priors.as_deref().map(lca_formats::read_allele_priors).transpose()?;
    let params =
        LineageParams { method: args.method.into(), priors, seed: args.seed, ..LineageParams::default() };
    let mut tree = lca_cells::lineage(&found, &params).map_err(unfit)?;
    if args.support > 0 {
        branch_support(&mut tree, &found, args.support, &params)?;
    }
    let (mut text, mut json) = said(&found, &tree);
    if let Some(path) = &args.compare {
        json["compared"] = compared(&mut text, path, &found, &tree, args.seed)?;
    }
    let states = args.states.as_ref().zip(args.label.as_ref());
    let states = states.map(|(path, label)| self::states(path, label)).transpose()?;
    if let Some((cells, states)) = &states {
        let params = TransitionParams { permutations: args.permutations, seed: args.seed };
        json["transitions"] = changes(&mut text, &transitions(&tree.tree, cells, states, &params)?);
    }
    if let Some(path) = &args.out {
        lca_formats::write_newick(path, &tree.tree)?;
    }
    draw(args, &tree, states.as_ref())?;
    Ok(Answer::new(text, json))
}

fn said(found: &Characters, tree: &LineageTree) -> (String, Value) {
    let (cells, sites, edits) = (found.cells.len(), found.sites.len(), tree.parsimony.edits);
    let mut text =
        format!("{cells} cells, {} of them unlike all others; {sites} sites\n{edits} edits\n", tree.distinct);
    for (name, why) in &found.left_out {
        let _ = writeln!(text, "left out {name}: {why}");
    }
    let inner = tree.tree.nodes().filter(|node| !node.children.is_empty());
    let supported: Vec<f64> = inner.filter_map(|node| node.support).collect();
    if !supported.is_empty() {
        let firm = supported.iter().filter(|share| **share >= 0.7).count();
        let _ =
            writeln!(text, "{firm} of {} families are found again in 70 % of draws or more", supported.len());
    }
    let by_site: serde_json::Map<String, Value> =
        found.sites.iter().cloned().zip(tree.parsimony.by_site.iter().map(|edits| json!(edits))).collect();
    let left_out: Vec<Value> =
        found.left_out.iter().map(|(name, why)| json!({ "name": name, "why": why })).collect();
    let newick: Vec<String> = tree.tree.roots().iter().filter_map(|&root| tree.tree.newick(root)).collect();
    let json = json!({
        "cells": cells, "distinct": tree.distinct, "sites": sites, "edits": edits, "edits_by_site": by_site,
        "left_out": left_out, "support": supported, "tree": newick,
    });
    (text, json)
}

/// The other tree's edits of the same sites, and how alike the two are.
fn compared(
    text: &mut String,
    path: &Path,
    found: &Characters,
    tree: &LineageTree,
    seed: u64,
) -> std::result::Result<Value, Failure> {
    let other = lca_formats::read_newick(path)?;
    let unfit = |error: lca_cells::CellsError| failed("cannot compare with", path, &error);
    let edits = parsimony(&other, found).map_err(unfit)?.edits;
    let alike = compare_trees(&other, &tree.tree, TRIPLETS, seed).map_err(unfit)?;
    let (share, right) = (alike.robinson_foulds_share, alike.triplets_correct);
    let _ = writeln!(
        text,
        "{} has {edits} edits; {:.1} % of families are in one tree alone, {:.1} % of its triplets are found",
        path.display(),
        100.0 * share,
        100.0 * right
    );
    Ok(json!({
        "edits": edits, "robinson_foulds": alike.robinson_foulds, "robinson_foulds_share": share,
        "triplets_correct": right, "triplets": alike.triplets,
    }))
}

/// Cells with a state each.
type States = (Vec<String>, Categorical);

fn states(path: &Path, label: &str) -> std::result::Result<States, Failure> {
    let file = |why: &dyn std::fmt::Display| failed("cannot use", path, why);
    let table = lca_formats::read_table(path)?;
    let (cells, _) = table.named_columns().ok_or_else(|| file(&"its first column must name the cells"))?;
    let column = table.column(label).map_err(|error| file(&error))?;
    let texts =
        column.to_labels().ok_or_else(|| file(&format!("column `{label}` holds numbers, not states")))?;
    let mut categories: Vec<String> = texts.iter().flatten().cloned().collect();
    categories.sort_unstable();
    categories.dedup();
    let code = |text: &Option<String>| Some(categories.binary_search(text.as_ref()?).ok()? as u32);
    let codes = texts.iter().map(code).collect();
    Ok((cells, Categorical { codes, categories, ordered: false }))
}

fn changes(text: &mut String, found: &Transitions) -> Value {
    let _ = writeln!(
        text,
        "\n{} cells with a state; {} changes explain them, p = {:.4}\n{:>10} {:>10}  {:>8} {:>8}  from -> to",
        found.leaves, found.changes, found.p, "changes", "by chance", "p more", "p less"
    );
    let mut pairs: Vec<_> = found.pairs.iter().filter(|pair| pair.from != pair.to).collect();
    pairs.sort_by(|a, b| b.count.total_cmp(&a.count));
    let name = |at: usize| &found.states[at];
    for pair in pairs.iter().filter(|pair| pair.count > 0.0).take(20) {
        let _ = writeln!(
            text,
            "{:>10.2} {:>10.2}  {:>8.4} {:>8.4}  {} -> {}",
            pair.count,
            pair.expected,
            pair.p_more,
            pair.p_less,
            name(pair.from),
            name(pair.to)
        );
    }
    let pair = |one: &lca_cells::Transition| {
        json!({
            "from": name(one.from), "to": name(one.to), "count": one.count, "expected": one.expected,
            "p_more": one.p_more, "p_less": one.p_less,
        })
    };
    let pairs: Vec<Value> = found.pairs.iter().map(pair).collect();
    json!({ "cells": found.leaves, "changes": found.changes, "p": found.p, "pairs": pairs })
}

fn draw(args: &LineageArgs, tree: &LineageTree, states: Option<&States>) -> std::result::Result<(), Failure> {
    if args.plot.is_none() {
        return Ok(());
    }
    let each = states
        .into_iter()
        .flat_map(|(cells, states)| cells.iter().enumerate().map(move |(row, cell)| (row, cell, states)));
    let figure = dendrogram(&Dendrogram {
        title: "Who descends from whom",
        caption: "Branches are as long as they have edits; each dot is a cell.",
        length: "edits",
        tree: Some(&tree.tree),
        states: each.filter_map(|(row, cell, states)| Some((cell.as_str(), states.get(row)?))).collect(),
    })?;
    plot::save(&figure, args.plot.as_ref())
}
