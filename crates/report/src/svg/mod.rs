//! Writing SVG: a small writer of our own, and a pen by which `plotters` draws with it.

mod document;
mod pen;
mod text;
mod writer;

pub use document::Svg;
pub(crate) use pen::{Pen, UNIT};
pub(crate) use text::{fit, text_width};
pub(crate) use writer::{Anchor, Writer, coordinate};
