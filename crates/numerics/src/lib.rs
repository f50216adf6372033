//! Tools that know nothing of cells: sparse matrices, linear programs, neighbours, small dense linear algebra,
//! statistics, seeded random numbers. All results are the same bits on any number of threads.
//!
//! ```
//! use lca_numerics::{Csr, stats};
//! let counts = Csr::new(2, 3, vec![0, 1, 2], vec![2, 0], vec![5.0_f32, 1.0]).unwrap();
//! assert_eq!(counts.transpose().shape(), (3, 2));
//! assert!((stats::normal_quantile(0.975) - 1.959_963_985).abs() < 1e-9);
//! ```

mod csr;
pub mod dense;
mod knn;
pub mod lp;
mod random;
pub mod sparse;
pub mod stats;
mod stretches;
mod vectors;

pub use csr::{Csr, CsrError};
pub use knn::{Knn, KnnParams, nearest, nearest_approximate};
pub use random::{Rng, rng};
pub use stretches::{Stretches, TakeBlock};
pub use vectors::{Wide, wide};
