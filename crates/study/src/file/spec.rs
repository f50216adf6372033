use super::pixel_size::PixelSize;
use lca_core::{
    AssayId, ConditionId, Modality, Perturbation, PerturbationKind, SpecimenId, StepId, SubjectId, Unit,
};
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;

/// A `study.toml` as written, apart from its steps.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(
    title = "study.toml",
    description = "A study of Live Cell Atlas: what was measured, and what to do with it."
)]
pub(crate) struct StudySpec {
    /// Short name; the atlas is `NAME.zarr`.
    #[schemars(with = "String", regex(pattern = r"^[A-Za-z0-9][A-Za-z0-9_.-]*$"))]
    pub(crate) name: Spanned<StepId>,
    /// Title of the report.
    #[serde(default)]
    pub(crate) title: Option<String>,
    /// What the study asks, for its readers.
    #[serde(default)]
    pub(crate) description: Option<String>,
    /// Seed of every random choice.
    #[serde(default)]
    pub(crate) seed: u64,
    /// Where the data lie.
    #[serde(default)]
    pub(crate) data: DataSpec,
    /// Persons, animals, cell lines.
    #[serde(default)]
    pub(crate) subject: Vec<SubjectSpec>,
    /// What was taken from them.
    #[serde(default)]
    pub(crate) specimen: Vec<SpecimenSpec>,
    /// What was done to the cells.
    #[serde(default)]
    pub(crate) condition: Vec<ConditionSpec>,
    /// What was measured.
    #[serde(default)]
    pub(crate) assay: Vec<AssaySpec>,
}

/// Where the data lie.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DataSpec {
    /// Folder that files are relative to; itself relative to `study.toml`, whose folder is the default.
    #[serde(default)]
    pub(crate) root: Option<String>,
    /// Environment variable that replaces `root` where it is set.
    #[serde(default)]
    pub(crate) env: Option<String>,
}

/// A person, animal or cell line.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SubjectSpec {
    /// Its name in this study.
    #[schemars(with = "String")]
    pub(crate) id: Spanned<SubjectId>,
    /// Species, by its scientific name.
    #[serde(default)]
    pub(crate) organism: Option<String>,
    /// Anything a person should know.
    #[serde(default)]
    pub(crate) description: Option<String>,
}

/// A tissue, culture, organoid or cell lot.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SpecimenSpec {
    /// Its name in this study.
    #[schemars(with = "String")]
    pub(crate) id: Spanned<SpecimenId>,
    /// The subject it comes from.
    #[schemars(with = "String")]
    pub(crate) subject: Spanned<SubjectId>,
    /// The specimen it was taken from, if any.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub(crate) parent: Option<Spanned<SpecimenId>>,
    /// Anything a person should know.
    #[serde(default)]
    pub(crate) description: Option<String>,
}

/// What was done to the cells; without perturbations it is the control.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ConditionSpec {
    /// Its name in this study.
    #[schemars(with = "String")]
    pub(crate) id: Spanned<ConditionId>,
    /// What was done.
    #[serde(default)]
    pub(crate) perturbations: Vec<PerturbationSpec>,
}

/// One intervention on one target.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PerturbationSpec {
    /// The molecule or process acted on, by the name it has in the model.
    target: String,
    /// What kind: a substance (`dose`, `pulse`, `inhibitor`), less or more of the target (`knock-down`,
    /// `knock-out`, `over-expression`), or a level over time (`step`, `ramp`, `table`).
    #[schemars(with = "String", extend("enum" = ["dose", "knock-down", "knock-out", "over-expression", "inhibitor", "pulse", "step", "ramp", "table"]))]
    kind: PerturbationKind,
    /// How much, in `unit`.
    amount: f64,
    /// Unit of the amount, such as `nM` or `fraction`.
    #[schemars(with = "String")]
    unit: Unit,
    /// When it begins, in seconds from the start of the assay.
    #[serde(default)]
    start_s: f64,
    /// When it ends; left out, it lasts to the end.
    #[serde(default)]
    end_s: Option<f64>,
    /// Of an inhibitor: the concentration that leaves half of the activity, in `unit`.
    #[serde(default)]
    ic50: Option<f64>,
    /// Of an inhibitor: Hill's coefficient; left out: 1.
    #[serde(default)]
    hill: Option<f64>,
    /// Of a table: seconds from its start and the level then, as a share of the amount.
    #[serde(default)]
    course: Vec<(f64, f64)>,
}

impl From<PerturbationSpec> for Perturbation {
    fn from(spec: PerturbationSpec) -> Self {
        let PerturbationSpec { target, kind, amount, unit, start_s, end_s, ic50, hill, course } = spec;
        Self { target, kind, amount, unit, start_s, end_s, ic50, hill, course }
    }
}

/// One act of measuring, and the files it left.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AssaySpec {
    /// Its name in this study.
    #[schemars(with = "String")]
    pub(crate) id: Spanned<AssayId>,
    /// What was measured on.
    #[schemars(with = "String")]
    pub(crate) specimen: Spanned<SpecimenId>,
    /// `live-imaging`, `imaging`, `sc-rna-seq` or `bulk-time-course`.
    #[schemars(with = "String", extend("enum" = ["live-imaging", "imaging", "sc-rna-seq", "bulk-time-course"]))]
    pub(crate) modality: Modality,
    /// The condition applied; left out: untreated.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub(crate) condition: Option<Spanned<ConditionId>>,
    /// When it began, in seconds from the start of the study.
    #[serde(default)]
    pub(crate) time_s: Option<f64>,
    /// Size of a pixel along z, y, x in µm, in place of what the files say.
    #[serde(default)]
    #[schemars(with = "Option<[f64; 3]>")]
    pub(crate) pixel_size_um: Option<Spanned<PixelSize>>,
    /// Time between frames in s, in place of what the files say.
    #[serde(default)]
    #[schemars(with = "Option<f64>", extend("exclusiveMinimum" = 0))]
    pub(crate) frame_interval_s: Option<Spanned<f64>>,
    /// Names of the channels, in place of what the files say.
    #[serde(default)]
    pub(crate) channels: Vec<String>,
    /// Files and folders by role, relative to the data's root.
    #[schemars(with = "BTreeMap<String, String>")]
    pub(crate) files: BTreeMap<String, Spanned<String>>,
}

/// One step, apart from `from` and `params`, which depend on its kind.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct StepSpec {
    /// Its name in this study, and of what it makes.
    #[schemars(with = "String")]
    pub(crate) id: Spanned<StepId>,
    /// What it does.
    #[schemars(with = "String")]
    pub(crate) kind: Spanned<String>,
    /// The assay whose file it reads.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub(crate) assay: Option<Spanned<AssayId>>,
    /// Which of the assay's files, by role; may be left out where there is one.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub(crate) file: Option<Spanned<String>>,
}
