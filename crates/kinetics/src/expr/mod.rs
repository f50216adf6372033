mod display;
mod op;
mod parse;
mod tokens;

pub use op::Op;
pub use parse::{MathError, parse_math};

use std::collections::BTreeSet;

/// A mathematical expression, as SBML's MathML and PEtab's math text write it. A truth value is the
/// number 1 or 0, and every number but 0 is true.
#[derive(Debug, Clone, PartialEq)]
pub enum Expr {
    /// A number; infinite and not-a-number are allowed.
    Number(f64),
    /// The value of what has this identifier.
    Symbol(String),
    /// Simulation time.
    Time,
    /// An operator or built-in function and its operands, as many as [`Op::takes`] allows.
    Apply(Op, Vec<Expr>),
    /// The value of the first `(value, condition)` whose condition is true.
    Piecewise {
        /// Values with their conditions.
        pieces: Vec<(Expr, Expr)>,
        /// The value when no condition is true; none: undefined.
        otherwise: Option<Box<Expr>>,
    },
    /// A function the model defines, and its arguments.
    Call(String, Vec<Expr>),
}

impl Expr {
    /// A symbol.
    #[must_use]
    pub fn symbol(id: &str) -> Self {
        Self::Symbol(id.to_owned())
    }

    /// An operator applied to operands.
    #[must_use]
    pub fn apply(op: Op, operands: impl Into<Vec<Self>>) -> Self {
        Self::Apply(op, operands.into())
    }

    /// The product of factors.
    #[must_use]
    pub fn product(factors: impl Into<Vec<Self>>) -> Self {
        Self::Apply(Op::Times, factors.into())
    }

    /// Direct sub-expressions, in order.
    #[must_use]
    pub fn children(&self) -> Vec<&Self> {
        match self {
            Self::Number(_) | Self::Symbol(_) | Self::Time => Vec::new(),
            Self::Apply(_, operands) | Self::Call(_, operands) => operands.iter().collect(),
            Self::Piecewise { pieces, otherwise } => {
                let pairs = pieces.iter().flat_map(|(value, condition)| [value, condition]);
                pairs.chain(otherwise.as_deref()).collect()
            }
        }
    }

    /// The same expression with each symbol replaced where `with` gives something else.
    #[must_use]
    pub fn substitute(&self, with: &dyn Fn(&str) -> Option<Self>) -> Self {
        let all = |list: &[Self]| list.iter().map(|child| child.substitute(with)).collect();
        match self {
            Self::Number(_) | Self::Time => self.clone(),
            Self::Symbol(id) => with(id).unwrap_or_else(|| self.clone()),
            Self::Apply(op, operands) => Self::Apply(*op, all(operands)),
            Self::Call(name, arguments) => Self::Call(name.clone(), all(arguments)),
            Self::Piecewise { pieces, otherwise } => Self::Piecewise {
                pieces: pieces.iter().map(|(v, c)| (v.substitute(with), c.substitute(with))).collect(),
                otherwise: otherwise.as_ref().map(|value| Box::new(value.substitute(with))),
            },
        }
    }

    /// The same expression at a given time.
    #[must_use]
    pub fn at_time(&self, time: f64) -> Self {
        let all = |list: &[Self]| list.iter().map(|child| child.at_time(time)).collect();
        match self {
            Self::Time => Self::Number(time),
            Self::Number(_) | Self::Symbol(_) => self.clone(),
            Self::Apply(op, operands) => Self::Apply(*op, all(operands)),
            Self::Call(name, arguments) => Self::Call(name.clone(), all(arguments)),
            Self::Piecewise { pieces, otherwise } => Self::Piecewise {
                pieces: pieces.iter().map(|(v, c)| (v.at_time(time), c.at_time(time))).collect(),
                otherwise: otherwise.as_ref().map(|value| Box::new(value.at_time(time))),
            },
        }
    }

    /// Every symbol that occurs, sorted.
    #[must_use]
    pub fn symbols(&self) -> BTreeSet<&str> {
        let mut found = BTreeSet::new();
        let mut open = vec![self];
        while let Some(expr) = open.pop() {
            if let Self::Symbol(id) = expr {
                found.insert(id.as_str());
            }
            open.extend(expr.children());
        }
        found
    }
}

impl From<f64> for Expr {
    fn from(value: f64) -> Self {
        Self::Number(value)
    }
}
