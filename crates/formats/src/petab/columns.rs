use super::fault::Fault;
use super::table::Table;
use lca_core::nearest;
use lca_kinetics::petab::Version;

/// The columns that one of the tables of a problem may have.
#[derive(Debug, Clone, Copy)]
pub(super) enum Columns {
    Parameters,
    Observables,
    Measurements,
    Experiments,
}

impl Columns {
    /// In the order in which they are written.
    pub(super) const fn of(self, version: Version) -> &'static [&'static str] {
        match (version, self) {
            (Version::V1, Self::Parameters) => &[
                "parameterId",
                "parameterName",
                "parameterScale",
                "lowerBound",
                "upperBound",
                "nominalValue",
                "estimate",
                "initializationPriorType",
                "initializationPriorParameters",
                "objectivePriorType",
                "objectivePriorParameters",
            ],
            (Version::V1, Self::Observables) => &[
                "observableId",
                "observableName",
                "observableFormula",
                "observableTransformation",
                "noiseFormula",
                "noiseDistribution",
            ],
            (Version::V1, Self::Measurements) => &[
                "observableId",
                "preequilibrationConditionId",
                "simulationConditionId",
                "measurement",
                "time",
                "observableParameters",
                "noiseParameters",
                "datasetId",
                "replicateId",
            ],
            (Version::V2, Self::Parameters) => &[
                "parameterId",
                "parameterName",
                "lowerBound",
                "upperBound",
                "nominalValue",
                "estimate",
                "priorDistribution",
                "priorParameters",
            ],
            (Version::V2, Self::Observables) => &[
                "observableId",
                "observableName",
                "observableFormula",
                "observablePlaceholders",
                "noiseFormula",
                "noisePlaceholders",
                "noiseDistribution",
            ],
            (Version::V2, Self::Measurements) => &[
                "observableId",
                "experimentId",
                "modelId",
                "measurement",
                "time",
                "observableParameters",
                "noiseParameters",
                "datasetId",
                "replicateId",
            ],
            (Version::V1, Self::Experiments) => &[],
            (Version::V2, Self::Experiments) => &["experimentId", "time", "conditionId", "experimentName"],
        }
    }

    /// Columns that are nearly, but not, one that the table may have, and those that only PEtab 1.0 knows in a
    /// table of 2.0. Others are free, and have no meaning.
    pub(super) fn strays(self, table: &Table, version: Version) -> Vec<Fault> {
        let known = self.of(version);
        let missing: Vec<&str> = known
            .iter()
            .copied()
            .filter(|name| !table.header().iter().any(|column| column == name))
            .collect();
        let why = |column: &String| {
            if known.contains(&column.as_str()) {
                None
            } else if version == Version::V2 && self.of(Version::V1).contains(&column.as_str()) {
                Some("it is a column of PEtab 1.0 and means nothing in 2.0; remove it".to_owned())
            } else {
                let near = nearest(column, missing.iter().copied()).filter(|near| near.len() >= LONG)?;
                Some(format!("it is not a column of PEtab and means nothing; is `{near}` meant?"))
            }
        };
        let fault = |column: &String| Some(Fault::new(&table.head(), (column.clone(), why(column)?)));
        table.header().iter().filter_map(fault).collect()
    }
}

/// Shorter names are near to too many others.
const LONG: usize = 8;
