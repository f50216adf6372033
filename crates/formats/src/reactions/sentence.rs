//! A sentence into steps.

use super::clause::{self, names};
use super::lexicon::{Deed, Found, unknown, verb};
use super::scan::{arrow, words};
use super::settings::identifier;
use super::translocation::translocation;
use lca_kinetics::sketch::{Law, Step, Term};

/// A sentence around its verb: who, does what, to whom, which becomes what.
pub(super) struct Sentence<'w, 't> {
    pub(super) subject: &'w [&'t str],
    pub(super) verb: Found,
    /// Whether something is done to the subject.
    passive: bool,
    /// All after the verb.
    pub(super) rest: &'w [&'t str],
}

/// The steps that a sentence tells of: one, but for a cycle.
pub(super) fn steps(text: &str, line: u64) -> Result<Vec<Step>, String> {
    let words = words(text);
    let (id, words) = match words.as_slice() {
        [label, ":", rest @ ..] => (identifier(label)?, rest),
        all => (String::new(), all),
    };
    let (main, clauses) = clause::split(words)?;
    let mut steps = main_clause(main)?;
    let several = steps.len() > 1;
    for (at, step) in (1..).zip(&mut steps) {
        clauses.apply(step)?;
        step.line = line;
        step.id = if several && !id.is_empty() { format!("{id}_{at}") } else { id.clone() };
        if step.reversible && step.law == Law::MichaelisMenten {
            return Err(
                "a Michaelis-Menten law runs one way: use `-->` and write a sentence for the way back, \
                        or `KINASE and PHOSPHATASE cycle A <--> B`, or add `using mass-action`"
                    .to_owned(),
            );
        }
    }
    Ok(steps)
}

fn main_clause(words: &[&str]) -> Result<Vec<Step>, String> {
    if words.is_empty() {
        return Err("nothing happens in this sentence".to_owned());
    }
    let found = words.iter().enumerate().skip(1).find_map(|(at, word)| Some((at, verb(word)?)));
    let Some((at, verb)) = found else { return equation(words).map(|step| vec![step]) };
    let mut subject = words.get(..at).unwrap_or_default();
    let mut passive = verb.participle;
    if let [before @ .., "is" | "are"] = subject {
        (subject, passive) = (before, true);
    }
    let rest = words.get(at + 1..).unwrap_or_default();
    let sentence = Sentence { subject, verb, passive, rest };
    let steps = match verb.deed {
        Deed::Cycle => return sentence.cycle(),
        Deed::Bind => sentence.bind(),
        Deed::Join(number) => sentence.join(number),
        Deed::Dissociate => sentence.dissociate(),
        Deed::Change | Deed::ChangeBack => sentence.change(),
        Deed::Transcribe => sentence.transcribe(),
        Deed::Translate => sentence.translate(),
        Deed::Synthesize => sentence.synthesize(),
        Deed::Degrade => sentence.degrade(),
        Deed::Translocate => translocation(&sentence),
    };
    steps.map(|step| vec![step])
}

/// `A + 2 B --> C`.
pub(super) fn equation(words: &[&str]) -> Result<Step, String> {
    let Some(at) = words.iter().position(|word| arrow(word).is_some()) else {
        let word = words.iter().skip(1).find(|word| !["is", "are", ","].contains(word));
        return Err(word.map_or_else(|| "a verb is missing".to_owned(), |word| unknown(word)));
    };
    let (left, right) = (words.get(..at).unwrap_or_default(), words.get(at + 1..).unwrap_or_default());
    // Two names in a row are a sentence whose verb is misspelt.
    let stray = left.windows(2).find(|pair| pair.iter().all(|word| identifier(word).is_ok()));
    if let Some([_, word]) = stray {
        return Err(unknown(if ["is", "are"].contains(word) { left.get(2).unwrap_or(word) } else { word }));
    }
    let mut step = Step::new("", &[], &[]);
    (step.reactants, step.products) = (side(left)?, side(right)?);
    step.reversible = words.get(at).and_then(|word| arrow(word)) == Some(true);
    if step.reactants.is_empty() && step.products.is_empty() {
        return Err("nothing stands on either side of the arrow".to_owned());
    }
    Ok(step)
}

/// One side of an equation; `0` and `∅` are nothing.
pub(super) fn side(words: &[&str]) -> Result<Vec<Term>, String> {
    if matches!(words, [] | ["0" | "∅"]) {
        return Ok(Vec::new());
    }
    words.split(|word| ["+", "and", "&", ","].contains(word)).map(term).collect()
}

/// `A`, or `2 A`.
fn term(words: &[&str]) -> Result<Term, String> {
    match words {
        [name] => Ok(Term::one(&identifier(name)?)),
        [number, "*", name] | [number, name] => match number.parse::<f64>() {
            Ok(value) if value > 0.0 && value <= 100.0 => {
                Ok(Term { species: identifier(name)?, number: value })
            }
            Ok(_) => Err(format!("{number} `{name}` cannot react; give a number from 0 to 100")),
            Err(_) => Err(format!("`{number}` is no number of molecules; write `2 A` or `A + B`")),
        },
        [] => Err("a name is missing beside `+`".to_owned()),
        [.., last] => Err(format!("`{last}` is not expected here; write `+` between what reacts")),
    }
}

impl<'w, 't> Sentence<'w, 't> {
    /// What stands before the arrow, the arrow, and what stands after it.
    pub(super) fn parts(&self) -> (&'w [&'t str], Option<bool>, &'w [&'t str]) {
        let at = self.rest.iter().position(|word| arrow(word).is_some());
        match at {
            Some(at) => {
                let both = self.rest.get(at).and_then(|word| arrow(word));
                (self.rest.get(..at).unwrap_or_default(), both, self.rest.get(at + 1..).unwrap_or_default())
            }
            None => (self.rest, None, &[]),
        }
    }

    fn step(&self) -> Step {
        Step::new(self.verb.plain, &[], &[])
    }

    /// The one name of a list of words.
    pub(super) fn one(&self, words: &[&str], who: &str) -> Result<String, String> {
        match words {
            [name] => identifier(name),
            [] => Err(format!("`{}`: {who} is missing", self.verb.plain)),
            [_, word, ..] => Err(format!("`{word}` is not expected here: {who} is one name")),
        }
    }

    /// Products, which must be there.
    fn products(&self, words: &[&str], made: impl FnOnce() -> Option<String>) -> Result<Vec<Term>, String> {
        if !words.is_empty() {
            return side(words);
        }
        let made =
            made().ok_or_else(|| format!("`{}`: say what comes of it, `--> NAME`", self.verb.plain))?;
        Ok(vec![Term::one(&made)])
    }

    fn bind(&self) -> Result<Step, String> {
        let (object, both, after) = self.parts();
        let object = match object {
            ["to" | "with" | "by", rest @ ..] => rest,
            all => all,
        };
        let mut step = self.step();
        step.reactants = side(self.subject)?;
        step.reactants.extend(side(object)?);
        if step.reactants.iter().map(|term| term.number).sum::<f64>() < 2.0 {
            return Err("`bind` takes two partners: `A binds B <--> A_B`".to_owned());
        }
        let ids: Vec<&str> = step.reactants.iter().map(|term| term.species.as_str()).collect();
        step.products = self.products(after, || Some(ids.join("_")))?;
        step.reversible = both.unwrap_or(true);
        Ok(step)
    }

    fn join(&self, number: f64) -> Result<Step, String> {
        let (object, both, after) = self.parts();
        if let [word, ..] = object {
            return Err(format!("`{word}` is not expected here: write `A dimerizes <--> A_A`"));
        }
        let subject = match self.subject {
            [count, name] if count.parse() == Ok(number) => std::slice::from_ref(name),
            all => all,
        };
        let one = self.one(subject, "what comes together")?;
        let mut step = self.step();
        step.products = self.products(after, || Some(format!("{one}_{one}")))?;
        step.reactants = vec![Term { species: one, number }];
        step.reversible = both.unwrap_or(true);
        Ok(step)
    }

    fn dissociate(&self) -> Result<Step, String> {
        let (object, both, after) = self.parts();
        let object = match object {
            ["into" | "to", rest @ ..] => rest,
            all => all,
        };
        let mut step = self.step();
        step.reactants = side(self.subject)?;
        step.products = self.products(if after.is_empty() { object } else { after }, || None)?;
        step.reversible = both.unwrap_or(false);
        Ok(step)
    }

    /// One thing becomes another: `E phosphorylates S --> P`, `S is phosphorylated [by E] --> P`.
    fn change(&self) -> Result<Step, String> {
        let (object, both, after) = self.parts();
        // `to` may stand for the arrow.
        let to = object.iter().position(|word| ["to", "into"].contains(word)).filter(|_| both.is_none());
        let (object, after) = match to {
            Some(at) => (object.get(..at).unwrap_or_default(), object.get(at + 1..).unwrap_or_default()),
            None => (object, after),
        };
        let mut step = self.step();
        let substrate = match (self.passive, object) {
            (true, ["by", enzyme @ ..]) => {
                step.actors.push(self.one(enzyme, "the enzyme")?);
                self.one(self.subject, "the substrate")?
            }
            (true, []) => self.one(self.subject, "the substrate")?,
            (true, [word, ..]) => return Err(format!("`{word}` is not expected here; write `by ENZYME`")),
            (false, object) => {
                step.actors.push(self.one(self.subject, "the enzyme")?);
                self.one(object, "the substrate")?
            }
        };
        step.products = self.products(after, || changed(self.verb, &substrate))?;
        if let [Term { species, .. }] = step.products.as_slice()
            && *species == substrate
        {
            return Err(format!("`{substrate}` becomes itself; name what comes of it otherwise"));
        }
        step.reactants = vec![Term::one(&substrate)];
        step.reversible = both == Some(true);
        let saturated = !step.actors.is_empty() || self.verb.deed == Deed::ChangeBack;
        step.law = if saturated { Law::MichaelisMenten } else { Law::MassAction };
        Ok(step)
    }

    /// Who acts and what comes of it, where nothing is taken: active `A makes B`, passive `B is made [by A]`.
    fn source(&self) -> Result<Step, String> {
        let (object, _, after) = self.parts();
        let object = if after.is_empty() { object } else { after };
        let mut step = self.step();
        let made = match (self.passive, object) {
            (true, ["by" | "from", actors @ ..]) => {
                (step.actors, step.logic) = names(actors)?;
                self.subject
            }
            (true, []) => self.subject,
            (true, [word, ..]) => return Err(format!("`{word}` is not expected here; write `by NAME`")),
            (false, object) => {
                (step.actors, step.logic) = names(self.subject)?;
                object
            }
        };
        step.products = vec![Term::one(&self.one(made, "what is made")?)];
        Ok(step)
    }

    fn transcribe(&self) -> Result<Step, String> {
        Ok(Step { law: Law::Hill, ..self.source()? })
    }

    fn translate(&self) -> Result<Step, String> {
        let (object, _, after) = self.parts();
        // `mRNA is translated into X`.
        let made = match object {
            ["into" | "to", made @ ..] => made,
            [] => after,
            _ => &[],
        };
        if self.passive && !made.is_empty() {
            let mut step = self.step();
            step.actors = vec![self.one(self.subject, "the transcript")?];
            step.products = vec![Term::one(&self.one(made, "the protein")?)];
            return Ok(step);
        }
        self.source()
    }

    fn synthesize(&self) -> Result<Step, String> {
        let step = self.source()?;
        match step.actors.as_slice() {
            [] | [_] => Ok(step),
            _ => Err("several make it: write a sentence for each, or use `transcribe`".to_owned()),
        }
    }

    fn degrade(&self) -> Result<Step, String> {
        let mut step = self.step();
        let substrate = match (self.passive, self.rest) {
            (_, []) => self.subject,
            (true, ["by", actor @ ..]) => {
                step.actors = vec![self.one(actor, "what degrades it")?];
                self.subject
            }
            (true, [word, ..]) => return Err(format!("`{word}` is not expected here; write `by NAME`")),
            (false, object) => {
                step.actors = vec![self.one(self.subject, "what degrades it")?];
                object
            }
        };
        step.reactants = vec![Term::one(&self.one(substrate, "what is degraded")?)];
        Ok(step)
    }

    /// `KINASE and PHOSPHATASE cycle A <--> B`.
    fn cycle(&self) -> Result<Vec<Step>, String> {
        let (object, _, after) = self.parts();
        let (actors, _) = names(self.subject)?;
        let [forth, back] = actors.as_slice() else {
            return Err("two drive a cycle: `KINASE and PHOSPHATASE cycle A <--> B`".to_owned());
        };
        let [from, to] = [self.one(object, "the first form")?, self.one(after, "the second form")?];
        if from == to {
            return Err(format!("`{from}` becomes itself; name its second form otherwise"));
        }
        let step = |verb: &str, actor: &String, from: &str, to: &str| Step {
            actors: vec![actor.clone()],
            law: Law::MichaelisMenten,
            ..Step::new(verb, &[from], &[to])
        };
        Ok(vec![step("phosphorylate", forth, &from, &to), step("dephosphorylate", back, &to, &from)])
    }
}

/// The usual name of what a change makes, where there is one.
fn changed(verb: Found, substrate: &str) -> Option<String> {
    match (verb.plain, verb.deed) {
        ("phosphorylate", _) => Some(format!("p{substrate}")),
        ("dephosphorylate", _) => substrate.strip_prefix('p').and_then(|rest| identifier(rest).ok()),
        _ => None,
    }
}
