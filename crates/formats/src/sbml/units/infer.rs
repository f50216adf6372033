use super::definition::Unit;
use lca_kinetics::{Expr, Op};

/// Finds units of formulas, and operands that do not fit.
pub(super) struct Inference<'a> {
    /// The unit of a symbol, where it can be told.
    pub(super) symbol: &'a dyn Fn(&str) -> Option<Unit>,
    pub(super) time: Option<Unit>,
    /// What was found wrong.
    pub(super) clashes: Vec<String>,
}

impl Inference<'_> {
    /// The unit of a formula; none where it cannot be told, as for plain numbers.
    pub(super) fn unit(&mut self, expr: &Expr) -> Option<Unit> {
        match expr {
            Expr::Number(_) => None,
            Expr::Symbol(id) => (self.symbol)(id),
            Expr::Time => self.time,
            Expr::Call(_, arguments) => {
                self.visit(arguments);
                None
            }
            Expr::Piecewise { pieces, otherwise } => {
                for (_, condition) in pieces {
                    self.unit(condition);
                }
                let values = pieces.iter().map(|(value, _)| value).chain(otherwise.as_deref());
                self.alike(values, "the values of a piecewise formula")
            }
            Expr::Apply(op, operands) => self.apply(*op, operands),
        }
    }

    fn visit(&mut self, operands: &[Expr]) {
        for operand in operands {
            self.unit(operand);
        }
    }

    fn apply(&mut self, op: Op, operands: &[Expr]) -> Option<Unit> {
        use Op::{
            Abs, Ceiling, Delay, Divide, Eq, Floor, Geq, Gt, Leq, Lt, Max, Min, Minus, Neq, Plus, Power,
            RateOf, Rem, Root, Times,
        };
        match (op, operands) {
            (Plus | Minus | Min | Max | Rem, _) => self.alike(operands.iter(), op.name()),
            (Eq | Neq | Lt | Leq | Gt | Geq, _) => {
                self.alike(operands.iter(), op.name());
                Some(Unit::ONE)
            }
            (Abs | Floor | Ceiling, [one]) => self.unit(one),
            (Times, _) => {
                let units: Vec<Option<Unit>> = operands.iter().map(|operand| self.unit(operand)).collect();
                units.into_iter().try_fold(Unit::ONE, |all, unit| Some(all.times(unit?, 1.0)))
            }
            (Divide, [above, below]) => {
                let (above, below) = (self.unit(above), self.unit(below));
                Some(above?.times(below?, -1.0))
            }
            (Power, [base, Expr::Number(power)]) => Some(self.unit(base)?.power(*power)),
            (Root, [base]) => Some(self.unit(base)?.power(0.5)),
            (Root, [Expr::Number(degree), base]) => Some(self.unit(base)?.power(1.0 / degree)),
            (Delay, [value, length]) => {
                self.unit(length);
                self.unit(value)
            }
            (RateOf, [value]) => Some(self.unit(value)?.times(self.time?, -1.0)),
            (Power | Root, _) => {
                self.visit(operands);
                None
            }
            _ => self.plain(op, operands),
        }
    }

    /// Operands of functions such as exp and sin are without a unit, and so is the value.
    fn plain(&mut self, op: Op, operands: &[Expr]) -> Option<Unit> {
        for operand in operands {
            if let Some(unit) = self.unit(operand).filter(|unit| !unit.is_one()) {
                self.clashes.push(format!("`{}` is applied to a value in {unit}", op.name()));
            }
        }
        Some(Unit::ONE)
    }

    fn alike<'e>(&mut self, operands: impl Iterator<Item = &'e Expr>, what: &str) -> Option<Unit> {
        let mut first: Option<Unit> = None;
        for operand in operands {
            match (first, self.unit(operand)) {
                (None, unit) => first = unit,
                (Some(first), Some(unit)) if !first.is(unit) => {
                    self.clashes.push(format!("`{what}` joins a value in {first} with one in {unit}"));
                }
                _ => {}
            }
        }
        first
    }
}
