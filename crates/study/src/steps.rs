//! The kinds of steps: one file each, and the list of them. Each only joins a room below to the
//! atlas; the science is in those rooms.

mod cells;
mod image;
mod import_movie;
mod import_table;
pub(crate) mod model;
mod registry;
mod track;

use crate::registry::Kind;
pub(crate) use image::segment::Segment;

/// The kind of the step that every study has without naming it.
pub(crate) const REGISTRY: &str = "registry";

/// Every kind of step. A new analysis is one more line here.
pub(crate) const KINDS: &[Kind] = &[
    Kind::of::<cells::annotate::Annotate>(),
    Kind::of::<cells::differential::DifferentialExpression>(),
    Kind::of::<cells::ambient::AmbientShare>(),
    Kind::of::<cells::calibrate::Calibrate>(),
    Kind::of::<cells::doublets::FindDoublets>(),
    Kind::of::<cells::droplets::EmptyDroplets>(),
    Kind::of::<cells::hvg::VariableGenes>(),
    Kind::of::<cells::import_counts::ImportCounts>(),
    Kind::of::<cells::join_samples::JoinSamples>(),
    Kind::of::<cells::integrate::Integrate>(),
    Kind::of::<cells::kept_biology::KeptBiologyStep>(),
    Kind::of::<cells::leiden::Leiden>(),
    Kind::of::<cells::markers::Markers>(),
    Kind::of::<cells::match_states::MatchStates>(),
    Kind::of::<cells::neighbors::Neighbors>(),
    Kind::of::<cells::normalize::Normalize>(),
    Kind::of::<cells::paga::Paga>(),
    Kind::of::<cells::pca::Pca>(),
    Kind::of::<cells::pseudotime::Pseudotime>(),
    Kind::of::<cells::quality::Quality>(),
    Kind::of::<cells::score_clusters::ScoreClusters>(),
    Kind::of::<cells::score_genes::ScoreGenes>(),
    Kind::of::<cells::table::Table>(),
    Kind::of::<cells::trends::GeneTrends>(),
    Kind::of::<cells::umap::Umap>(),
    Kind::of::<cells::velocity::RnaVelocity>(),
    Kind::of::<image::correct_image::CorrectImage>(),
    Kind::of::<image::image_quality::ImageQuality>(),
    Kind::of::<image::score_segmentation::ScoreSegmentation>(),
    Kind::of::<image::segment::Segment>(),
    Kind::of::<import_movie::ImportMovie>(),
    Kind::of::<import_table::ImportTable>(),
    Kind::of::<model::compare::Compare>(),
    Kind::of::<model::ensemble::Ensemble>(),
    Kind::of::<model::fit::Fit>(),
    Kind::of::<model::import_petab::ImportPetab>(),
    Kind::of::<model::leave_out::Hold>(),
    Kind::of::<model::next_experiment::NextExperiment>(),
    Kind::of::<model::observe::Observe>(),
    Kind::of::<model::predict::Predict>(),
    Kind::of::<model::profiles::Profiles>(),
    Kind::of::<registry::Registry>(),
    Kind::of::<track::corrections::ApplyCorrections>(),
    Kind::of::<track::kinship::KinshipStep>(),
    Kind::of::<track::lineage::Lineage>(),
    Kind::of::<track::link::Track>(),
    Kind::of::<track::outlines::ChooseOutlines>(),
    Kind::of::<track::pulses::Pulses>(),
    Kind::of::<track::score_tracks::ScoreTracks>(),
    Kind::of::<track::traces::Traces>(),
];
