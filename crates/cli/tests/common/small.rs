//! A small but complete study, made by the tests themselves: a movie of discs that move,
//! counts of two kinds of cells, and a model of decay with its data.

use lca_kinetics::petab::{
    Condition as PetabCondition, Measurement, Observable, Override, Parameter, Problem,
};
use lca_kinetics::{Compartment, Network, Parameter as Constant, Reaction, Species, parse_math};
use ndarray::ArrayD;
use std::path::{Path, PathBuf};

pub(crate) const STUDY: &str = r#"name = "small"
title = "A small study"
seed = 3

[[subject]]
id = "line"

[[specimen]]
id = "culture"
subject = "line"

[[condition]]
id = "control"

[[assay]]
id = "film"
specimen = "culture"
modality = "live-imaging"
condition = "control"
frame_interval_s = 60.0
channels = ["nuclei"]
files = { frames = "frames" }

[[assay]]
id = "sequencing"
specimen = "culture"
modality = "sc-rna-seq"
files = { counts = "counts.csv", kinds = "kinds.csv" }

[[assay]]
id = "decay"
specimen = "culture"
modality = "bulk-time-course"
files = { model = "model/decay.yaml" }

[[step]]
id = "movie"
kind = "import-movie"
assay = "film"

[[step]]
id = "nuclei"
kind = "segment"
from = "movie"
params = { channel = "nuclei" }

[[step]]
id = "tracks"
kind = "track"
from = "nuclei"

[[step]]
id = "traces"
kind = "traces"
from = { objects = "nuclei", tracks = "tracks" }

[[step]]
id = "lineage"
kind = "lineage"
from = "tracks"

[[step]]
id = "counts"
kind = "import-counts"
assay = "sequencing"
file = "counts"
params = { orientation = "cells-by-genes" }

[[step]]
id = "kinds"
kind = "import-table"
assay = "sequencing"
file = "kinds"

[[step]]
id = "quality"
kind = "quality"
from = "counts"
params = { keep = { min_genes = 1 } }

[[step]]
id = "normal"
kind = "normalize"
from = "quality"

[[step]]
id = "pca"
kind = "pca"
from = "normal"
params = { n_comps = 5 }

[[step]]
id = "together"
kind = "integrate"
from = { cells = "pca", obs = "kinds" }
params = { batch = "lane" }

[[step]]
id = "neighbors"
kind = "neighbors"
from = "together"
params = { n_neighbors = 8 }

[[step]]
id = "states"
kind = "leiden"
from = "neighbors"
params = { resolution = 0.5 }

[[step]]
id = "map"
kind = "umap"
from = "neighbors"
params = { n_epochs = 50 }

[[step]]
id = "markers"
kind = "markers"
from = "states"

[[step]]
id = "cells"
kind = "table"
from = { cells = ["markers", "map"], obs = "kinds" }

[[step]]
id = "score"
kind = "score-clusters"
from = { cells = "states", truth = "kinds" }
params = { column = "kind" }

[[step]]
id = "problem"
kind = "import-petab"
assay = "decay"

[[step]]
id = "training"
kind = "leave-out"
from = "problem"
params = { conditions = ["high"] }

[[step]]
id = "fit"
kind = "fit"
from = "training"
params = { starts = 3 }

[[step]]
id = "profiles"
kind = "profiles"
from = { problem = "training", fit = "fit" }
params = { steps = 5 }

[[step]]
id = "ensemble"
kind = "ensemble"
from = { problem = "training", fit = "fit" }
params = { size = 20, steps = 200 }

[[step]]
id = "prediction"
kind = "predict"
from = { problem = "problem", ensemble = "ensemble" }
params = { conditions = ["high"] }

[[step]]
id = "comparison"
kind = "compare"
from = { problem = "problem", prediction = "prediction" }
params = { no_change = "low" }

[[step]]
id = "next"
kind = "next-experiment"
from = { problem = "problem", ensemble = "ensemble" }
"#;

/// Writes the study and its files into `folder`; returns the path of its `study.toml`.
pub(crate) fn study(folder: &Path) -> PathBuf {
    frames(&folder.join("frames"));
    counts(folder);
    model(&folder.join("model"));
    let path = folder.join("study.toml");
    std::fs::write(&path, STUDY).unwrap();
    path
}

/// Numbers that look random, from 0 to 1.
pub(crate) fn noise(seed: u64) -> f64 {
    let mut x = seed.wrapping_add(0x9E37_79B9_7F4A_7C15);
    x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    ((x ^ (x >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
}

fn frames(folder: &Path) {
    std::fs::create_dir_all(folder).unwrap();
    for t in 0..8_u64 {
        let mut pixels = ArrayD::<u16>::zeros(vec![96, 96]);
        for ((at, pixel), n) in pixels.indexed_iter_mut().zip(0_u64..) {
            let (y, x) = (at[0] as f64, at[1] as f64);
            let bright = (0..6).any(|cell| {
                let (cy, cx) = (18 + 32 * (cell % 3), 24 + 44 * (cell / 3));
                (y - cy as f64).hypot(x - cx as f64 - t as f64) < 7.0
            });
            let level = if bright { 900.0 } else { 100.0 };
            *pixel = (level + 20.0 * noise(t * 10_000 + n)) as u16;
        }
        let path = folder.join(format!("t{t:03}.tif"));
        lca_formats::write_tiff(&path, &lca_pixels::Pixels::Uint16(pixels)).unwrap();
    }
}

fn counts(folder: &Path) {
    let (mut counts, mut kinds) = (String::from("cell"), String::from(",kind,lane\n"));
    for gene in 0..30 {
        counts.push_str(&format!(",g{gene}"));
    }
    counts.push('\n');
    for cell in 0..60_u64 {
        let kind = cell % 2;
        counts.push_str(&format!("c{cell}"));
        for gene in 0..30_u64 {
            let mean = if gene % 2 == kind { 20.0 } else { 2.0 };
            counts.push_str(&format!(",{}", (2.0 * mean * noise(cell * 100 + gene)) as u64));
        }
        counts.push('\n');
        kinds.push_str(&format!("c{cell},k{kind},{}\n", cell / 2 % 2));
    }
    std::fs::write(folder.join("counts.csv"), counts).unwrap();
    std::fs::write(folder.join("kinds.csv"), kinds).unwrap();
}

/// A substance that decays, given at two doses.
fn model(folder: &Path) {
    let math = |text: &str| parse_math(text).unwrap();
    let mut network = Network::new("decay");
    network.compartments.push(Compartment::new("cell", 1.0));
    network.parameters.push(Constant::new("k", 1.0));
    network.parameters.push(Constant::new("dose", 1.0));
    network.species.push(Species::new("x", "cell", 0.0));
    network.initial_assignments.push(("x".to_owned(), math("dose")));
    network.reactions.push(Reaction::new("decay", &[("x", 1.0)], &[], math("k * x")));
    let doses = [("low", 1.0), ("high", 4.0)];
    let condition = |(id, dose): (&str, f64)| PetabCondition {
        id: id.to_owned(),
        name: None,
        changes: vec![("dose".to_owned(), Override::Number(dose))],
    };
    let mut measurements = Vec::new();
    for (id, dose) in doses {
        for t in 0..6_u64 {
            let value = dose * (-0.3 * t as f64).exp() + 0.02 * (noise(t + 77) - 0.5);
            measurements.push(Measurement::new("seen", id, t as f64, value));
        }
    }
    let problem = Problem {
        parameters: vec![Parameter::log10("k", 1e-3, 1e2), Parameter::log10("sd", 1e-3, 1.0)],
        conditions: doses.into_iter().map(condition).collect(),
        observables: vec![Observable::new("seen", math("x"), math("sd"))],
        measurements,
        ..Problem::new(network)
    };
    lca_formats::write_petab(folder, "decay", &problem).unwrap();
}
