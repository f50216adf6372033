//! Boolean networks for tests.

use lca_graph::{BooleanExpression as Is, BooleanNetwork};

pub(crate) const MYELOID: [&str; 11] =
    ["Gata2", "Gata1", "Fog1", "EKLF", "Fli1", "SCL", "Cebpa", "Pu1", "cJun", "EgrNab", "Gfi1"];

/// The network of myeloid differentiation (Krumsiek et al. 2011, doi:10.1371/journal.pone.0022649).
pub(crate) fn myeloid() -> BooleanNetwork {
    let is = |name: &str| Is::Variable(MYELOID.iter().position(|known| *known == name).unwrap());
    let not = |inner: Is| Is::Not(Box::new(inner));
    let and = |parts: Vec<Is>| Is::And(parts);
    let or = |names: &[&str]| Is::Or(names.iter().map(|name| is(name)).collect());
    let all = |names: &[&str]| Is::And(names.iter().map(|name| is(name)).collect());
    let rules = [
        and(vec![is("Gata2"), not(all(&["Gata1", "Fog1"])), not(is("Pu1"))]),
        and(vec![or(&["Gata1", "Gata2", "Fli1"]), not(is("Pu1"))]),
        is("Gata1"),
        and(vec![is("Gata1"), not(is("Fli1"))]),
        and(vec![is("Gata1"), not(is("EKLF"))]),
        and(vec![is("Gata1"), not(is("Pu1"))]),
        and(vec![is("Cebpa"), not(all(&["Gata1", "Fog1", "SCL"]))]),
        and(vec![or(&["Cebpa", "Pu1"]), not(or(&["Gata1", "Gata2"]))]),
        and(vec![is("Pu1"), not(is("Gfi1"))]),
        and(vec![all(&["Pu1", "cJun"]), not(is("Gfi1"))]),
        and(vec![is("Cebpa"), not(is("EgrNab"))]),
    ];
    BooleanNetwork::new(MYELOID.into_iter().zip(rules)).unwrap()
}
