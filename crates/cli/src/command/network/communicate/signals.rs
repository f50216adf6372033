use super::data::Data;
use crate::args::CommunicateArgs;
use crate::failure::Failure;
use lca_graph::LigandReceptor;
use lca_network::communicate::downstream;

/// Fewer targets say nothing of a factor (decoupler's customary five).
const LEAST: usize = 5;

/// Lines on the signals that arrive, where a prior network was given.
pub(super) fn of(
    args: &CommunicateArgs,
    data: &Data,
    resource: &LigandReceptor,
) -> Result<Vec<String>, Failure> {
    let Some(path) = &args.prior else { return Ok(Vec::new()) };
    let prior = lca_formats::read_network(path)?;
    let mut found = downstream(&data.cells(), resource, &prior, LEAST)?;
    found.sort_by(|a, b| b.score.total_cmp(&a.score));
    let mut lines =
        vec!["\nSignals that arrive (receptor -> factor, targets raised as it would do)\n".to_owned()];
    lines.extend(found.iter().take(super::LISTED).map(|one| {
        format!(
            "{:>10.2}  {:>10.2e}  {}: {} -> {} ({} targets)\n",
            one.score,
            one.false_discovery,
            one.target,
            resource.partners[one.receptor].label(),
            one.factor,
            one.targets,
        )
    }));
    Ok(lines)
}
