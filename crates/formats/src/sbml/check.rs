//! What a flat model must keep to: each identifier names one thing, and each reference and symbol
//! leads somewhere.

use super::File;
use super::element::{Element, Origin};
use crate::FormatError;
use lca_kinetics::Expr;
use std::collections::{HashMap, HashSet};

/// Identifiers and the lines where they are given.
#[derive(Default)]
struct Known<'e> {
    all: HashMap<&'e str, u64>,
    /// What a formula may use.
    symbols: HashSet<&'e str>,
    functions: HashSet<&'e str>,
    species: HashSet<&'e str>,
    compartments: HashSet<&'e str>,
    /// What never changes, though reactions, rules and events could name it.
    constants: HashSet<&'e str>,
}

impl File<'_> {
    /// # Errors
    /// Naming the element and its line.
    pub(super) fn check(&self, model: &Element) -> Result<(), FormatError> {
        let mut known = Known::default();
        for list in &model.children {
            for element in list.children.iter().filter(|_| list.origin == Origin::Sbml) {
                self.learn(&mut known, element)?;
            }
        }
        model.children.iter().try_for_each(|list| self.references(&known, list, &HashSet::new()))
    }

    fn learn<'e>(&self, known: &mut Known<'e>, element: &'e Element) -> Result<(), FormatError> {
        let id = element.attribute(if self.level == 1 { "name" } else { "id" });
        let symbols = match element.name.as_str() {
            "functionDefinition" => &mut known.functions,
            "compartment" => &mut known.compartments,
            "species" | "specie" => &mut known.species,
            "parameter" | "reaction" | "speciesReference" => &mut known.symbols,
            "event" | "modifierSpeciesReference" => &mut HashSet::new(),
            _ => return Ok(()),
        };
        if let Some(id) = id {
            symbols.insert(id);
            if self.is_constant(element)? {
                known.constants.insert(id);
            }
            if let Some(line) = known.all.insert(id, element.line) {
                let what =
                    format!("`{id}` already names what is in line {line}; give each its own identifier");
                return Err(self.wrong(element, what));
            }
        }
        let sides = element
            .children
            .iter()
            .filter(|list| list.name.ends_with("ts") || list.name == "listOfModifiers");
        let references = sides.flat_map(|list| &list.children).filter(|_| element.name == "reaction");
        references.filter(|one| one.origin == Origin::Sbml).try_for_each(|one| self.learn(known, one))
    }

    /// Whether a symbol is declared never to change. Level 1 does not say.
    fn is_constant(&self, element: &Element) -> Result<bool, FormatError> {
        let by_default = match element.name.as_str() {
            _ if self.level == 1 => return Ok(false),
            "compartment" | "parameter" => true,
            "species" => false,
            _ => return Ok(false),
        };
        self.flag(element, "constant", by_default)
    }

    /// Rules and events change only what may change.
    fn changes(&self, known: &Known<'_>, element: &Element) -> Result<(), FormatError> {
        if !["assignmentRule", "rateRule", "eventAssignment"].contains(&element.name.as_str()) {
            return Ok(());
        }
        match element.attribute("variable").filter(|id| known.constants.contains(id)) {
            Some(id) => {
                let what = format!(
                    "<{}>: `{id}` is declared constant; say `constant=\"false\"` where it is defined",
                    element.name
                );
                Err(self.wrong(element, what))
            }
            None => Ok(()),
        }
    }

    fn references<'e>(
        &self,
        known: &Known<'e>,
        element: &'e Element,
        locals: &HashSet<&'e str>,
    ) -> Result<(), FormatError> {
        match element.origin {
            Origin::MathMl => return self.formula_symbols(known, element, locals),
            Origin::Sbml => {}
            _ => return Ok(()),
        }
        self.attributes(known, element)?;
        self.changes(known, element)?;
        if element.name == "kineticLaw" {
            let locals = self.locals(element)?;
            self.text_symbols(known, element, &locals)?;
            return element.children.iter().try_for_each(|child| self.references(known, child, &locals));
        }
        if self.level == 1 {
            self.text_symbols(known, element, locals)?;
        }
        element.children.iter().try_for_each(|child| self.references(known, child, locals))
    }

    fn attributes(&self, known: &Known<'_>, element: &Element) -> Result<(), FormatError> {
        let is = |id: &str| {
            known.symbols.contains(id) || known.species.contains(id) || known.compartments.contains(id)
        };
        for (key, fits) in [
            ("species", &(|id: &str| known.species.contains(id)) as &dyn Fn(&str) -> bool),
            ("specie", &|id: &str| known.species.contains(id)),
            ("compartment", &|id: &str| known.compartments.contains(id)),
            ("variable", &is),
            ("symbol", &is),
            ("conversionFactor", &is),
        ] {
            let Some(id) = element.attribute(key).filter(|id| !fits(id)) else { continue };
            let what =
                format!("<{}>: `{key}` is `{id}`, which the model does not define as such", element.name);
            return Err(self.wrong(element, what));
        }
        Ok(())
    }

    fn locals<'e>(&self, law: &'e Element) -> Result<HashSet<&'e str>, FormatError> {
        let mut locals = HashSet::new();
        let (level_3, older) = (
            law.listed("listOfLocalParameters", "localParameter"),
            law.listed("listOfParameters", "parameter"),
        );
        for local in level_3.chain(older) {
            let id = local.attribute(if self.level == 1 { "name" } else { "id" });
            if let Some(id) = id.filter(|id| !locals.insert(*id)) {
                return Err(self.wrong(local, format!("the rate law has two parameters `{id}`; rename one")));
            }
        }
        Ok(locals)
    }

    fn formula_symbols<'e>(
        &self,
        known: &Known<'e>,
        element: &'e Element,
        locals: &HashSet<&'e str>,
    ) -> Result<(), FormatError> {
        if element.name == "annotation-xml" {
            return Ok(());
        }
        if element.name == "lambda" {
            let arguments = element.children.iter().filter(|child| child.name == "bvar");
            let arguments = arguments.filter_map(|bvar| bvar.child("ci")).map(|ci| ci.text.trim());
            let inner: HashSet<&str> = arguments.collect();
            let body = element.children.iter().filter(|child| child.name != "bvar");
            let unbound = Known { functions: known.functions.clone(), ..Known::default() };
            return body.into_iter().try_for_each(|child| self.formula_symbols(&unbound, child, &inner));
        }
        if element.name == "ci" {
            return self.symbol(known, element, element.text.trim(), locals);
        }
        let call = element.name == "apply" && element.children.first().is_some_and(|head| head.name == "ci");
        if let Some(head) = element.children.first().filter(|_| call) {
            self.function(known, head, head.text.trim())?;
        }
        let operands = element.children.iter().skip(usize::from(call));
        operands.into_iter().try_for_each(|child| self.formula_symbols(known, child, locals))
    }

    /// The same for a formula of Level 1.
    fn text_symbols(
        &self,
        known: &Known<'_>,
        element: &Element,
        locals: &HashSet<&str>,
    ) -> Result<(), FormatError> {
        let Some(formula) = self.formula(element)?.filter(|_| self.level == 1) else { return Ok(()) };
        formula.symbols().into_iter().try_for_each(|id| self.symbol(known, element, id, locals))?;
        let mut open = vec![&formula];
        while let Some(expr) = open.pop() {
            if let Expr::Call(name, _) = expr {
                self.function(known, element, name)?;
            }
            open.extend(expr.children());
        }
        Ok(())
    }

    fn symbol(
        &self,
        known: &Known<'_>,
        at: &Element,
        id: &str,
        locals: &HashSet<&str>,
    ) -> Result<(), FormatError> {
        let found = locals.contains(id)
            || known.symbols.contains(id)
            || known.species.contains(id)
            || known.compartments.contains(id);
        if found {
            return Ok(());
        }
        let what = format!(
            "the formula uses `{id}`, which nothing defines as a compartment, species, parameter or reaction"
        );
        Err(self.wrong(at, what))
    }

    fn function(&self, known: &Known<'_>, at: &Element, name: &str) -> Result<(), FormatError> {
        if known.functions.contains(name) {
            return Ok(());
        }
        Err(self.wrong(at, format!("the formula calls `{name}`, which no function definition defines")))
    }
}
