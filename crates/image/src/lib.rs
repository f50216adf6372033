//! Pixels to cells: correction, segmentation, measurements.
