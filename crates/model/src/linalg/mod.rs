//! Factors of the solver's matrices: dense with row exchanges, and sparse in an order chosen once.

mod dense;
mod order;
mod sparse;

pub(crate) use dense::Lu;
pub(crate) use sparse::ShiftedLu;
pub use sparse::Structure;

/// Does the same work with the widest vectors of the processor. Numbers are rounded as without: no
/// product is fused with a sum.
#[inline(always)]
pub(crate) fn wide<R>(work: impl FnOnce() -> R) -> R {
    pulp::Arch::new().dispatch(work)
}

/// `y += factor * x`.
#[inline(always)]
pub(crate) fn axpy(factor: f64, x: &[f64], y: &mut [f64]) {
    y.iter_mut().zip(x).for_each(|(to, from)| *to += factor * from);
}
