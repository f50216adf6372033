//! The figures. Each file holds one: the data it shows and the function that draws it.

mod bars;
mod frame;
mod scatter;
mod traces;
mod waterfall;

pub use bars::{Bar, Bars, bars};
pub use frame::Figure;
pub use scatter::{Colour, Scatter, scatter};
pub use traces::{TraceGroup, Traces, traces};
pub use waterfall::{Waterfall, waterfall};
