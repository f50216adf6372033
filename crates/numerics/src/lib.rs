//! Tools that know nothing of cells: sparse matrices, neighbours, decompositions, statistics,
//! seeded random numbers, optimisers.
//!
//! ```
//! use lca_numerics::Csr;
//! let counts = Csr::new(2, 3, vec![0, 1, 2], vec![2, 0], vec![5.0_f32, 1.0]).unwrap();
//! assert_eq!(counts.transpose().shape(), (3, 2));
//! ```

mod csr;
mod random;

pub use csr::{Csr, CsrError};
pub use random::{Rng, rng};
