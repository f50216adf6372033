//! Yeast without Mct1: transcripts, proteins and metabolites of one experiment (Berg et al. 2023).

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test may fail here and says its figures")]

mod common;

use lca_graph::{Interaction, Layer, MolecularNetwork, Molecule, Sign};
use lca_network::layers::{
    ChangeOptions, Group, MeasuredLayer, Names, Place, Scale, TransOmicOptions, changes, permutations,
    trans_omic,
};
use lca_numerics::stats::ranks;
use lca_tables::{Abundances, Measured};
use std::collections::HashMap;
use std::path::Path;

const FOLDER: &str = "omics/yeast_mct1_multiomics/mct1_analysis/data";
const STUDY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../studies/yeast-mct1");

/// Header and rows of a table with tabs, quotes and blanks around fields taken off.
fn table(path: &Path) -> (Vec<String>, Vec<Vec<String>>) {
    let text = std::fs::read_to_string(path).unwrap();
    let mut lines = text.lines().filter(|line| !line.is_empty()).map(|line| {
        line.split('\t').map(|field| field.trim_matches('"').trim().to_owned()).collect::<Vec<String>>()
    });
    (lines.next().unwrap(), lines.collect())
}

fn abundances(path: &Path) -> Abundances {
    let (header, rows) = table(path);
    let molecules = rows.iter().map(|row| Measured::new(&row[0])).collect();
    let values = rows.iter().flat_map(|row| &row[1..]).map(|field| field.parse().unwrap()).collect();
    Abundances::new(molecules, header[1..].to_vec(), values).unwrap()
}

/// The group and time that the sheets give each sample.
fn sheet(path: &Path, group: usize, time: usize) -> HashMap<String, Place> {
    let (_, rows) = table(path);
    let place = |row: &Vec<String>| {
        let case = row[group].starts_with("mct1");
        let digits: f64 = row[time].chars().filter(char::is_ascii_digit).collect::<String>().parse().unwrap();
        let unit = if row[time].contains("min") { 60.0 } else { 3600.0 };
        let group = if case { Group::Case } else { Group::Control };
        (row[0].clone(), Place { group, time: digits * unit })
    };
    rows.iter().map(place).collect()
}

fn layer(
    layer: Layer,
    table: Abundances,
    scale: Scale,
    place: impl Fn(&str) -> Option<Place>,
) -> MeasuredLayer {
    let places = table.samples().iter().map(|name| place(name)).collect();
    MeasuredLayer { layer, table, places, scale }
}

fn measured(folder: &Path) -> Vec<MeasuredLayer> {
    let mut rna = HashMap::new();
    for hour in ["00", "03", "12"] {
        rna.extend(sheet(
            &folder.join(format!("mct1_rnaseq_data/deseq/sce_mct1_{hour}hr_metadata.txt")),
            1,
            3,
        ));
    }
    let metabolites = sheet(&folder.join("mct1_metabolomics_data/mct1_metabolomics_metadata.txt"), 1, 2);
    let twelve = |name: &str| {
        let group = if name.starts_with("mct1") { Group::Case } else { Group::Control };
        Some(Place { group, time: 43_200.0 })
    };
    let read = |file: &str| abundances(&folder.join(file));
    vec![
        layer(
            Layer::Transcript,
            read("mct1_rnaseq_data/sce_mct1_deduped_count_table.tsv"),
            Scale::Counts,
            |name| rna.get(name).copied(),
        ),
        layer(Layer::Protein, read("mct1_proteomics_data/proteomics_values.txt"), Scale::Amount, twelve),
        layer(
            Layer::Metabolite,
            read("mct1_metabolomics_data/mct1_metabolomics_allValues.txt"),
            Scale::Amount,
            |name| metabolites.get(name).copied(),
        ),
    ]
}

fn resource() -> (MolecularNetwork, Names) {
    let (_, rows) = table(&Path::new(STUDY).join("enzymes.tsv"));
    let mut network = MolecularNetwork::default();
    for row in rows {
        let source = network.molecule(Molecule::new(&row[0], Layer::Protein));
        let target = network.molecule(Molecule::new(&row[1], Layer::Metabolite));
        network.interaction(Interaction::new(source, target, Sign::Unknown));
    }
    let mut names = Names::default();
    let (_, rows) = table(&Path::new(STUDY).join("names.tsv"));
    rows.iter().for_each(|row| names.add(row.iter().map(String::as_str)));
    (network, names)
}

#[test]
fn transcripts_lead_through_enzymes_to_metabolites_more_often_than_chance() {
    let Some(folder) = common::data(FOLDER) else { return };
    let measured = measured(&folder);
    assert!(measured.iter().all(|layer| layer.places.iter().all(Option::is_some)));
    let (resource, names) = resource();
    let how = ChangeOptions::default();
    let options = TransOmicOptions::default();
    let layers: Vec<_> = measured.iter().map(|layer| changes(layer, &how).unwrap()).collect();
    let resources = [resource];
    let made = trans_omic(&layers, &resources, &names, &options).unwrap();
    for layer in &layers {
        let changed = layer.responses.iter().filter(|one| one.changed).count();
        println!("{}: {changed} of {} changed", layer.layer, layer.responses.len());
    }
    let inside: Vec<Layer> = made.connected.molecules().iter().map(|one| one.layer).collect();
    let (edges, connected) = (made.network.interactions().len(), made.connected.interactions().len());
    println!("{edges} interactions; {connected} among {} molecules hang together", inside.len());
    println!(
        "{:?}",
        inside.iter().fold(HashMap::new(), |mut all: HashMap<Layer, usize>, one| {
            *all.entry(*one).or_default() += 1;
            all
        })
    );
    println!("{:?}", made.refused);
    assert!(
        [Layer::Transcript, Layer::Protein, Layer::Metabolite].iter().all(|layer| inside.contains(layer))
    );
    let chance = permutations(&measured, &resources, &names, (&how, &options), (100, 1)).unwrap();
    println!("p by samples {}, by molecules {}", chance.p_samples(), chance.p_molecules());
    println!(
        "most by samples {:?}, by molecules {:?}",
        chance.samples.iter().max(),
        chance.molecules.iter().max()
    );
    assert_eq!(chance.observed, edges);
    assert!(chance.samples.iter().all(|&count| count < edges));
    assert!(chance.p_samples() < 0.01);
}

#[test]
fn changes_of_transcripts_agree_with_deseq2() {
    let Some(folder) = common::data(FOLDER) else { return };
    let (_, rows) = table(&folder.join("mct1_rnaseq_data/deseq/sce_mct1_12hr_counts_diffx.tsv"));
    let theirs: HashMap<&str, (f64, f64)> = rows
        .iter()
        .filter_map(|row| Some((row[0].as_str(), (row[2].parse().ok()?, row[6].parse().ok()?))))
        .collect();
    let mut rna = measured(&folder).remove(0);
    for place in &mut rna.places {
        *place = place.filter(|place| place.time == 43_200.0);
    }
    let ours = changes(&rna, &ChangeOptions::default()).unwrap();
    let both: Vec<(f64, f64, bool, bool)> = ours
        .responses
        .iter()
        .filter(|one| one.untested.is_none())
        .filter_map(|one| {
            theirs.get(one.id.as_str()).map(|(fold, q)| (one.largest, *fold, one.changed, *q <= 0.05))
        })
        .collect();
    let a = ranks(&both.iter().map(|one| one.0).collect::<Vec<_>>());
    let b = ranks(&both.iter().map(|one| one.1).collect::<Vec<_>>());
    let (same, n) = (both.iter().filter(|one| one.2 == one.3).count(), both.len());
    println!("{n} genes, called alike {same}");
    let rank = spearman(&a.ranks, &b.ranks);
    println!("rank correlation of changes {rank}");
    assert!(n > 5000 && rank > 0.98 && same as f64 / n as f64 > 0.9);
}

fn spearman(a: &[f64], b: &[f64]) -> f64 {
    let centre = |v: &[f64]| v.iter().sum::<f64>() / v.len() as f64;
    let (ma, mb) = (centre(a), centre(b));
    let cross: f64 = a.iter().zip(b).map(|(x, y)| (x - ma) * (y - mb)).sum();
    let square = |v: &[f64], m: f64| v.iter().map(|x| (x - m).powi(2)).sum::<f64>();
    cross / (square(a, ma) * square(b, mb)).sqrt()
}
