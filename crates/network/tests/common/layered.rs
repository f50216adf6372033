//! A made system of three layers: what is true, what is measured of it, and what a resource says.

use lca_graph::{Interaction, Layer, MolecularNetwork, Molecule, Sign};
use lca_network::layers::{Group, MeasuredLayer, Place, Scale};
use lca_numerics::{Rng, rng};
use lca_tables::{Abundances, Measured};
use rand::RngExt;
use std::collections::BTreeSet;

pub(crate) const COUNT: usize = 60;
const TIMES: [f64; 14] =
    [0.0, 5.0, 10.0, 15.0, 20.0, 30.0, 40.0, 50.0, 60.0, 80.0, 100.0, 120.0, 150.0, 180.0];
const LAYERS: [Layer; 3] = [Layer::Protein, Layer::Transcript, Layer::Metabolite];
const LETTERS: [&str; 3] = ["K", "T", "M"];
const END: usize = 1810;
const STEP: f64 = 0.1;
const REPLICATES: usize = 4;
const NOISE: f64 = 0.05;

type Edge = (usize, usize, usize, i8);

/// What is true: half of the molecules of each layer respond. The first layer follows the stimulus, each
/// later one is driven by one molecule of the layer above, every fourth by two: `y' = d (1 + effect − y)`.
pub(crate) struct System {
    /// (layer of the source, source, target in the next layer, sign).
    edges: Vec<Edge>,
    courses: Vec<Vec<Vec<f64>>>,
}

pub(crate) fn system(seed: u64) -> System {
    let mut random = rng(seed, 0);
    let mut edges = Vec::new();
    let mut courses: Vec<Vec<Vec<f64>>> = vec![(0..COUNT).map(|at| stimulated(at, &mut random)).collect()];
    for layer in 1..LAYERS.len() {
        let above = courses[layer - 1].clone();
        let mut here = Vec::new();
        for target in 0..COUNT {
            if target >= COUNT / 2 {
                here.push(vec![1.0; END]);
                continue;
            }
            let mut sources = BTreeSet::new();
            for _ in 0..1 + usize::from(target % 4 == 3) {
                sources.insert(random.random_range(0..COUNT / 2));
            }
            let direction = if random.random::<f64>() < 0.7 { 1 } else { -1 };
            for &source in &sources {
                edges.push((layer - 1, source, target, direction * up(&above[source])));
            }
            let drivers: Vec<&Vec<f64>> = sources.iter().map(|&source| &above[source]).collect();
            here.push(driven(&drivers, direction, 0.03 + 0.1 * random.random::<f64>()));
        }
        courses.push(here);
    }
    System { edges, courses }
}

/// Whether a course goes up or down in all.
fn up(course: &[f64]) -> i8 {
    let far = course.iter().map(|v| v - 1.0).max_by(|a, b| a.abs().total_cmp(&b.abs())).unwrap();
    if far > 0.0 { 1 } else { -1 }
}

/// A pulse or a step that begins at its own time; half of the molecules do nothing.
fn stimulated(at: usize, random: &mut Rng) -> Vec<f64> {
    if at >= COUNT / 2 {
        return vec![1.0; END];
    }
    let (delay, rise) = (30.0 * random.random::<f64>(), 3.0 + 12.0 * random.random::<f64>());
    let fall = if at.is_multiple_of(2) { 15.0 + 60.0 * random.random::<f64>() } else { f64::INFINITY };
    let height = if at.is_multiple_of(5) { -0.7 } else { 1.5 + 2.0 * random.random::<f64>() };
    (0..END)
        .map(|step| {
            let t = (step as f64 * STEP - delay).max(0.0);
            1.0 + height * (1.0 - (-t / rise).exp()) * (-t / fall).exp()
        })
        .collect()
}

/// A target that its sources drive, each with an equal part, up in proportion or down by competition;
/// Euler's steps are small against its rate.
fn driven(sources: &[&Vec<f64>], direction: i8, rate: f64) -> Vec<f64> {
    let (mut y, mut course) = (1.0, Vec::new());
    for step in 0..END {
        course.push(y);
        let strength: f64 =
            sources.iter().map(|source| (source[step] - 1.0) * f64::from(up(source))).sum::<f64>()
                / sources.len() as f64;
        let effect = if direction > 0 { strength } else { -strength / (1.0 + strength) };
        y += STEP * rate * (1.0 + effect - y);
    }
    course
}

/// Four replicates of control and case at each time, with noise of 5 %.
pub(crate) fn measure(system: &System, seed: u64) -> Vec<MeasuredLayer> {
    let layer = |at: usize| {
        let mut random = rng(seed, 10 + at as u64);
        let (mut samples, mut places) = (Vec::new(), Vec::new());
        for (group, name) in [(Group::Control, "wt"), (Group::Case, "stim")] {
            for time in TIMES {
                for replicate in 0..REPLICATES {
                    samples.push(format!("{name}_{time}_{replicate}"));
                    places.push(Some(Place { group, time: 60.0 * time }));
                }
            }
        }
        let mut values = Vec::new();
        for course in &system.courses[at] {
            let base = 1000.0 * (1.0 + random.random::<f64>());
            for place in places.iter().flatten() {
                let step = ((place.time / 60.0 / STEP) as usize).min(END - 1);
                let truth = if place.group == Group::Case { course[step] } else { 1.0 };
                values.push(base * truth * (NOISE * normal(&mut random)).exp());
            }
        }
        let molecules = (0..COUNT).map(|one| Measured::new(&format!("{}{one}", LETTERS[at]))).collect();
        let table = Abundances::new(molecules, samples, values).unwrap();
        MeasuredLayer { layer: LAYERS[at], table, places, scale: Scale::Amount }
    };
    (0..LAYERS.len()).map(layer).collect()
}

fn normal(random: &mut Rng) -> f64 {
    let (u, v): (f64, f64) = (1.0 - random.random::<f64>(), random.random());
    (-2.0 * u.ln()).sqrt() * (std::f64::consts::TAU * v).cos()
}

/// All true interactions among three times as many that are not.
pub(crate) fn resource(system: &System, seed: u64) -> MolecularNetwork {
    let mut random = rng(seed, 5);
    let mut all: BTreeSet<Edge> = system.edges.iter().copied().collect();
    let truth: BTreeSet<(usize, usize, usize)> = all.iter().map(|edge| (edge.0, edge.1, edge.2)).collect();
    while all.len() < 4 * truth.len() {
        let sign = if random.random::<bool>() { 1 } else { -1 };
        let (source, target) = (random.random_range(0..COUNT), random.random_range(0..COUNT));
        let edge = (random.random_range(0..2), source, target, sign);
        if !truth.contains(&(edge.0, edge.1, edge.2)) {
            all.insert(edge);
        }
    }
    let mut network = MolecularNetwork::default();
    for (layer, source, target, sign) in all {
        let mut end = |layer: usize, at: usize| {
            network.molecule(Molecule::new(&format!("{}{at}", LETTERS[layer]), LAYERS[layer]))
        };
        let (source, target) = (end(layer, source), end(layer + 1, target));
        let sign = if sign > 0 { Sign::Positive } else { Sign::Negative };
        network.interaction(Interaction::new(source, target, sign));
    }
    network
}

/// Precision and recall of the interactions found.
pub(crate) fn score(system: &System, network: &MolecularNetwork) -> (f64, f64) {
    let truth: BTreeSet<(String, String)> = system
        .edges
        .iter()
        .map(|&(layer, source, target, _)| {
            (format!("{}{source}", LETTERS[layer]), format!("{}{target}", LETTERS[layer + 1]))
        })
        .collect();
    let name = |at: usize| network.molecules()[at].id.clone();
    let found: BTreeSet<(String, String)> =
        network.interactions().iter().map(|edge| (name(edge.source), name(edge.target))).collect();
    let right = found.intersection(&truth).count() as f64;
    (right / found.len() as f64, right / truth.len() as f64)
}
