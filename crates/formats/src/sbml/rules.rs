use super::element::{Element, Origin};
use super::{File, math};
use crate::FormatError;
use lca_kinetics::{Expr, Function, Rule};

impl File<'_> {
    pub(super) fn functions(&self, model: &Element) -> Result<Vec<Function>, FormatError> {
        let mut functions = Vec::new();
        for element in model.listed("listOfFunctionDefinitions", "functionDefinition") {
            let math = element.children.iter().find(|child| child.origin == Origin::MathMl);
            let lambda = math.map(|math| math::lambda(self, math)).transpose()?.flatten();
            if let Some((arguments, body)) = lambda {
                functions.push(Function { id: self.required(element, "id")?.to_owned(), arguments, body });
            }
        }
        Ok(functions)
    }

    pub(super) fn initial_assignments(&self, model: &Element) -> Result<Vec<(String, Expr)>, FormatError> {
        let mut assignments = Vec::new();
        for element in model.listed("listOfInitialAssignments", "initialAssignment") {
            if let Some(value) = self.math(element)? {
                assignments.push((self.required(element, "symbol")?.to_owned(), value));
            }
        }
        Ok(assignments)
    }

    pub(super) fn rules(&self, model: &Element) -> Result<Vec<Rule>, FormatError> {
        let mut rules = Vec::new();
        for element in model.child("listOfRules").into_iter().flat_map(|list| &list.children) {
            if self.level == 1 {
                rules.extend(self.rule_of_level_1(element)?);
                continue;
            }
            let Some(value) = self.math(element)? else { continue };
            match element.name.as_str() {
                "assignmentRule" => {
                    let variable = self.required(element, "variable")?.to_owned();
                    rules.push(Rule::Assignment { variable, value });
                }
                "rateRule" => {
                    let variable = self.required(element, "variable")?.to_owned();
                    rules.push(Rule::Rate { variable, rate: value });
                }
                "algebraicRule" => {}
                other => return Err(self.wrong(element, format!("<{other}> is not a rule"))),
            }
        }
        Ok(rules)
    }

    pub(super) fn algebraic_rules(&self, model: &Element) -> Result<Vec<Expr>, FormatError> {
        let rules = model.listed("listOfRules", "algebraicRule").map(|rule| self.math(rule));
        rules.filter_map(Result::transpose).collect()
    }
}
