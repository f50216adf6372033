//! Networks and resources that others made, from the shared test data.
#![allow(clippy::unwrap_used)]

mod common;

use common::data;
use lca_formats::{read_network_file, write_network};
use lca_graph::{Layer, Sign};

/// File, format, molecules, interactions, interactions as the file states them.
const FILES: &[(&str, &str, usize, usize, usize)] = &[
    ("model/fvs/ciona.txt", "SIF", 92, 294, 295),
    ("omics/netisce_colorectal/colorectal_cancer_validation/input_data/network.sif", "SIF", 95, 337, 337),
    ("omics/dorothea/dorothea_hs_ABC.csv", "regulons", 0, 13_223, 13_223),
    ("omics/liana/liana/resource/omni_resource.csv", "OmniPath table", 0, 0, 35_360),
];

#[test]
fn files_of_others_are_read_and_written() {
    for &(name, format, molecules, interactions, stated) in FILES {
        let Some(path) = data(name) else { continue };
        let found = read_network_file(&path).unwrap();
        let counts = (found.network.molecules().len(), found.network.interactions().len());
        eprintln!("{name}: {} {counts:?} {}", found.format, found.stated);
        assert_eq!((found.format, found.stated), (format, stated), "{name}");
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("network.graphml");
        write_network(&path, &found.network).unwrap();
        assert_eq!(read_network_file(&path).unwrap().network, found.network, "{name}");
        assert!(molecules == 0 || counts.0 == molecules, "{name}: {counts:?}");
        assert!(interactions == 0 || counts.1 == interactions, "{name}: {counts:?}");
    }
}
