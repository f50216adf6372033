use crate::step::{Port, Step, What};
use crate::{Context, Section, StepError, View};
use lca_report::number;
use lca_track::{Alike, kinship, lives};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Generation times, and how alike they are between kin.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct KinshipStep {}

impl Step for KinshipStep {
    const KIND: &'static str = "kinship";
    const VERSION: u32 = 1;
    const ABOUT: &'static str = "Tells generation times, and how alike they are between kin.";
    const PORTS: &'static [Port] = &[Port::one("tracks", What::Tracks)];
    const GIVES: &'static [What] = &[What::Scores];

    fn memory(&self) -> String {
        "the tracks, twice".into()
    }

    fn run(&self, context: &Context<'_>) -> Result<(), StepError> {
        let tracks = context.one("tracks")?.tracks()?;
        let times: BTreeMap<u32, f64> = lives(&tracks)
            .into_iter()
            .filter(|life| life.whole)
            .map(|life| (life.track, f64::from(life.frames)))
            .collect();
        let mut sorted: Vec<f64> = times.values().copied().collect();
        sorted.sort_unstable_by(f64::total_cmp);
        let median = sorted.get(sorted.len() / 2).copied().unwrap_or(f64::NAN);
        let kin = kinship(&tracks, &times);
        let pairs = |alike: Alike| alike.pairs as f64;
        context.scores(&[
            ("whole_lives", sorted.len() as f64),
            ("generation_frames", median),
            ("mother_daughter", kin.mother_daughter.correlation),
            ("mother_daughter_pairs", pairs(kin.mother_daughter)),
            ("sisters", kin.sisters.correlation),
            ("sister_pairs", pairs(kin.sisters)),
            ("cousins", kin.cousins.correlation),
            ("cousin_pairs", pairs(kin.cousins)),
        ])
    }

    fn report(&self, view: &View<'_>) -> Result<Option<Section>, StepError> {
        let value = |name| number(view.number(name).unwrap_or(f64::NAN));
        let text = format!(
            "{} cells were seen from one division to the next; half of them within {} frames. Correlation of \
             generation times between mothers and daughters {}, sisters {}, cousins {}.",
            value("whole_lives"),
            value("generation_frames"),
            value("mother_daughter"),
            value("sisters"),
            value("cousins"),
        );
        Ok(Some(Section::new("Lineage").text(text)))
    }
}
