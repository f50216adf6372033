//! The parameters of a model while it is drafted.

use super::domain::{estimated, usual};
use super::names::Names;
use super::unit::System;
use super::{at, wrong};
use crate::NetworkError;
use lca_kinetics::sketch::{Given, RoleKind, Setting, Step};
use lca_kinetics::{Expr, Parameter, petab};
use std::collections::HashMap;

/// Parameters of the model, and of them those that are estimated.
#[derive(Debug, Default)]
pub(super) struct Table {
    pub(super) parameters: Vec<Parameter>,
    pub(super) estimated: Vec<petab::Parameter>,
}

impl Table {
    /// Adds a parameter with a value that is stated or usual.
    pub(super) fn add(
        &mut self,
        id: &str,
        setting: Option<&Setting>,
        kind: Option<RoleKind>,
        units: &mut System,
    ) -> Result<(), NetworkError> {
        let stated = match setting.map(|setting| (&setting.value, setting.line)) {
            Some((Given::Number(value), _)) => Some(*value),
            Some((Given::Same(other), line)) => {
                return Err(wrong(line, format_args!("`{id}` is `{other}`, but needs a number here")));
            }
            None => None,
        };
        let mut setting = setting.cloned();
        let mut value = stated.or_else(|| kind.map(usual)).unwrap_or(1.0);
        let mut unit = kind.and_then(|kind| units.of_kind(kind));
        if let Some(setting) = &mut setting {
            let factor;
            (factor, unit) = units.read(setting, kind, unit).map_err(|why| wrong(setting.line, why))?;
            value *= factor;
            setting.bounds = setting.bounds.map(|bounds| bounds.map(|bound| bound * factor));
        }
        if kind.is_some() && value < 0.0 {
            let line = setting.as_ref().map_or(0, |setting| setting.line);
            return Err(wrong(
                line,
                format_args!("`{id}` is {value}; a parameter of a rate law is not negative"),
            ));
        }
        self.estimated.extend(estimated(id, value, setting.as_ref(), kind));
        self.parameters.push(Parameter { unit, ..Parameter::new(id, value) });
        Ok(())
    }

    /// Adds the parameters of a step's rate law, and says by which symbol each stands in it.
    pub(super) fn of_step(
        &mut self,
        step: &Step,
        id: &str,
        names: &mut Names,
        units: &mut System,
    ) -> Result<HashMap<String, Expr>, NetworkError> {
        let mut symbols = HashMap::new();
        for role in step.roles() {
            let setting = step.values.iter().find(|setting| setting.name == role.name);
            let symbol = match setting.map(|setting| (&setting.value, setting.line)) {
                Some((Given::Same(other), line)) => {
                    if !self.parameters.iter().any(|known| known.id == *other) {
                        return Err(self.unknown(other, line));
                    }
                    other.clone()
                }
                _ => {
                    let own = names.free(format!("{}_{id}", role.name));
                    self.add(&own, setting, Some(role.kind), units)?;
                    own
                }
            };
            symbols.insert(role.name, Expr::symbol(&symbol));
        }
        Ok(symbols)
    }

    fn unknown(&self, id: &str, line: u64) -> NetworkError {
        let known: Vec<&str> = self.parameters.iter().map(|one| one.id.as_str()).collect();
        let near = lca_core::nearest(id, known.iter().copied());
        NetworkError::Reference {
            place: at(line),
            id: id.to_owned(),
            what: "which is no parameter of a line before",
            instead: near.map_or_else(
                || format!("give a number, or state `@parameter {id} = 1`"),
                |near| format!("is `{near}` meant? Else give a number, or state `@parameter {id} = 1`"),
            ),
        }
    }
}
