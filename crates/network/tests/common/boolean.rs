//! Boolean networks for tests.

use lca_graph::BooleanNetwork;

pub(crate) const MYELOID: [&str; 11] =
    ["Gata2", "Gata1", "Fog1", "EKLF", "Fli1", "SCL", "Cebpa", "Pu1", "cJun", "EgrNab", "Gfi1"];

/// The network of myeloid differentiation (Krumsiek et al. 2011, doi:10.1371/journal.pone.0022649).
pub(crate) fn myeloid() -> BooleanNetwork {
    lca_formats::parse_boolean_rules(include_str!("../../../../docs/network/myeloid.txt")).unwrap()
}
