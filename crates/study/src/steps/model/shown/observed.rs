use super::ObservedShown;
use super::kin::Kin;
use crate::shown::condition_of;
use crate::step::What;
use crate::{Logged, StepError};
use serde_json::Value;

/// Which traces a step turned into measurements of which observable.
pub(super) fn observed(kin: &Kin<'_>, step: &Logged) -> Result<Vec<ObservedShown>, StepError> {
    let param = |name: &str| step.record.params.get(name).and_then(Value::as_str).map(str::to_owned);
    let (Some(observable), Some(measure)) = (param("observable"), param("variable")) else {
        return Ok(Vec::new());
    };
    let inputs = step.record.inputs.get("traces").into_iter().flatten();
    let mut all = Vec::new();
    for source in inputs.filter_map(|input| kin.step(&input.step)) {
        let Some(traces) = source.record.outputs.get(&What::Traces) else { continue };
        all.push(ObservedShown {
            observable: observable.clone(),
            condition: condition_of(kin.atlas, kin.all, source)?,
            traces: traces.name().to_owned(),
            measure: measure.clone(),
        });
    }
    Ok(all)
}
