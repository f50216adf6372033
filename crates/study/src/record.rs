use crate::FileHash;
use crate::corrections::Change;
use crate::step::What;
use lca_core::{Digest, ElementPath, StepId};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// One execution of one step, as the atlas keeps it. It holds nothing that differs between two runs
/// with the same result: no times, no machine.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// The step.
    pub step: StepId,
    /// Its kind.
    pub kind: String,
    /// The version of the kind's results.
    pub version: u32,
    /// Hash of all the result depends on.
    pub key: Digest,
    /// Its parameters, defaults filled in; a `seed` among them only where it adds to the study's.
    pub params: Value,
    /// The seed it used, where it drew random numbers: the study's, and what its parameters add.
    pub seed: Option<u64>,
    /// The assay it belongs to.
    pub assay: Option<String>,
    /// For each input the steps it took from and their keys.
    pub inputs: BTreeMap<String, Vec<Input>>,
    /// The foreign files it read.
    pub files: Vec<FileHash>,
    /// The elements it made.
    pub outputs: BTreeMap<What, ElementPath>,
    /// Single figures it found, such as scores.
    pub values: BTreeMap<String, Value>,
    /// What people corrected in what it made.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub corrections: Vec<Change>,
    /// Name and version of the program.
    pub software: String,
}

/// A step another one took from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Input {
    /// The step.
    pub step: StepId,
    /// The key of its result.
    pub key: Digest,
}
