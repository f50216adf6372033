use super::document::{Document, inputs, outputs};
use super::math::{Scope, condition};
use crate::FormatError;
use crate::network::markup::{Element, parse};
use lca_graph::{BooleanExpression as Expression, BooleanNetwork};
use std::collections::{HashMap, HashSet};
use std::path::Path;

/// Reads a Boolean network from SBML with package *qual*: species with the levels 0 and 1, whose names are
/// taken where each has one of its own. A species that no transition changes keeps its level. Of several
/// function terms the first that holds counts.
pub(crate) fn read_boolean(path: &Path, text: &str) -> Result<BooleanNetwork, FormatError> {
    let root = parse(path, text)?;
    if root.name != "sbml" {
        return Err(FormatError::broken(path, "SBML", format!("its root is <{}>", root.name)));
    }
    let document = Document::of(path, &root)?;
    let mut places = HashMap::new();
    for (place, one) in document.species.iter().enumerate() {
        levels(path, one)?;
        let id = one.required(path, "id")?;
        if places.insert(id, place).is_some() {
            return Err(one.wrong(path, format!("two qualitative species have the id `{id}`")));
        }
    }
    let mut rules: Vec<Option<Expression>> = vec![None; document.species.len()];
    for transition in &document.transitions {
        let rule = rule(path, transition, &places)?;
        for output in outputs(transition) {
            let id = output.required(path, "qualitativeSpecies")?;
            let there = places.get(id).and_then(|&place| rules.get_mut(place));
            let there = there.ok_or_else(|| output.wrong(path, format!("there is no species `{id}`")))?;
            if output.get("transitionEffect").is_some_and(|effect| effect != "assignmentLevel") {
                return Err(output.wrong(path, "a Boolean network needs the effect `assignmentLevel`"));
            }
            if there.replace(rule.clone()).is_some() {
                return Err(output.wrong(path, format!("two transitions change `{id}`")));
            }
        }
    }
    let rules = rules.into_iter().enumerate();
    let rules = rules.map(|(place, rule)| rule.unwrap_or(Expression::Variable(place)));
    let network = BooleanNetwork::new(names(&document).into_iter().zip(rules));
    network.map_err(|error| FormatError::broken(path, "SBML qual", error.to_string()))
}

fn levels(path: &Path, species: &Element) -> Result<(), FormatError> {
    match species.get("maxLevel").map(str::trim) {
        None | Some("1") => Ok(()),
        Some(level) => {
            let id = species.get("id").unwrap_or_default();
            let what = format!("levels up to {level} (`{id}`, line {})", species.line);
            Err(FormatError::unsupported(path, what, "make it Boolean: each species with levels 0 and 1"))
        }
    }
}

/// The species' names where each has one and none repeats, else their identifiers.
fn names(document: &Document<'_>) -> Vec<String> {
    let named = |attribute: &str| document.species.iter().filter_map(|one| one.get(attribute)).collect();
    let names: Vec<&str> = named("name");
    let distinct: HashSet<&&str> = names.iter().collect();
    let fit = names.len() == document.species.len() && distinct.len() == names.len();
    let names = if fit { names } else { named("id") };
    names.into_iter().map(str::to_owned).collect()
}

fn rule(path: &Path, transition: &Element, places: &HashMap<&str, usize>) -> Result<Expression, FormatError> {
    let mut thresholds = HashMap::new();
    for input in inputs(transition) {
        if input.get("transitionEffect").is_some_and(|effect| effect != "none") {
            return Err(input.wrong(path, "a Boolean network's inputs are not consumed"));
        }
        if let Some(id) = input.get("id") {
            let level = input.get("thresholdLevel").and_then(|level| level.parse().ok());
            thresholds.insert(id, level.unwrap_or(1.0));
        }
    }
    let scope = Scope { places, thresholds };
    let default = transition.listed("listOfFunctionTerms", "defaultTerm").next();
    let default = default.ok_or_else(|| {
        let id = transition.get("id").unwrap_or("without an id");
        transition.wrong(path, format!("transition `{id}` has no default term, thus no rule"))
    })?;
    let mut rule = Expression::Constant(result(path, default)?);
    let terms: Vec<&Element> = transition.listed("listOfFunctionTerms", "functionTerm").collect();
    for term in terms.into_iter().rev() {
        let math = term.first("math").ok_or_else(|| term.wrong(path, "a function term has no <math>"))?;
        let holds = condition(math, &scope).map_err(|what| math.wrong(path, what))?;
        rule = before(holds, result(path, term)?, rule);
    }
    Ok(rule)
}

fn result(path: &Path, term: &Element) -> Result<bool, FormatError> {
    match term.required(path, "resultLevel")?.trim() {
        "0" => Ok(false),
        "1" => Ok(true),
        other => Err(term.wrong(path, format!("`{other}` is no level of a Boolean network"))),
    }
}

/// `level` where a condition holds, else what `rule` says.
fn before(holds: Expression, level: bool, rule: Expression) -> Expression {
    match (level, rule) {
        (true, Expression::Constant(false)) => holds,
        (false, Expression::Constant(true)) => Expression::Not(Box::new(holds)),
        (same, Expression::Constant(constant)) if same == constant => Expression::Constant(constant),
        (true, Expression::Or(mut parts)) => {
            parts.insert(0, holds);
            Expression::Or(parts)
        }
        (true, rule) => Expression::Or(vec![holds, rule]),
        (false, rule) => Expression::And(vec![Expression::Not(Box::new(holds)), rule]),
    }
}
