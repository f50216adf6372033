//! A study from files to prediction: steps, run log, report.
