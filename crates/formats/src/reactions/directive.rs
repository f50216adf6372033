//! Lines that begin with `@`: what is said of the model beside its reactions.

use super::scan::{arrow, fields, items, words};
use super::sentence::equation;
use super::settings::{fixed, formula, identifier, plain, setting, settings};
use lca_core::nearest;
use lca_kinetics::petab::Scale;
use lca_kinetics::sketch::{Declared, Law, Observed, Perturbed, Scaled, Sketch};

/// Every word after `@`, the usual one first.
const KNOWN: [&str; 14] = [
    "model",
    "units",
    "compartment",
    "species",
    "parameter",
    "reaction",
    "rxn",
    "rule",
    "observable",
    "obs",
    "condition",
    "expression",
    "measurements",
    "sim",
];

/// Takes in a line, of which `text` is what follows the `@`.
pub(super) fn take(sketch: &mut Sketch, line: u64, text: &str) -> Result<(), String> {
    let end = text.find(char::is_whitespace).unwrap_or(text.len());
    let (word, rest) = text.split_at(end);
    let rest = rest.trim();
    match word {
        "model" => sketch.id = identifier(rest)?,
        "units" => units(sketch, line, rest)?,
        "compartment" => sketch.compartments.extend(settings(rest, line)?),
        "species" => species(sketch, line, rest)?,
        "parameter" => sketch.parameters.extend(settings(rest, line)?),
        "add" => added(sketch, line, rest)?,
        "reaction" | "rxn" => reaction(sketch, line, rest)?,
        "rule" => {
            let (name, value) = named(rest, '=')?;
            sketch.rules.push((name, formula(value)?, line));
        }
        "observable" | "obs" => sketch.observables.push(observable(line, rest)?),
        "condition" => sketch.conditions.push(condition(line, rest)?),
        "expression" => {
            let (target, text) = named(rest, '=')?;
            sketch.expression.push(Scaled { target, formula: formula(text)?, line });
        }
        "measurements" if rest.is_empty() => return Err("`@measurements` names no file".to_owned()),
        "measurements" => sketch.measurements = Some(rest.to_owned()),
        "sim" => sim(sketch, line, rest)?,
        _ => return Err(unknown(word)),
    }
    Ok(())
}

fn unknown(word: &str) -> String {
    let near = nearest(word, KNOWN);
    let near = near.map_or_else(String::new, |near| format!("; is `@{near}` meant?"));
    format!("`@{word}` is not known: use @{}{near}", KNOWN.join(", @"))
}

/// `NAME SIGN text`; the sign may also be a colon.
fn named(text: &str, sign: char) -> Result<(String, &str), String> {
    let at = text.find([sign, ':']).ok_or_else(|| format!("`{text}`: write `NAME {sign} FORMULA`"))?;
    let (name, rest) = text.split_at(at);
    Ok((identifier(plain(name).trim())?, rest.get(1..).unwrap_or_default().trim()))
}

fn units(sketch: &mut Sketch, line: u64, text: &str) -> Result<(), String> {
    for item in items(text) {
        let (what, unit) = item.split_once('=').unwrap_or((item, ""));
        let (what, unit) = (what.trim(), unit.trim());
        if !["time", "substance", "volume"].contains(&what) || unit.is_empty() {
            return Err(format!("`{item}`: write `@units time = min, substance = nmol, volume = L`"));
        }
        sketch.units.push((what.to_owned(), unit.to_owned(), line));
    }
    Ok(())
}

/// `[fixed] NAME [= VALUE] [in COMPARTMENT]`, several with commas.
fn species(sketch: &mut Sketch, line: u64, text: &str) -> Result<(), String> {
    for item in items(text) {
        let (item, compartment) = match item.rsplit_once(" in ") {
            Some((item, place)) => (item.trim(), Some(identifier(place.trim())?)),
            None => (item, None),
        };
        let (id, initial) = if item.contains('=') {
            let initial = setting(item, line)?;
            (initial.name.clone(), Some(initial))
        } else {
            let (constant, name) = fixed(item);
            if constant {
                return Err(format!(
                    "`{name}` is to stay as it is, but has no value: write `fixed {name} = 1`"
                ));
            }
            (identifier(name)?, None)
        };
        sketch.species.push(Declared { id, compartment, initial, line });
    }
    Ok(())
}

/// `@add species A, B`, `@add param k = 1`, as Text2Model writes it.
fn added(sketch: &mut Sketch, line: u64, text: &str) -> Result<(), String> {
    match text.split_once(char::is_whitespace) {
        Some(("species", rest)) => species(sketch, line, rest),
        Some(("param" | "parameter" | "parameters", rest)) => {
            sketch.parameters.extend(settings(rest, line)?);
            Ok(())
        }
        _ => Err(format!("`@add {text}`: write `@species A = 1` or `@parameter k = 1`")),
    }
}

/// `[LABEL:] A + B --> C : FORMULA`.
fn reaction(sketch: &mut Sketch, line: u64, text: &str) -> Result<(), String> {
    let fields = fields(text);
    let text = fields.first().copied().unwrap_or_default();
    let mut colons: Vec<usize> = text.match_indices(':').map(|(at, _)| at).collect();
    let before_arrow =
        |at: usize| !words(text.get(..at).unwrap_or_default()).iter().any(|word| arrow(word).is_some());
    let label = match colons.first() {
        Some(&at) if before_arrow(at) => Some(colons.remove(0)),
        _ => None,
    };
    let id = label.map_or(Ok(String::new()), |at| identifier(text.get(..at).unwrap_or_default().trim()))?;
    let from = label.map_or(0, |at| at + 1);
    let to = colons.first().copied().unwrap_or(text.len());
    let mut step = equation(&words(text.get(from..to).unwrap_or_default()))?;
    (step.id, step.line) = (id, line);
    if let Some(&at) = colons.first() {
        step.law = Law::Formula(formula(text.get(at + 1..).unwrap_or_default())?);
    }
    super::fields::take(sketch, line, vec![step], fields.get(1..).unwrap_or_default())
}

/// `NAME = FORMULA | noise = 0.1, transformation = log10, relative`.
fn observable(line: u64, text: &str) -> Result<Observed, String> {
    let fields = fields(text);
    let (id, value) = named(fields.first().copied().unwrap_or_default(), '=')?;
    let mut found = Observed {
        id,
        formula: formula(value)?,
        noise: None,
        transformation: Scale::Lin,
        relative: false,
        line,
    };
    for item in items(fields.get(1).copied().unwrap_or_default()) {
        let (key, value) = item.split_once('=').map_or((item, ""), |(key, value)| (key.trim(), value.trim()));
        match key {
            "noise" => found.noise = Some(formula(value)?),
            "relative" if value.is_empty() => found.relative = true,
            "transformation" => {
                found.transformation = Scale::from_name(value)
                    .ok_or_else(|| format!("`{value}` is no transformation: use lin, log or log10"))?;
            }
            _ => {
                return Err(format!(
                    "`{item}`: an observable has `noise = …`, `transformation = log10`, `relative`"
                ));
            }
        }
    }
    Ok(found)
}

/// `NAME: EGF = 10, k = 0 after CONTROL`.
fn condition(line: u64, text: &str) -> Result<Perturbed, String> {
    let (text, after) = match text.rsplit_once(" after ") {
        Some((text, before)) => (text.trim(), Some(identifier(before.trim())?)),
        None => (text, None),
    };
    let at = text.find([':', '=']).filter(|&at| text.as_bytes().get(at) == Some(&b':'));
    let (id, changes) = at.map_or((text, ""), |at| (&text[..at], &text[at + 1..]));
    let id = identifier(id.trim())?;
    Ok(Perturbed { id, changes: settings(changes, line)?, after, line })
}

/// `tspan: [0, 100]`, `unperturbed: X = 0`, `condition NAME: X = 10`, as Text2Model writes them.
fn sim(sketch: &mut Sketch, line: u64, text: &str) -> Result<(), String> {
    if let Some(rest) = text.strip_prefix("condition ") {
        let text = rest.replace(';', ",");
        let mut found = condition(line, text.trim())?;
        found.after = sketch.conditions.iter().find(|one| one.id == "unperturbed").map(|one| one.id.clone());
        sketch.conditions.push(found);
        return Ok(());
    }
    match text.split_once(':').map(|(key, rest)| (key.trim(), rest.trim())) {
        Some(("tspan", span)) => {
            let numbers =
                span.trim_matches(['[', ']', '(', ')']).split(',').map(|one| one.trim().parse::<f64>());
            let numbers: Vec<f64> = numbers.filter_map(Result::ok).collect();
            let (Some(&start), Some(&end)) = (numbers.first(), numbers.last()) else {
                return Err(format!("`{span}` is no span of time: write `[0, 100]`"));
            };
            if start != 0.0 || !(end > 0.0 && end.is_finite()) {
                return Err(format!("`{span}`: time begins at 0 and ends later"));
            }
            sketch.end = Some(end);
            Ok(())
        }
        Some(("unperturbed", changes)) => {
            let changes = settings(&changes.replace(';', ","), line)?;
            sketch.conditions.push(Perturbed { id: "unperturbed".to_owned(), changes, after: None, line });
            Ok(())
        }
        _ => Err(format!("`@sim {text}`: write `@sim tspan: [0, 100]` or `@condition NAME: X = 10`")),
    }
}
