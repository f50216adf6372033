mod reach;
mod shortest;
mod simple;
mod steps;

pub use shortest::shortest_paths;
pub use simple::simple_paths;
pub use steps::Path;
