//! Networks and resources that others made, from the shared test data.
#![allow(clippy::unwrap_used)]

mod common;

use common::data;
use lca_formats::{read_network_file, write_network};

/// File, format, molecules, interactions, interactions as the file states them; each counted by another
/// program. One without direction counts twice among the interactions.
const FILES: &[(&str, &str, usize, usize, usize)] = &[
    ("model/fvs/ciona.txt", "SIF", 92, 295, 301),
    ("omics/netisce_colorectal/colorectal_cancer_validation/input_data/network.sif", "SIF", 95, 337, 337),
    ("omics/cellnopt/packages/CellNOptR/inst/DREAMmodel/LiverPKNDREAM.sif", "SIF", 40, 58, 58),
    ("omics/cellnopt/packages/CNORode/inst/doc/ToyModelMMB_FeedbackAnd.sif", "SIF", 17, 19, 19),
    ("omics/dorothea/dorothea_hs_ABC.csv", "regulons", 5388, 13_223, 13_223),
    ("omics/liana/liana/resource/omni_resource.csv", "OmniPath table", 2550, 8116, 35_360),
    (
        "omics/cellphonedb/NatureProtocols2024_case_studies/v5.0.0/interaction_input.csv",
        "CellPhoneDB interactions",
        1419,
        3298,
        2911,
    ),
    (
        "omics/cellphonedb/NatureProtocols2024_case_studies/v5.0.0/sources/transcription_factor_input.csv",
        "CellPhoneDB receptors and factors",
        151,
        212,
        212,
    ),
    ("omics/transomics2cyto/inst/extdata/usecase1/allosteric_ec2rea.tsv", "table of layers", 282, 760, 771),
    ("omics/transomics2cyto/inst/extdata/usecase2/m2r_updated.tsv", "table of layers", 695, 1484, 1580),
    ("omics/transomics2cyto/inst/extdata/usecase2/t2e_name_updated.tsv", "table of layers", 303, 418, 418),
];

#[test]
fn files_of_others_are_read_and_written() {
    for &(name, format, molecules, interactions, stated) in FILES {
        let Some(path) = data(name) else { continue };
        let found = read_network_file(&path).unwrap();
        let counts = (found.network.molecules().len(), found.network.interactions().len());
        assert_eq!(found.format, format, "{name}");
        assert_eq!((counts, found.stated), ((molecules, interactions), stated), "{name}");
        let folder = tempfile::tempdir().unwrap();
        for ending in ["graphml", "gexf", "cx2"] {
            let path = folder.path().join(format!("network.{ending}"));
            write_network(&path, &found.network).unwrap();
            assert_eq!(read_network_file(&path).unwrap().network, found.network, "{name} as {ending}");
        }
    }
}
