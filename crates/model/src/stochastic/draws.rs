use super::refuse::not;
use crate::ModelError;
use lca_kinetics::{Expr, Network, Op, Parameter};

/// A value drawn at random, which formulas then see as a symbol.
#[derive(Debug, Clone)]
pub(super) struct DrawnSymbol {
    pub(super) symbol: String,
    pub(super) op: Op,
    /// The distribution's operands; they may use symbols drawn before.
    pub(super) operands: Vec<Expr>,
}

/// Takes the draws out of formulas and gives each a symbol of its own in the network.
pub(super) struct Draws<'n> {
    network: &'n Network,
    count: usize,
    pub(super) parameters: Vec<Parameter>,
}

impl<'n> Draws<'n> {
    pub(super) const fn new(network: &'n Network) -> Self {
        Self { network, count: 0, parameters: Vec::new() }
    }

    /// The formula with symbols in place of draws, which are added to `found` in the order in which
    /// they must be made.
    pub(super) fn extract(
        &mut self,
        place: &str,
        expr: &Expr,
        found: &mut Vec<DrawnSymbol>,
    ) -> Result<Expr, ModelError> {
        self.at_depth(place, expr, found, 0)
    }

    fn at_depth(
        &mut self,
        place: &str,
        expr: &Expr,
        found: &mut Vec<DrawnSymbol>,
        depth: usize,
    ) -> Result<Expr, ModelError> {
        if depth > 1200 {
            return Err(not(place.to_owned(), "its formula is too deep, or a function calls itself"));
        }
        let all = |this: &mut Self, list: &[Expr], found: &mut Vec<DrawnSymbol>| {
            let one = |child: &Expr| this.at_depth(place, child, found, depth + 1);
            list.iter().map(one).collect::<Result<Vec<Expr>, ModelError>>()
        };
        match expr {
            Expr::Number(_) | Expr::Symbol(_) | Expr::Time => Ok(expr.clone()),
            Expr::Apply(op, operands) if op.is_random() => {
                let operands = all(self, operands, found)?;
                let symbol = self.symbol();
                found.push(DrawnSymbol { symbol: symbol.clone(), op: *op, operands });
                Ok(Expr::Symbol(symbol))
            }
            Expr::Apply(op, operands) => Ok(Expr::Apply(*op, all(self, operands, found)?)),
            Expr::Call(name, arguments) => {
                let arguments = all(self, arguments, found)?;
                match self.random_body(name, &arguments) {
                    Some(body) => self.at_depth(place, &body, found, depth + 100),
                    None => Ok(Expr::Call(name.clone(), arguments)),
                }
            }
            Expr::Piecewise { pieces, otherwise } => {
                let mut new = Vec::with_capacity(pieces.len());
                for (value, condition) in pieces {
                    let value = self.at_depth(place, value, found, depth + 1)?;
                    new.push((value, self.at_depth(place, condition, found, depth + 1)?));
                }
                let otherwise = match otherwise {
                    Some(last) => Some(Box::new(self.at_depth(place, last, found, depth + 1)?)),
                    None => None,
                };
                Ok(Expr::Piecewise { pieces: new, otherwise })
            }
        }
    }

    /// The body of a function that draws, with its arguments put in.
    fn random_body(&self, name: &str, arguments: &[Expr]) -> Option<Expr> {
        let functions = &self.network.functions;
        let function = functions.iter().find(|f| f.id == name && f.arguments.len() == arguments.len())?;
        let with = |id: &str| {
            let at = function.arguments.iter().position(|argument| argument == id)?;
            arguments.get(at).cloned()
        };
        self.draws(&function.body, 0).then(|| function.body.substitute(&with))
    }

    fn draws(&self, expr: &Expr, depth: usize) -> bool {
        let here = match expr {
            Expr::Apply(op, _) => op.is_random(),
            Expr::Call(name, _) if depth < 12 => {
                let functions = self.network.functions.iter().filter(|f| f.id == *name);
                functions.into_iter().any(|function| self.draws(&function.body, depth + 1))
            }
            _ => false,
        };
        here || expr.children().into_iter().any(|child| self.draws(child, depth))
    }

    fn symbol(&mut self) -> String {
        loop {
            let symbol = format!("draw_{}", self.count);
            self.count += 1;
            if !self.network.symbols().any(|known| known == symbol) {
                self.parameters.push(Parameter { constant: false, ..Parameter::new(&symbol, 0.0) });
                return symbol;
            }
        }
    }
}
