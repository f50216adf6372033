use super::Result;
use crate::args::DemoArgs;
use crate::failure::Failure;

/// Runs the virtual experiment.
pub(crate) fn demo(_args: &DemoArgs) -> Result {
    Err(Failure::Use(String::new()))
}
