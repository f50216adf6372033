mod labels;
mod read;
mod track_list;
mod write;

pub use labels::CtcLabels;
pub use read::{CtcTruth, read_ctc_segmentation, read_ctc_truth, read_ctc_truth_with};
pub use write::{write_ctc_result, write_ctc_tracks};
