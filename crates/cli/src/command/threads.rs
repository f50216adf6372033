use crate::args::Common;
use crate::failure::Failure;

/// Has as many threads for parallel work as are wanted.
pub(super) fn take(common: &Common) -> Result<(), Failure> {
    let Some(threads) = common.threads else { return Ok(()) };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(usize::from(threads));
    pool.build_global().map_err(|cause| Failure::Use(format!("--threads: {cause}")))
}
