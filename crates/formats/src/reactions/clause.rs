//! What follows the main clause: `inhibited by DUSP competitively`, `activated by Ca`, `using hill`.

use super::settings::identifier;
use lca_core::nearest;
use lca_kinetics::sketch::{Inhibition, Inhibitor, Law, Logic, Step};

/// What the clauses after a sentence say.
#[derive(Debug, Default)]
pub(super) struct Clauses {
    activators: Vec<String>,
    inhibitors: Vec<(String, Option<Inhibition>)>,
    law: Option<Law>,
    enzyme: Option<String>,
}

const STARTS: [&str; 6] = ["inhibited", "repressed", "activated", "catalyzed", "catalysed", "using"];

const LAWS: [(&str, Law); 5] = [
    ("mass-action", Law::MassAction),
    ("mass_action", Law::MassAction),
    ("michaelis-menten", Law::MichaelisMenten),
    ("michaelis_menten", Law::MichaelisMenten),
    ("hill", Law::Hill),
];

/// The main clause, and what the others say.
pub(super) fn split<'w, 't>(words: &'w [&'t str]) -> Result<(&'w [&'t str], Clauses), String> {
    let starts: Vec<usize> = (0..words.len()).filter(|&at| is_start(words, at)).collect();
    let end = starts.first().copied().unwrap_or(words.len());
    let mut clauses = Clauses::default();
    for (at, &from) in starts.iter().enumerate() {
        let to = starts.get(at + 1).copied().unwrap_or(words.len());
        clauses.take(trimmed(words.get(from..to).unwrap_or_default()))?;
    }
    Ok((trimmed(words.get(..end).unwrap_or_default()), clauses))
}

fn is_start(words: &[&str], at: usize) -> bool {
    let word = |at: usize| words.get(at).map(|word| word.to_ascii_lowercase()).unwrap_or_default();
    let after_is = at > 0 && ["is", "are"].contains(&&*word(at - 1));
    STARTS.contains(&&*word(at)) && !after_is && at > 0 && (word(at) == "using" || word(at + 1) == "by")
}

/// Words without the commas and `and`, `with` at their end.
fn trimmed<'w, 't>(mut words: &'w [&'t str]) -> &'w [&'t str] {
    while let [rest @ .., "," | "and" | "with" | "is"] = words {
        words = rest;
    }
    words
}

/// The names in a list with `,`, `and`, `&` or `or`, and whether one of them is enough.
pub(super) fn names(words: &[&str]) -> Result<(Vec<String>, Logic), String> {
    let joint = |word: &&str| [",", "and", "&", "or"].contains(word);
    let logic = if words.contains(&"or") { Logic::Sum } else { Logic::Product };
    if logic == Logic::Sum && words.iter().any(|word| ["and", "&"].contains(word)) {
        return Err("`and` and `or` in one list leave open what belongs together; use one of them".to_owned());
    }
    let mut names = Vec::new();
    let mut due = true;
    for word in words {
        if joint(word) {
            due = true;
        } else if due {
            names.push(identifier(word)?);
            due = false;
        } else {
            return Err(format!("`{word}` is not expected here; write `and` or `,` between names"));
        }
    }
    if names.is_empty() {
        return Err("a name is missing".to_owned());
    }
    Ok((names, logic))
}

impl Clauses {
    fn take(&mut self, words: &[&str]) -> Result<(), String> {
        let Some((first, rest)) = words.split_first() else { return Ok(()) };
        let rest = if rest.first() == Some(&"by") { rest.get(1..).unwrap_or_default() } else { rest };
        match first.to_ascii_lowercase().as_str() {
            "using" => self.law = Some(law(rest)?),
            "activated" => self.activators.extend(names(rest)?.0),
            "inhibited" => self.inhibited(rest)?,
            "repressed" => {
                let names = names(rest)?.0;
                self.inhibitors.extend(names.into_iter().map(|name| (name, Some(Inhibition::Repression))));
            }
            _ => match names(rest)?.0.as_slice() {
                [one] => self.enzyme = Some(one.clone()),
                _ => return Err("one enzyme catalyzes a reaction; write a sentence for each".to_owned()),
            },
        }
        Ok(())
    }

    fn inhibited(&mut self, words: &[&str]) -> Result<(), String> {
        let manner = |word: &str| match word.to_ascii_lowercase().as_str() {
            "competitively" => Some(Inhibition::Competitive),
            "noncompetitively" | "non-competitively" => Some(Inhibition::Noncompetitive),
            "uncompetitively" => Some(Inhibition::Uncompetitive),
            _ => None,
        };
        let (rest, kind) = match words {
            [rest @ .., last] if manner(last).is_some() => (rest, manner(last)),
            _ => (words, None),
        };
        self.inhibitors.extend(names(rest)?.0.into_iter().map(|name| (name, kind)));
        Ok(())
    }

    /// Adds what was said to a step.
    pub(super) fn apply(&self, step: &mut Step) -> Result<(), String> {
        if let Some(enzyme) = &self.enzyme {
            step.actors.push(enzyme.clone());
            step.law = Law::MichaelisMenten;
        }
        if let Some(law) = &self.law {
            step.law = law.clone();
        }
        step.activators.extend(self.activators.iter().cloned());
        for (species, kind) in &self.inhibitors {
            let kind = kind.unwrap_or(match step.law {
                Law::MichaelisMenten => Inhibition::Competitive,
                Law::Hill if step.reactants.is_empty() => Inhibition::Repression,
                _ => Inhibition::Noncompetitive,
            });
            let saturated = step.law == Law::MichaelisMenten;
            if matches!(kind, Inhibition::Competitive | Inhibition::Uncompetitive) && !saturated {
                let what = "only a Michaelis-Menten law has an enzyme to compete for; leave the word out, or add `using michaelis-menten`";
                return Err(format!("`{species}`: {what}"));
            }
            step.inhibitors.push(Inhibitor { species: species.clone(), kind });
        }
        Ok(())
    }
}

fn law(words: &[&str]) -> Result<Law, String> {
    let name = words.join("-").to_ascii_lowercase();
    if let Some((_, law)) = LAWS.iter().find(|(known, _)| *known == name) {
        return Ok(law.clone());
    }
    let near = nearest(&name, ["mass-action", "michaelis-menten", "hill"]);
    let near = near.map_or_else(String::new, |near| format!("; is `{near}` meant?"));
    Err(format!(
        "`{name}` is no rate law: use mass-action, michaelis-menten or hill, or give `| rate = FORMULA`{near}"
    ))
}
