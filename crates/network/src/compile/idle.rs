use lca_kinetics::petab::Problem;
use lca_kinetics::{Initial, Species};

/// The species that are never there: they begin at zero, nothing makes them, and no rule, initial assignment or
/// condition gives them a value. Mostly their names are misspelt, or their initial amounts forgotten.
#[must_use]
pub fn idle(problem: &Problem) -> Vec<&str> {
    let network = &problem.network;
    let made =
        |id: &str| network.reactions.iter().any(|one| one.products.iter().any(|made| made.species == id));
    let assigned = |id: &str| {
        network.rule(id).is_some() || network.initial_assignments.iter().any(|(symbol, _)| symbol == id)
    };
    let set =
        |id: &str| problem.conditions.iter().any(|one| one.changes.iter().any(|(target, _)| target == id));
    let begins = |one: &Species| matches!(one.initial, Initial::Amount(value) | Initial::Concentration(value) if value != 0.0);
    let ids = network.species.iter().filter(|one| !begins(one)).map(|one| one.id.as_str());
    ids.filter(|id| !made(id) && !assigned(id) && !set(id)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compile::problem;
    use lca_kinetics::sketch::{Declared, Setting, Sketch, Step};

    #[test]
    fn a_misspelt_species_is_never_there() {
        let here = |id: &str| Declared {
            id: id.to_owned(),
            compartment: None,
            initial: Some(Setting::number(id, 1.0, 1)),
            line: 1,
        };
        let sketch = Sketch {
            species: vec![here("EGF"), here("EGFR")],
            steps: vec![
                Step::new("bind", &["Egf", "EGFR"], &["EGF_EGFR"]),
                Step::new("degrade", &["EGF"], &[]),
            ],
            ..Sketch::default()
        };
        assert_eq!(idle(&problem(&sketch).unwrap()), ["Egf"]);
    }
}
