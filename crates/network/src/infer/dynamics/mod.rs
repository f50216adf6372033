//! What the order in time tells: who moves before whom.

mod course;
mod dyngenie;
mod lasso;
mod ode;

pub(crate) use course::Course;
pub use course::Order;
pub(crate) use dyngenie::dyngenie;
pub(crate) use ode::sparse_ode;
