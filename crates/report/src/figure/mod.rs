//! The figures. Each file holds one: the data it shows and the function that draws it.

mod bars;
mod circle;
mod curves;
mod dotplot;
mod fit;
mod frame;
mod heatmap;
mod histogram;
mod intervals;
mod layers;
mod lineage;
mod matrix;
mod picture;
mod prediction;
mod profiles;
mod scatter;
mod series;
mod traces;
mod waterfall;

pub use bars::{Bar, Bars, bars};
pub use circle::{Circle, STATIONS, Station, StationState, circle};
pub use curves::{Curve, Curves, curves};
pub use dotplot::{DotPlot, dotplot};
pub use fit::{Fit, FitPanel, FitSeries, fit};
pub use frame::Figure;
pub use heatmap::{Heatmap, heatmap};
pub use histogram::{Histogram, histogram};
pub use intervals::{IntervalRow, Intervals, intervals};
pub use layers::{LayerEdge, LayerNode, LayerPlane, Layers, layers};
pub use lineage::{Lineage, lineage};
pub use picture::{Picture, picture};
pub use prediction::{Interval, Prediction, PredictionPanel, prediction};
pub use profiles::{Profile, Profiles, profiles};
pub use scatter::{Colour, Scatter, scatter};
pub use traces::{TraceGroup, Traces, traces};
pub use waterfall::{Waterfall, waterfall};
