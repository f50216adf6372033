//! Outside test suites, run against Live Cell Atlas and judged by each suite's own rule.
//!
//! ```no_run
//! let report = lca_conformance::sbml_semantic("suite/semantic".as_ref(), &lca_core::NoProgress)?;
//! println!("{} passed, {} failed", report.passed(), report.failures().count());
//! # Ok::<(), lca_conformance::ConformanceError>(())
//! ```

mod cases;
mod error;
mod petab;
mod report;
mod sbml;

pub use error::ConformanceError;
pub use petab::petab;
pub use report::{Case, Report};
pub use sbml::{sbml_semantic, sbml_stochastic};
