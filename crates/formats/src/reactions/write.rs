//! A sketch as the text that reads back as it.

use super::lexicon::{Deed, participle, third, verb};
use lca_kinetics::sketch::{Given, Inhibition, Law, Logic, Setting, Sketch, Step, Term};
use std::fmt::Write;

/// The text of a list of reactions: sentences where a verb says what happens, equations else.
#[must_use]
pub fn reactions_text(sketch: &Sketch) -> String {
    let mut out = String::new();
    head(&mut out, sketch);
    for step in &sketch.steps {
        let _ = writeln!(out, "{}", sentence(step));
    }
    for (name, value, _) in &sketch.rules {
        let _ = writeln!(out, "@rule {name} = {value}");
    }
    for one in &sketch.observables {
        let _ = write!(
            out,
            "@observable {} = {} | transformation = {}",
            one.id,
            one.formula,
            one.transformation.name()
        );
        if let Some(noise) = &one.noise {
            let _ = write!(out, ", noise = {noise}");
        }
        out.push_str(if one.relative { ", relative\n" } else { "\n" });
    }
    for one in &sketch.conditions {
        let changes: Vec<String> = one.changes.iter().map(setting).collect();
        let after = one.after.as_ref().map_or_else(String::new, |id| format!(" after {id}"));
        let _ = writeln!(out, "@condition {}: {}{after}", one.id, changes.join(", "));
    }
    for one in &sketch.expression {
        let _ = writeln!(out, "@expression {} = {}", one.target, one.formula);
    }
    if let Some(file) = &sketch.measurements {
        let _ = writeln!(out, "@measurements {file}");
    }
    out
}

fn head(out: &mut String, sketch: &Sketch) {
    if !sketch.id.is_empty() {
        let _ = writeln!(out, "@model {}", sketch.id);
    }
    for (what, unit, _) in &sketch.units {
        let _ = writeln!(out, "@units {what} = {unit}");
    }
    for one in &sketch.compartments {
        let _ = writeln!(out, "@compartment {}", setting(one));
    }
    for one in &sketch.parameters {
        let _ = writeln!(out, "@parameter {}", setting(one));
    }
    for one in &sketch.species {
        let value = one.initial.as_ref().map_or_else(|| one.id.clone(), setting);
        let place = one.compartment.as_ref().map_or_else(String::new, |place| format!(" in {place}"));
        let _ = writeln!(out, "@species {value}{place}");
    }
    if let Some(end) = sketch.end {
        let _ = writeln!(out, "@sim tspan: [0, {end}]");
    }
}

fn setting(one: &Setting) -> String {
    let mut text = if one.fixed { format!("fixed {} = ", one.name) } else { format!("{} = ", one.name) };
    match &one.value {
        Given::Number(value) => text.push_str(&format!("{value:?}")),
        Given::Same(id) => text.push_str(id),
    }
    if let Some([lower, upper]) = one.bounds {
        text.push_str(&format!(" [{lower:?}, {upper:?}]"));
    }
    one.unit.as_ref().map_or(text.clone(), |unit| format!("{text} {unit}"))
}

fn sentence(step: &Step) -> String {
    let label = if step.id.is_empty() { String::new() } else { format!("{}: ", step.id) };
    let (main, usual) = main_clause(step);
    let mut text = format!("{label}{main}");
    if !step.activators.is_empty() {
        text.push_str(&format!(", activated by {}", step.activators.join(", ")));
    }
    for one in &step.inhibitors {
        let (verb, manner) = match one.kind {
            Inhibition::Competitive => ("inhibited", " competitively"),
            Inhibition::Noncompetitive => ("inhibited", " noncompetitively"),
            Inhibition::Uncompetitive => ("inhibited", " uncompetitively"),
            Inhibition::Repression => ("repressed", ""),
        };
        text.push_str(&format!(", {verb} by {}{manner}", one.species));
    }
    let law = match &step.law {
        Law::MassAction => "mass-action",
        Law::MichaelisMenten => "michaelis-menten",
        Law::Hill => "hill",
        Law::Formula(_) => "",
    };
    if step.law != usual && !law.is_empty() {
        text.push_str(&format!(", using {law}"));
    }
    let mut values: Vec<String> = step.values.iter().map(setting).collect();
    if let Law::Formula(formula) = &step.law {
        values.insert(0, format!("rate = {formula}"));
    }
    if values.is_empty() { text } else { format!("{text} | {}", values.join(", ")) }
}

fn side(terms: &[Term]) -> String {
    let term = |one: &Term| {
        if one.number == 1.0 { one.species.clone() } else { format!("{} {}", one.number, one.species) }
    };
    terms.iter().map(term).collect::<Vec<_>>().join(" + ")
}

/// The main clause of a step and the law it has where nothing else is said.
fn main_clause(step: &Step) -> (String, Law) {
    let (reactants, products) = (side(&step.reactants), side(&step.products));
    let arrow = if step.reversible { "<-->" } else { "-->" };
    let joint = if step.logic == Logic::Sum { " or " } else { " and " };
    let actors = step.actors.join(joint);
    let none = step.actors.is_empty();
    let found = verb(&step.verb).map(|found| (found.deed, third(&step.verb), participle(&step.verb)));
    let Some((deed, Some(does), Some(done))) = found else {
        let main = if none {
            format!("{reactants} {arrow} {products}")
        } else {
            format!("{reactants} {arrow} {products}, catalyzed by {actors}")
        };
        return (main, if none { Law::MassAction } else { Law::MichaelisMenten });
    };
    let main = match deed {
        Deed::Bind => match step.reactants.split_first() {
            Some((first, rest)) => {
                format!("{} {does} {} {arrow} {products}", side(std::slice::from_ref(first)), side(rest))
            }
            None => format!("{reactants} {arrow} {products}"),
        },
        Deed::Join(_) => {
            let one = step.reactants.first().map_or("", |term| term.species.as_str());
            format!("{one} {does} {arrow} {products}")
        }
        Deed::Dissociate => format!("{reactants} {does} {arrow} {products}"),
        Deed::Change | Deed::ChangeBack | Deed::Cycle if none => {
            format!("{reactants} is {done} {arrow} {products}")
        }
        Deed::Change | Deed::ChangeBack | Deed::Cycle => {
            format!("{actors} {does} {reactants} {arrow} {products}")
        }
        Deed::Transcribe | Deed::Translate | Deed::Synthesize if none => format!("{products} is {done}"),
        Deed::Transcribe | Deed::Translate | Deed::Synthesize => format!("{actors} {does} {products}"),
        Deed::Degrade if none => format!("{reactants} is {done}"),
        Deed::Degrade => format!("{actors} {does} {reactants}"),
        Deed::Translocate => match &step.route {
            Some((from, to)) => format!("{reactants} {does} from {from} to {to} {arrow} {products}"),
            None => format!("{reactants} {does} {arrow} {products}"),
        },
    };
    let usual = match deed {
        Deed::Transcribe => Law::Hill,
        Deed::ChangeBack => Law::MichaelisMenten,
        Deed::Change if !none => Law::MichaelisMenten,
        _ => Law::MassAction,
    };
    (main, usual)
}
