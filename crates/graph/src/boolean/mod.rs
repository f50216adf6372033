mod error;
mod expression;
mod influence;
mod network;

pub use error::BooleanError;
pub use expression::BooleanExpression;
pub use network::{BooleanNetwork, BooleanNode};
