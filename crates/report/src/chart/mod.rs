//! What the figures with axes share: axes and their ticks, a panel to draw in, legends.

mod axis;
mod legend;
mod panel;
mod range;
mod sketch;
mod ticks;

pub(crate) use axis::Axis;
pub(crate) use legend::{Key, Mark, legend};
pub(crate) use panel::{Panel, place};
pub(crate) use range::{extent, finite};
pub(crate) use sketch::{Area, Drawn, grid, sketch};
