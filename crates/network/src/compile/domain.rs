//! The usual value and range of a parameter where a list of reactions gives none.

use lca_kinetics::petab::{Parameter, Scale};
use lca_kinetics::sketch::{RoleKind, Setting};

/// How far below and above its value a parameter is looked for.
const WIDTH: f64 = 1e3;

/// The least and the greatest Hill coefficient that binding of a few molecules explains.
const HILL: [f64; 2] = [1.0, 4.0];

/// The value of a parameter of which nothing is said.
pub(super) const fn usual(kind: RoleKind) -> f64 {
    match kind {
        RoleKind::Rate(_) => 0.1,
        RoleKind::MaximalRate | RoleKind::Turnover | RoleKind::Half => 1.0,
        RoleKind::Exponent => 2.0,
    }
}

/// The parameter as it is estimated, or none where it is not: because it is said to be fixed, or because a
/// value of zero or below leaves open in which range it lies.
pub(super) fn estimated(
    id: &str,
    value: f64,
    setting: Option<&Setting>,
    kind: Option<RoleKind>,
) -> Option<Parameter> {
    if setting.is_some_and(|setting| setting.fixed) {
        return None;
    }
    let given = setting.and_then(|setting| setting.bounds);
    let [lower, upper] = match (given, kind) {
        (Some(bounds), _) => bounds,
        (None, Some(RoleKind::Exponent)) => [HILL[0].min(value), HILL[1].max(value)],
        (None, _) if value > 0.0 => [value / WIDTH, value * WIDTH],
        (None, _) => return None,
    };
    // A range that begins at zero, or is narrow as a Hill coefficient's, is searched as it is.
    let linear = lower <= 0.0 || kind == Some(RoleKind::Exponent);
    let scale = if linear { Scale::Lin } else { Scale::Log10 };
    Some(Parameter { scale, nominal: value, ..Parameter::log10(id, lower, upper) })
}
