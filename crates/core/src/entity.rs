use crate::{AssayId, ConditionId, SpecimenId, SubjectId};
use serde::{Deserialize, Serialize};

/// A person, animal or cell line that specimens come from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subject {
    /// Its identifier, unique in the study.
    pub id: SubjectId,
    /// Species, by its scientific name.
    #[serde(default)]
    pub organism: Option<String>,
    /// Anything a person should know.
    #[serde(default)]
    pub description: Option<String>,
}

/// A tissue, culture, organoid or cell lot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Specimen {
    /// Its identifier, unique in the study.
    pub id: SpecimenId,
    /// The subject it comes from.
    pub subject: SubjectId,
    /// The specimen it was taken from, when it was not taken from the subject itself.
    #[serde(default)]
    pub parent: Option<SpecimenId>,
    /// Anything a person should know.
    #[serde(default)]
    pub description: Option<String>,
}

/// One act of measuring a specimen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Assay {
    /// Its identifier, unique in the study.
    pub id: AssayId,
    /// What was measured on.
    pub specimen: SpecimenId,
    /// How it was measured.
    pub modality: Modality,
    /// The condition applied; none: untreated.
    #[serde(default)]
    pub condition: Option<ConditionId>,
    /// When it began, in seconds from the start of the study.
    #[serde(default)]
    pub time_s: Option<f64>,
}

/// How an assay measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Modality {
    /// Time-lapse microscopy: a movie.
    LiveImaging,
    /// A still image.
    Imaging,
    /// Single-cell RNA sequencing: counts.
    ScRnaSeq,
    /// Time courses of pooled cells, such as immunoblots or mass spectrometry.
    BulkTimeCourse,
}
