use lca_kinetics::Units;

/// Names of units of time and their lengths in seconds.
pub(in super::super) const TIMES: [(&str, f64); 4] =
    [("s", 1.0), ("min", 60.0), ("h", 3600.0), ("d", 86_400.0)];

/// The unit of time of a model, where it states one of the usual ones.
pub(in super::super) fn time_unit(units: &Units) -> Option<String> {
    let id = units.time.as_deref()?;
    if id == "second" {
        return Some("s".to_owned());
    }
    let definition = units.definitions.iter().find(|definition| definition.id == id)?;
    let [factor] = definition.factors.as_slice() else { return None };
    if factor.kind != "second" || factor.exponent != 1.0 {
        return None;
    }
    let seconds = factor.multiplier * 10f64.powf(f64::from(factor.scale));
    let named = TIMES.iter().find(|(_, length)| *length == seconds);
    named.map(|(name, _)| (*name).to_owned())
}
