use crate::DemoError;
use crate::bulk::Readout;
use crate::truth::{ARMS, Arm, KINETICS, KNOWN};
use lca_kinetics::petab::{Condition, Observable, Override, Parameter, Problem, Scale};
use lca_kinetics::{Compartment, Expr, Network, Parameter as Constant, Reaction, Rule, Species, parse_math};

/// The observable that the movies measure: the reporter's ratio of cytoplasm to nucleus.
pub(crate) const IMAGED: &str = "reporter_ratio";

/// Reactions: name, what is made, its rate of change.
const RATES: [(&str, &str, &str); 7] = [
    (
        "receptor_activity",
        "receptor",
        "k_bind * egf_now * (receptor_total - receptor) - k_release * receptor",
    ),
    ("raf_activity", "raf", "k_raf * receptor * (raf_total - raf) / (1 + sprouty) - d_raf * raf"),
    ("mek_activity", "mek", "k_mek * raf * (mek_total - mek) / (1 + mek_inhibitor / ic50) - d_mek * mek"),
    ("erk_activity", "erk", "k_erk * mek * (erk_total - erk) - v_erk * erk / (km_erk + erk)"),
    ("transcription", "transcript", "d_transcript * (erk - transcript)"),
    ("translation", "sprouty", "k_sprouty * sprouty_left * transcript - d_sprouty * sprouty"),
    ("shuttling", "reporter", "k_in * (1 - reporter) / (1 + erk / k_reporter) - k_out * reporter"),
];

/// What conditions set, with the value of an untreated culture.
const SETTINGS: [(&str, &str, f64); 4] = [
    ("egf", "EGF (nM)", 0.0),
    ("wash_out", "when EGF is washed out (s)", 1e9),
    ("mek_inhibitor", "MEK inhibitor (uM)", 0.0),
    ("sprouty_left", "what a knock-down leaves of Sprouty's translation", 1.0),
];

/// Nuisance parameters: scales of the assays, the reporter's optics, and the size of errors.
const ASSAYS: [(&str, &str, [f64; 2]); 7] = [
    ("scale_sprouty", "light of the Sprouty ELISA per inhibitory unit", [1e-1, 1e4]),
    ("scale_reporter", "brightness of the ring relative to the nucleus", [1e-2, 1e1]),
    ("spill_reporter", "light of the cytoplasm seen in the nucleus", [1e-3, 1e0]),
    ("sd_relative", "error of a dish relative to its value", [1e-2, 1e0]),
    ("sd_share", "error of a phosphorylated share at zero", [1e-4, 1e-1]),
    ("sd_sprouty", "error of the Sprouty ELISA at zero", [1e-2, 1e2]),
    ("sd_reporter", "error of the mean ratio beyond that of its cells", [1e-3, 1e-1]),
];

/// What is left of, or taken too much from, the ratio's background: no optics is free of it, and a fit that
/// denies it finds the reporter's sensitivity wrong, and surely so.
const OFFSET: (&str, &str, [f64; 2]) = ("offset_reporter", "background left in the ratio", [-0.5, 0.5]);

/// The model as a modeller has it before the experiment: its structure, what is known of amounts,
/// bounds for the rest, the conditions, and how each assay sees it. No measurements, no truth.
///
/// # Errors
/// Never: the formulas are constants of this file, and a test reads them.
pub(crate) fn problem() -> Result<Problem, DemoError> {
    let log10 = |id: &str, name: &str, [low, high]: [f64; 2]| Parameter {
        name: Some(name.to_owned()),
        ..Parameter::log10(id, low, high)
    };
    let kinetics = KINETICS.iter().map(|one| log10(one.id, one.name, one.bounds));
    let assays = ASSAYS.iter().map(|(id, name, bounds)| log10(id, name, *bounds));
    let (id, name, [low, high]) = OFFSET;
    let offset = Parameter { scale: Scale::Lin, ..log10(id, name, [low, high]) };
    Ok(Problem {
        parameters: kinetics.chain(assays).chain([offset]).collect(),
        conditions: ARMS.iter().map(condition).collect(),
        observables: observables()?,
        ..Problem::new(network()?)
    })
}

fn math(text: &str) -> Result<Expr, DemoError> {
    parse_math(text).map_err(|source| DemoError::Math { text: text.to_owned(), source })
}

fn network() -> Result<Network, DemoError> {
    let mut network = Network::new("erk");
    network.name = Some("EGF to ERK with delayed feedback by Sprouty".to_owned());
    network.time_unit = Some("s".to_owned());
    network.compartments.push(Compartment::new("cell", 1.0));
    let constant = |id: &str, name: &str, value| Constant {
        name: Some(name.to_owned()),
        value,
        ..Constant::new(id, 0.0)
    };
    network.parameters.extend(SETTINGS.iter().map(|(id, name, value)| constant(id, name, Some(*value))));
    network.parameters.extend(KNOWN.iter().map(|one| constant(one.id, one.name, Some(one.value))));
    network.parameters.extend(KINETICS.iter().map(|one| constant(one.id, one.name, None)));
    network
        .parameters
        .push(Constant { constant: false, ..constant("egf_now", "EGF at this time (nM)", None) });
    let value = math("piecewise(egf, time < wash_out, 0)")?;
    network.rules.push(Rule::Assignment { variable: "egf_now".to_owned(), value });
    for (id, species, rate) in RATES {
        network.species.push(Species::new(species, "cell", 0.0));
        network.reactions.push(Reaction::new(id, &[], &[(species, 1.0)], math(rate)?));
    }
    network.initial_assignments.push(("reporter".to_owned(), math("k_in / (k_in + k_out)")?));
    Ok(network)
}

fn condition(arm: &Arm) -> Condition {
    let set = &arm.stimulus;
    let values = [set.egf, set.wash_out_s, set.mek_inhibitor, set.sprouty_left];
    let changes =
        SETTINGS.iter().zip(values).map(|((id, ..), value)| ((*id).to_owned(), Override::Number(value)));
    Condition { id: arm.petab.to_owned(), name: Some(arm.id.to_owned()), changes: changes.collect() }
}

fn observables() -> Result<Vec<Observable>, DemoError> {
    let noise = |value: &str, floor: &str| math(&format!("sqrt(({floor})^2 + (sd_relative * {value})^2)"));
    let formulas = [
        (Readout::Mek.id(), "mek / mek_total", "sd_share"),
        (Readout::Erk.id(), "erk / erk_total", "sd_share"),
        (Readout::Sprouty.id(), "scale_sprouty * sprouty", "sd_sprouty"),
    ];
    let mut out = Vec::new();
    for (id, value, floor) in formulas {
        out.push(Observable::new(id, math(value)?, noise(&format!("({value})"), floor)?));
    }
    let ratio = "scale_reporter * (1 - reporter + spill_reporter * 2 * reporter) / (2 * reporter + spill_reporter * (1 - reporter)) + offset_reporter";
    let error = math(&format!("sqrt(noiseParameter1_{IMAGED}^2 + sd_reporter^2)"))?;
    out.push(Observable::new(IMAGED, math(ratio)?, error));
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_skeleton_knows_no_truth() {
        let problem = problem().unwrap();
        assert!(problem.parameters.iter().all(|parameter| parameter.nominal.is_nan() && parameter.estimate));
        assert!(problem.measurements.is_empty());
        for one in KINETICS {
            let parameter = problem.parameter(one.id).unwrap();
            assert!(parameter.lower < one.truth / 3.0 && one.truth * 3.0 < parameter.upper, "{}", one.id);
            let constant = problem.network.parameters.iter().find(|constant| constant.id == one.id).unwrap();
            assert_eq!(constant.value, None);
        }
    }
}
