//! Small dense linear algebra: solving, Cholesky factors, eigenvalues of symmetric matrices.

mod cholesky;
mod eigen;
mod error;
mod largest;
mod lu;
mod product;
mod tridiagonal;
mod walk;

pub use cholesky::Cholesky;
pub use eigen::{Eigen, symmetric_eigen};
pub use error::DenseError;
pub use largest::{KrylovParams, largest_eigen};
pub use lu::Lu;
pub use product::multiply_block;
pub use walk::walk_eigen;
