//! Flux balance on published genome-scale models.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod data;

use lca_formats::{parse_sbml, sbml_text};
use lca_kinetics::Network;
use lca_network::{NetworkError, flux_balance};
use std::io::Read;
use std::path::Path;

fn model(folder: &Path, name: &str) -> Network {
    let path = folder.join(name);
    let mut bytes = std::fs::read(&path).unwrap();
    if name.ends_with(".gz") {
        let packed = std::mem::take(&mut bytes);
        flate2::read::GzDecoder::new(packed.as_slice()).read_to_end(&mut bytes).unwrap();
    }
    parse_sbml(&bytes, &path).unwrap()
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
