//! Factors of the solver's matrices: dense with row exchanges, and sparse in an order chosen once.

mod dense;
mod order;
mod sparse;

use dense::Lu;
pub(crate) use sparse::ShiftedLu;
pub use sparse::Structure;
