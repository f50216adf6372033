//! A virtual experiment with known truth, through the whole circle.
