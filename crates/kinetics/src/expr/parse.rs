use super::tokens::{Kind, Token, tokens};
use super::{Expr, Op};
use thiserror::Error;

/// How deep an expression may nest. Deeper ones are refused rather than risk the stack.
pub(crate) const MAX_DEPTH: usize = 200;

/// Why a text is not a formula.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("formula `{text}`, character {at}: {what}")]
pub struct MathError {
    text: String,
    at: usize,
    what: String,
}

impl MathError {
    pub(super) fn new(text: &str, at: usize, what: String) -> Self {
        let text = text.chars().take(200).collect();
        Self { text, at: at + 1, what }
    }
}

/// Reads a formula in PEtab's math language (PEtab 2.0, "Math expressions syntax"), which holds
/// that of PEtab 1.0. `time` is simulation time; functions it does not know become
/// [`Expr::Call`].
///
/// # Errors
/// [`MathError`] with the character that does not fit.
///
/// ```
/// use lca_kinetics::{Expr, Op, parse_math};
/// assert_eq!(parse_math("2 ^ x").unwrap(), Expr::apply(Op::Power, [2.0.into(), Expr::symbol("x")]));
/// ```
pub fn parse_math(text: &str) -> Result<Expr, MathError> {
    let mut parser = Parser { text, tokens: tokens(text)?, next: 0, depth: 0, links: 0 };
    let expr = parser.level(0)?;
    match parser.tokens.get(parser.next) {
        None => Ok(expr),
        Some(token) => Err(parser.error(token.at, "an operator is missing before this")),
    }
}

struct Parser<'a> {
    text: &'a str,
    tokens: Vec<Token>,
    next: usize,
    depth: usize,
    links: usize,
}

/// Binary operators by rising precedence; all associate to the left.
const LEVELS: [&[(&str, Op)]; 4] = [
    // PEtab gives both the same rank.
    &[("||", Op::Or), ("&&", Op::And)],
    &[("<=", Op::Leq), (">=", Op::Geq), ("==", Op::Eq), ("!=", Op::Neq), ("<", Op::Lt), (">", Op::Gt)],
    &[("+", Op::Plus), ("-", Op::Minus)],
    &[("*", Op::Times), ("/", Op::Divide)],
];

impl Parser<'_> {
    fn error(&self, at: usize, what: &str) -> MathError {
        MathError::new(self.text, at, what.to_owned())
    }

    fn at(&self) -> usize {
        self.tokens.get(self.next).map_or(self.text.len(), |token| token.at)
    }

    fn sign(&mut self, sign: &str) -> bool {
        let found =
            matches!(self.tokens.get(self.next), Some(t) if matches!(t.kind, Kind::Sign(s) if s == sign));
        self.next += usize::from(found);
        found
    }

    fn level(&mut self, level: usize) -> Result<Expr, MathError> {
        let Some(operators) = LEVELS.get(level) else { return self.unary() };
        let mut left = self.level(level + 1)?;
        while let Some((_, op)) = operators.iter().find(|(sign, _)| self.sign(sign)) {
            self.links += usize::from(!is_flat(*op));
            if self.links > 5 * MAX_DEPTH {
                return Err(self.error(self.at(), "the formula is too long; split it"));
            }
            let right = self.level(level + 1)?;
            left = join(*op, left, right);
        }
        Ok(left)
    }

    fn unary(&mut self) -> Result<Expr, MathError> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(self.error(self.at(), "the formula nests too deeply; split it"));
        }
        let expr = if self.sign("-") {
            negate(self.unary()?)
        } else if self.sign("+") {
            self.unary()?
        } else if self.sign("!") {
            Expr::apply(Op::Not, [self.unary()?])
        } else {
            self.power()?
        };
        self.depth -= 1;
        Ok(expr)
    }

    fn power(&mut self) -> Result<Expr, MathError> {
        let base = self.atom()?;
        if self.sign("^") || self.sign("**") {
            return Ok(Expr::apply(Op::Power, [base, self.unary()?]));
        }
        Ok(base)
    }

    fn atom(&mut self) -> Result<Expr, MathError> {
        let at = self.at();
        let kind = self.tokens.get(self.next).map(|token| token.kind.clone());
        self.next += 1;
        match kind {
            Some(Kind::Number(value)) => Ok(Expr::Number(value)),
            Some(Kind::Name(name)) if self.sign("(") => self.call(&name, at),
            Some(Kind::Name(name)) => Ok(named(&name)),
            Some(Kind::Sign("(")) => {
                let inner = self.level(0)?;
                if self.sign(")") { Ok(inner) } else { Err(self.error(self.at(), "`)` is missing")) }
            }
            Some(Kind::Sign(_)) => Err(self.error(at, "a number, name or `(` is missing before this")),
            None => Err(self.error(at, "the formula ends too early")),
        }
    }

    fn call(&mut self, name: &str, at: usize) -> Result<Expr, MathError> {
        let mut arguments = Vec::new();
        if !self.sign(")") {
            loop {
                arguments.push(self.level(0)?);
                if self.sign(")") {
                    break;
                }
                if !self.sign(",") {
                    return Err(self.error(self.at(), "`,` or `)` is missing"));
                }
            }
        }
        function(name, arguments).map_err(|what| self.error(at, &what))
    }
}

fn negate(inner: Expr) -> Expr {
    match inner {
        Expr::Number(value) => Expr::Number(-value),
        other => Expr::apply(Op::Minus, [other]),
    }
}

const fn is_flat(op: Op) -> bool {
    matches!(op, Op::Plus | Op::Times | Op::Or | Op::And)
}

/// Sums and products of many terms stay flat, so that long ones do not nest deeply.
fn join(op: Op, left: Expr, right: Expr) -> Expr {
    match left {
        Expr::Apply(known, mut operands) if known == op && is_flat(op) => {
            operands.push(right);
            Expr::Apply(op, operands)
        }
        left => Expr::apply(op, [left, right]),
    }
}

fn named(name: &str) -> Expr {
    match name {
        "inf" | "Inf" | "INF" | "infinity" | "Infinity" => Expr::Number(f64::INFINITY),
        "nan" | "NaN" | "NAN" => Expr::Number(f64::NAN),
        "true" | "True" => Expr::Number(1.0),
        "false" | "False" => Expr::Number(0.0),
        "time" => Expr::Time,
        _ => Expr::symbol(name),
    }
}

fn function(name: &str, mut arguments: Vec<Expr>) -> Result<Expr, String> {
    let op = match name {
        "piecewise" => return piecewise(arguments),
        "pow" => Op::Power,
        "sqrt" => Op::Root,
        "ceil" => Op::Ceiling,
        "log10" => Op::Log,
        "log" if arguments.len() == 1 => Op::Ln,
        "log" if arguments.len() == 2 => {
            arguments.swap(0, 1);
            Op::Log
        }
        "asin" => Op::Arcsin,
        "acos" => Op::Arccos,
        "atan" => Op::Arctan,
        "asinh" => Op::Arcsinh,
        "acosh" => Op::Arccosh,
        "atanh" => Op::Arctanh,
        _ => match Op::from_mathml(name) {
            Some(op) => op,
            None => return Ok(Expr::Call(name.to_owned(), arguments)),
        },
    };
    let single = matches!(name, "sqrt" | "log10") && arguments.len() != 1;
    if single || !op.takes(arguments.len()) {
        return Err(format!("`{name}` does not take {} arguments", arguments.len()));
    }
    Ok(Expr::Apply(op, arguments))
}

fn piecewise(mut arguments: Vec<Expr>) -> Result<Expr, String> {
    if arguments.len() < 2 {
        return Err("`piecewise` takes pairs of value and condition, then a last value".to_owned());
    }
    let last = if arguments.len() % 2 == 1 { arguments.pop().map(Box::new) } else { None };
    let pieces = arguments.chunks_exact(2).map(|pair| (pair[0].clone(), pair[1].clone())).collect();
    Ok(Expr::Piecewise { pieces, otherwise: last })
}
