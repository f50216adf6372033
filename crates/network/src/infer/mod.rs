//! From tables of expression to who regulates whom.
//!
//! [`infer`] scores every pair of a regulator and a gene by one [`Method`]; [`judge`] holds the scores
//! against a known network and [`stability`] says which of the best edges come back when samples are
//! left out.

mod consensus;
mod dynamics;
mod edges;
mod expression;
mod forest;
mod information;
mod knockouts;
mod linear;
mod method;
mod options;
mod run;
mod scale;
mod score;
mod stability;
mod standard;

pub use dynamics::Order;
pub use edges::{Edges, RankedEdge};
pub use expression::Expression;
pub use forest::{Boosting, Forest, Trees, Tried};
pub use information::{bins_for, context_likelihood, data_processing, mutual_information};
pub use knockouts::{KnockoutParams, Knockouts, knockouts};
pub use linear::{PartialCorrelation, partial_correlation};
pub use method::{Method, UnknownMethod};
pub use options::{InferOptions, regulators};
pub use run::{Inferred, infer};
pub use scale::Scale;
pub use score::{Gold, Quality, judge, quality};
pub use stability::stability;
