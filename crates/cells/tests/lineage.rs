//! Trees from barcodes: made ones with a known truth, and a tumour with a published tree.

#![allow(clippy::unwrap_used, reason = "tests")]

mod common;

use common::barcodes::{Making, made};
use common::data;
use lca_cells::*;
use lca_formats::{parse_newick, read_allele_priors, read_alleles, read_newick};
use lca_graph::Lineage;
use lca_tables::{AnnData, Categorical, DataFrame};
use ndarray::array;
use std::collections::BTreeMap;
use std::path::Path;

const MAKING: Making = Making { cells: 120, sites: 60, alleles: 40, cut: 0.8, lost: 0.08, seed: 3 };

fn newick(text: &str) -> Lineage {
    parse_newick(text, Path::new("test.nwk")).unwrap()
}

/// Four cells whose true tree is `((a,b),(c,d))`.
fn four() -> Characters {
    let names = |list: &[&str]| list.iter().map(|&name| name.to_owned()).collect::<Vec<_>>();
    Characters {
        cells: names(&["a", "b", "c", "d"]),
        sites: names(&["s1", "s2", "s3"]),
        alleles: vec![names(&["x", "y", "z"]); 3],
        states: array![[1, 1, 0], [1, 2, MISSING], [2, 3, 0], [2, 3, 3]],
        left_out: Vec::new(),
    }
}

#[test]
fn edits_are_counted_as_by_hand() {
    // Site 1: x above a, b and y above c, d. Site 2: allele 1 is in a, c, d: it arises twice, 2 once. Site 3: one edit.
    let hand = Characters { states: array![[1, 1, 0], [1, 2, MISSING], [2, 1, 0], [2, 1, 3]], ..four() };
    let score = parsimony(&newick("((a,b),(c,d));"), &hand).unwrap();
    assert_eq!((score.edits, score.by_site), (6, vec![2, 3, 1]));
    // With c and d beside a, allele 1 of site 2 arises once, but x of site 1 twice.
    let score = parsimony(&newick("(((c,d),a),b);"), &hand).unwrap();
    assert_eq!(score.by_site, [3, 2, 1]);
    // What all share arises above the root: once; a node with one daughter changes nothing.
    let shared = Characters { states: array![[1, 0, 0], [1, 0, 0], [1, 0, 0], [1, 0, 3]], ..four() };
    assert_eq!(parsimony(&newick("(((a),b),(c,d));"), &shared).unwrap().edits, 2);
}

#[test]
fn a_tree_of_other_cells_is_refused() {
    for (text, name) in [("((a,b),(c,e));", "`e`"), ("((a,b),c);", "`d`"), ("((a,b),(c,d),a);", "`a`")] {
        let error = parsimony(&newick(text), &four()).unwrap_err().to_string();
        assert!(error.contains(name), "{error}");
    }
}

#[test]
fn every_method_finds_a_clear_tree() {
    for method in [LineageMethod::Greedy, LineageMethod::NeighborJoining, LineageMethod::Parsimony] {
        let params = LineageParams { method, ..LineageParams::default() };
        let found = lineage(&four(), &params).unwrap();
        let agreement = compare_trees(&newick("((a,b),(c,d));"), &found.tree, 1000, 0).unwrap();
        assert_eq!(agreement.robinson_foulds, 0, "{method:?}");
        assert!((agreement.triplets_correct - 1.0).abs() < 1e-12 && found.parsimony.edits == 6);
    }
}

#[test]
fn trees_are_compared_as_by_hand() {
    let truth = newick("(((a,b),c),(d,e));");
    let other = newick("(((a,c),b),(d,e));");
    let agreement = compare_trees(&truth, &other, 2000, 1).unwrap();
    assert_eq!(agreement.robinson_foulds, 2);
    assert!((agreement.robinson_foulds_share - 2.0 / 6.0).abs() < 1e-12);
    // Of ten triplets only a, b, c differs.
    assert!((agreement.triplets_correct - 0.9).abs() < 0.03, "{agreement:?}");
    let star = compare_trees(&truth, &newick("(a,b,c,d,e);"), 500, 1).unwrap();
    assert!((star.robinson_foulds, star.triplets_correct) == (3, 0.0));
    assert!(compare_trees(&truth, &newick("(((a,b),c),(d,e),e);"), 10, 1).is_err());
    assert!(compare_trees(&truth, &newick("(((a,b),c),(d,f));"), 10, 1).is_err());
}

#[test]
fn made_lineages_are_found_again() {
    let (truth, characters) = made(&MAKING);
    let best = parsimony(&truth, &characters).unwrap().edits;
    let mut edits = BTreeMap::new();
    for (name, method, triplets) in [
        ("greedy", LineageMethod::Greedy, 0.6),
        ("joined", LineageMethod::NeighborJoining, 0.6),
        ("search", LineageMethod::Parsimony, 0.6),
    ] {
        let params = LineageParams { method, branches: 20_000_000, ..LineageParams::default() };
        let found = lineage(&characters, &params).unwrap();
        let agreement = compare_trees(&truth, &found.tree, 20_000, 0).unwrap();
        assert!(agreement.triplets_correct >= triplets, "{name}: {agreement:?}");
        assert_eq!(parsimony(&found.tree, &characters).unwrap(), found.parsimony);
        edits.insert(name, found.parsimony.edits);
    }
    assert!(
        edits["search"] <= edits["greedy"].min(edits["joined"]) && edits["search"] <= best,
        "{edits:?}, true {best}"
    );
}

#[test]
fn the_same_tree_on_any_number_of_threads() {
    let (_, characters) = made(&Making { cells: 60, ..MAKING });
    let labels: Vec<String> = (0..60).map(|cell| format!("state {}", cell % 3)).collect();
    let states = Categorical::from_texts(&labels);
    let run = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            let params = LineageParams { starts: 4, branches: 4_000_000, ..LineageParams::default() };
            let mut found = lineage(&characters, &params).unwrap();
            branch_support(&mut found, &characters, 20, &params).unwrap();
            let params = LineageParams { method: LineageMethod::NeighborJoining, ..params };
            let joined = lineage(&characters, &params).unwrap();
            let test = TransitionParams { permutations: 50, seed: 1 };
            let changes = transitions(&found.tree, &characters.cells, &states, &test).unwrap();
            (found, joined, changes)
        })
    };
    let one = run(1);
    assert_eq!(one, run(2));
    assert_eq!(one, run(8));
}

#[test]
fn families_that_many_sites_tell_are_supported() {
    let states =
        array![[1, 1, 1, 1, 1, 1, 0], [1, 1, 1, 1, 1, 1, 1], [2, 2, 2, 2, 2, 2, 1], [2, 2, 2, 2, 2, 3, 0]];
    let sites = (0..7).map(|site| format!("s{site}")).collect();
    let characters =
        Characters { states, sites, alleles: vec![vec!["x".into(), "y".into(), "z".into()]; 7], ..four() };
    let params = LineageParams::default();
    let mut found = lineage(&characters, &params).unwrap();
    branch_support(&mut found, &characters, 100, &params).unwrap();
    let supports: Vec<f64> = found.tree.nodes().filter_map(|node| node.support).collect();
    assert_eq!(supports.len(), 2);
    assert!(supports.iter().all(|&share| share > 0.95), "{supports:?}");
}

#[test]
fn transitions_are_counted_and_tested() {
    let tree = newick("((((a1,a2),(a3,a4)),((a5,a6),(b1,b2))),((b3,b4),(b5,b6)));");
    let cells: Vec<String> = tree.leaves().filter_map(|leaf| leaf.name.clone()).collect();
    let kinds: Vec<&str> = cells.iter().map(|name| &name[..1]).collect();
    let found =
        transitions(&tree, &cells, &Categorical::from_texts(&kinds), &TransitionParams::default()).unwrap();
    // Two changes: either a arose twice from b, or once with b again, or b within a.
    assert_eq!((found.changes, found.leaves), (2, 12));
    assert!((found.pairs.iter().map(|pair| pair.count).sum::<f64>() - 2.0).abs() < 1e-12);
    assert!(found.p < 0.05, "{}", found.p);
    let one = Categorical::from_texts(&vec!["a"; cells.len()]);
    assert!(matches!(
        transitions(&tree, &cells, &one, &TransitionParams::default()),
        Err(CellsError::TooFew { found: 1, .. })
    ));
}

#[test]
fn the_average_over_all_ways_is_that_by_hand() {
    // Cherry of x and y beside x: the inner node is x (one change x to y), the root x. Nothing else is as short.
    let cells: Vec<String> = ["p", "q", "r"].map(str::to_owned).to_vec();
    let found = transitions(
        &newick("((p,q),r);"),
        &cells,
        &Categorical::from_texts(&["x", "y", "x"]),
        &TransitionParams { permutations: 0, seed: 0 },
    )
    .unwrap();
    assert_eq!(found.matrix(), array![[0.0, 1.0], [0.0, 0.0]]);
    // A cherry alone: the mother is either, each as likely.
    let found = transitions(
        &newick("(p,q);"),
        &cells[..2],
        &Categorical::from_texts(&["x", "y"]),
        &TransitionParams { permutations: 0, seed: 0 },
    )
    .unwrap();
    assert_eq!(found.matrix(), array![[0.0, 0.5], [0.5, 0.0]]);
}

#[test]
fn trees_go_into_the_table_of_their_cells() {
    let found = lineage(&four(), &LineageParams::default()).unwrap();
    let names = ["d", "a", "none", "b", "c"].map(str::to_owned).to_vec();
    let mut part = AnnData { obs: DataFrame::new(names), ..AnnData::default() };
    found.annotate(&mut part).unwrap();
    part.check().unwrap();
    assert!(part.obsm.contains_key("characters") && part.uns.contains_key("lineage"));
}

#[test]
fn a_tumours_tree_needs_no_more_edits_than_the_published_one() {
    let Some(folder) = data("omics/cassiopeia/notebooks/data") else { return };
    let table = read_alleles(&folder.join("3432_NT_T1_alleletable.txt")).unwrap();
    let published = read_newick(&folder.join("3432_NT_T1_tree.processed.tree")).unwrap();
    let characters = characters(&table, &CharacterParams::default()).unwrap();
    let theirs = parsimony(&published, &characters).unwrap();
    let params = LineageParams { branches: 30_000_000, ..LineageParams::default() };
    let ours = lineage(&characters, &params).unwrap();
    assert_eq!(ours.tree.leaves().count(), 226);
    assert!(ours.parsimony.edits <= theirs.edits, "{} against {}", ours.parsimony.edits, theirs.edits);
    println!(
        "{} sites, {} distinct: ours {}, published {}",
        characters.sites.len(),
        ours.distinct,
        ours.parsimony.edits,
        theirs.edits
    );
    let priors = read_allele_priors(&folder.join("allele_priors.tsv")).unwrap();
    for method in [LineageMethod::Greedy, LineageMethod::NeighborJoining] {
        let params = LineageParams { method, priors: Some(priors.clone()), ..LineageParams::default() };
        let found = lineage(&characters, &params).unwrap();
        println!("{method:?}: {}", found.parsimony.edits);
        assert!(found.parsimony.edits >= ours.parsimony.edits);
    }
}

/// The published tree names each node by its states: the characters that lie in its leaves are those made here.
#[test]
fn characters_are_those_of_the_published_tree() {
    let Some(folder) = data("omics/cassiopeia/notebooks/data") else { return };
    let table = read_alleles(&folder.join("3432_NT_T1_alleletable.txt")).unwrap();
    let published = read_newick(&folder.join("3432_NT_T1_tree.processed.tree")).unwrap();
    let characters = characters(&table, &CharacterParams::default()).unwrap();
    let strings: BTreeMap<&str, Vec<&str>> = published
        .leaves()
        .filter_map(|leaf| {
            let above = published.node(leaf.parent?)?;
            Some((leaf.name.as_deref()?, above.name.as_deref()?.split('|').collect()))
        })
        .collect();
    let theirs = strings.values().next().unwrap().len();
    // Each of their columns must be one of ours with the states renamed.
    let same = |at: usize, site: usize| {
        let mut names: BTreeMap<u16, &str> = BTreeMap::new();
        characters.cells.iter().enumerate().all(|(row, cell)| {
            let (ours, other) = (characters.states[[row, site]], strings[cell.as_str()][at]);
            match ours {
                MISSING => other == "-",
                UNCUT => other == "0",
                _ => other != "-" && other != "0" && *names.entry(ours).or_insert(other) == other,
            }
        })
    };
    let sites = 0..characters.sites.len();
    let matched = (0..theirs).filter(|&at| sites.clone().any(|site| same(at, site))).count();
    println!("{matched} of {theirs} published characters are among the {} here", characters.sites.len());
    assert_eq!(matched, theirs);
}
