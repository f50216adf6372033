//! Flux balance on published genome-scale models.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod data;

use lca_formats::{parse_sbml, read_sbml, sbml_text};
use lca_kinetics::Network;
use lca_network::NetworkError;
use lca_network::flux::{FluxModel, Target, flux_balance};
use std::path::Path;

fn model(folder: &Path, name: &str) -> Network {
    read_sbml(&folder.join(name)).unwrap()
}

#[test]
fn growth_is_the_published_one() {
    let Some(folder) = data::folder("omics/cobra") else { return };
    for (name, growth) in [
        ("tests/data/e_coli_core.xml", 0.873_921_507_0),
        ("src/cobra/data/textbook.xml.gz", 0.873_921_507_0),
        ("src/cobra/data/iJO1366.xml.gz", 0.982_371_812_7),
    ] {
        let network = model(&folder, name);
        let solution = flux_balance(&network, &[]).unwrap();
        assert!((solution.value - growth).abs() < 1e-8, "{name}: {}", solution.value);
        let again = parse_sbml(sbml_text(&network).as_bytes(), Path::new("written.xml")).unwrap();
        assert_eq!(flux_balance(&again, &[]).unwrap().value, solution.value, "{name}, written");
        assert_eq!(again.flux.unwrap().associations, network.flux.unwrap().associations, "{name}");
    }
}

#[test]
fn what_stands_in_the_way_of_a_steady_state_is_named() {
    let Some(folder) = data::folder("omics/cobra") else { return };
    let network = model(&folder, "tests/data/e_coli_core.xml");
    let error = flux_balance(&network, &[("R_EX_glc__D_e", 0.0, 0.0)]).unwrap_err();
    let expected =
        "the flux of reaction `R_ATPM`: it must be at least 8.39, but the balances and other bounds allow 0";
    assert!(
        matches!(error, NetworkError::NoFluxes { .. }) && error.to_string().contains(expected),
        "{error}"
    );
    let free = (f64::NEG_INFINITY, f64::INFINITY);
    let changes: Vec<(&str, f64, f64)> =
        network.reactions.iter().map(|one| (one.id.as_str(), free.0, free.1)).collect();
    let error = flux_balance(&network, &changes).unwrap_err().to_string();
    assert!(error.contains("it grows without end; bound the flux of `R_"), "{error}");
}

#[test]
fn ranges_are_the_published_ones() {
    let Some(folder) = data::folder("omics/cobra") else { return };
    let network = model(&folder, "src/cobra/data/textbook.xml.gz");
    let found = FluxModel::of(&network).unwrap().variability(1.0).unwrap();
    let text = std::fs::read_to_string(folder.join("tests/data/textbook_fva.json")).unwrap();
    let table: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(found.ranges.len(), 95);
    for range in &found.ranges {
        let id = range.reaction.strip_prefix("R_").unwrap();
        for (end, value) in [("minimum", range.least), ("maximum", range.greatest)] {
            let expected = table[end][id].as_f64().unwrap();
            assert!(
                (value - expected).abs() <= 1.1e-5 * expected.abs().max(1.0),
                "{id}: {value} for {expected}"
            );
        }
    }
}

/// Thousands of questions one after another: rounding must not lead the simplex astray.
#[test]
fn fluxes_of_a_genome_scale_model_lie_within_their_ranges() {
    let Some(folder) = data::folder("omics/cobra") else { return };
    let network = model(&folder, "src/cobra/data/iJO1366.xml.gz");
    let best = flux_balance(&network, &[]).unwrap();
    let found = FluxModel::of(&network).unwrap().variability(1.0).unwrap();
    assert_eq!(found.ranges.len(), 2583);
    for (range, (id, flux)) in found.ranges.iter().zip(&best.fluxes) {
        let room = 1e-6 * flux.abs().max(1.0);
        assert!(range.least - room <= *flux && *flux <= range.greatest + room, "{id}: {flux} in {range:?}");
    }
}

#[test]
fn few_genes_of_the_core_are_lethal_alone() {
    let Some(folder) = data::folder("omics/cobra") else { return };
    let network = model(&folder, "tests/data/e_coli_core.xml");
    let found = FluxModel::of(&network).unwrap().knockouts(Target::Genes, false).unwrap();
    assert_eq!(found.single.len(), 137);
    assert_eq!(found.single.iter().filter(|one| one.lethal).count(), 7);
    let smallest = FluxModel::of(&network).unwrap().parsimonious(1.0).unwrap();
    assert!((smallest.total - 518.422_085_517_6).abs() < 1e-6, "{}", smallest.total);
}

#[test]
fn a_model_that_cannot_be_maintained_says_so() {
    let Some(folder) = data::folder("omics/cobra") else { return };
    let network = model(&folder, "src/cobra/data/mini_cobra.xml");
    let error = flux_balance(&network, &[]).unwrap_err().to_string();
    assert!(error.contains("`R_ATPM`: it must be at least 8.39"), "{error}");
}
