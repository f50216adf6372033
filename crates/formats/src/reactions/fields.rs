//! What follows a sentence: `| kf = 0.003, kr = 0.001 | E = 100, fixed S = 50`.

use super::settings::{formula, settings};
use lca_core::nearest;
use lca_kinetics::sketch::{Declared, Law, Setting, Sketch, Step};

/// Takes steps in with the values that follow them.
pub(super) fn take(
    sketch: &mut Sketch,
    line: u64,
    mut steps: Vec<Step>,
    fields: &[&str],
) -> Result<(), String> {
    if let [_, _, more, ..] = fields {
        return Err(format!(
            "`| {more}` is one field too many: parameters come first, initial amounts second"
        ));
    }
    if let Some(text) = fields.first().filter(|text| !text.is_empty()) {
        values(&mut steps, text, line)?;
    }
    if let Some(text) = fields.get(1).filter(|text| !text.is_empty()) {
        initials(sketch, &steps, text, line)?;
    }
    sketch.steps.append(&mut steps);
    Ok(())
}

fn values(steps: &mut [Step], text: &str, line: u64) -> Result<(), String> {
    // A law of the user's own is told by `rate = …`; all else are values of parameters.
    let (laws, rest): (Vec<&str>, Vec<&str>) =
        super::scan::items(text).into_iter().partition(|item| law_of(item).is_some());
    if let Some(law) = laws.first().and_then(|item| law_of(item)) {
        let law = formula(law)?;
        steps.iter_mut().for_each(|step| step.law = Law::Formula(law.clone()));
    }
    for setting in settings(&rest.join(", "), line)? {
        let mut used = false;
        for step in steps.iter_mut() {
            used |= give(step, &setting)?;
        }
        if !used {
            return Err(unknown(steps, &setting.name));
        }
    }
    Ok(())
}

fn law_of(item: &str) -> Option<&str> {
    let (name, law) = item.split_once('=')?;
    (name.trim() == "rate").then_some(law)
}

/// Gives a step a value where it has a parameter of that name.
fn give(step: &mut Step, setting: &Setting) -> Result<bool, String> {
    if matches!(step.law, Law::Formula(_)) {
        step.values.push(setting.clone());
        return Ok(true);
    }
    // What runs backwards at a stated rate is reversible, whether or not the arrow says so.
    let backwards = setting.name == "kr" && step.law == Law::MassAction && !step.products.is_empty();
    if backwards && setting.value != lca_kinetics::sketch::Given::Number(0.0) {
        step.reversible = true;
    }
    let Some(role) = step.role(&setting.name) else { return Ok(backwards) };
    if step.values.iter().any(|known| known.name == role.name) {
        return Err(format!("`{}` is given twice", setting.name));
    }
    step.values.push(Setting { name: role.name, ..setting.clone() });
    Ok(true)
}

fn unknown(steps: &[Step], name: &str) -> String {
    let known: Vec<String> = steps.iter().flat_map(Step::roles).map(|role| role.name).collect();
    let names: Vec<&str> = known.iter().map(String::as_str).collect();
    let near =
        nearest(name, names.iter().copied()).map_or_else(String::new, |near| format!("; is `{near}` meant?"));
    let amount = if steps.iter().any(|step| step.species().contains(&name)) {
        "; how much there is of it at the start stands behind a second `|`"
    } else {
        ""
    };
    format!("`{name}` is no parameter of this rate law, which has {}{near}{amount}", known.join(", "))
}

fn initials(sketch: &mut Sketch, steps: &[Step], text: &str, line: u64) -> Result<(), String> {
    for initial in settings(text, line)? {
        let there: Vec<&str> = steps.iter().flat_map(Step::species).collect();
        if !there.contains(&initial.name.as_str()) {
            let near = nearest(&initial.name, there.iter().copied());
            let near = near.map_or_else(String::new, |near| format!("; is `{near}` meant?"));
            return Err(format!("`{}` is not in this sentence{near}", initial.name));
        }
        let id = initial.name.clone();
        sketch.species.push(Declared { id, compartment: None, initial: Some(initial), line });
    }
    Ok(())
}
