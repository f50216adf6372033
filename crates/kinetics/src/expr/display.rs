use super::{Expr, Op};
use std::fmt;

/// Writes the expression as PEtab math text, with parentheses wherever an operand is not a plain
/// number, symbol or call; [`super::parse_math`] reads it back.
impl fmt::Display for Expr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(value) => number(f, *value),
            Self::Symbol(id) => f.write_str(id),
            Self::Time => f.write_str("time"),
            Self::Call(name, arguments) => call(f, name, arguments),
            Self::Apply(op, operands) => apply(f, *op, operands),
            Self::Piecewise { pieces, otherwise } => {
                let mut list: Vec<&Self> = pieces.iter().flat_map(|(v, c)| [v, c]).collect();
                list.extend(otherwise.as_deref());
                f.write_str("piecewise(")?;
                for (at, item) in list.into_iter().enumerate() {
                    write!(f, "{}{item}", if at == 0 { "" } else { ", " })?;
                }
                f.write_str(")")
            }
        }
    }
}

fn number(f: &mut fmt::Formatter<'_>, value: f64) -> fmt::Result {
    if value.is_nan() {
        return f.write_str("nan");
    }
    if value.is_infinite() {
        return f.write_str(if value > 0.0 { "inf" } else { "-inf" });
    }
    let size = value.abs();
    if value != 0.0 && !(1e-4..1e9).contains(&size) { write!(f, "{value:e}") } else { write!(f, "{value}") }
}

fn call(f: &mut fmt::Formatter<'_>, name: &str, arguments: &[Expr]) -> fmt::Result {
    write!(f, "{name}(")?;
    for (at, argument) in arguments.iter().enumerate() {
        write!(f, "{}{argument}", if at == 0 { "" } else { ", " })?;
    }
    f.write_str(")")
}

fn infix(op: Op) -> Option<&'static str> {
    Some(match op {
        Op::Plus => " + ",
        Op::Minus => " - ",
        Op::Times => " * ",
        Op::Divide => " / ",
        Op::Power => " ^ ",
        Op::Eq => " == ",
        Op::Neq => " != ",
        Op::Lt => " < ",
        Op::Leq => " <= ",
        Op::Gt => " > ",
        Op::Geq => " >= ",
        Op::And => " && ",
        Op::Or => " || ",
        _ => return None,
    })
}

const fn chains(op: Op) -> bool {
    matches!(op, Op::Plus | Op::Times | Op::And | Op::Or)
}

fn apply(f: &mut fmt::Formatter<'_>, op: Op, operands: &[Expr]) -> fmt::Result {
    match (op, operands) {
        (Op::Minus, [one]) => wrapped(f, "-", one),
        (Op::Not, [one]) => wrapped(f, "!", one),
        (Op::Root, [one]) => call(f, "sqrt", std::slice::from_ref(one)),
        (Op::Root, [degree, one]) => {
            let inverse = Expr::apply(Op::Divide, [1.0.into(), degree.clone()]);
            apply(f, Op::Power, &[one.clone(), inverse])
        }
        (Op::Log, [one]) => call(f, "log10", std::slice::from_ref(one)),
        (Op::Log, [base, one]) => call(f, "log", &[one.clone(), base.clone()]),
        (Op::Power, _) if operands.len() == 2 => call(f, "pow", operands),
        _ => match infix(op) {
            Some(sign) if operands.len() == 2 || (operands.len() > 2 && chains(op)) => {
                for (at, operand) in operands.iter().enumerate() {
                    wrapped(f, if at == 0 { "" } else { sign }, operand)?;
                }
                Ok(())
            }
            _ => call(f, op.name(), operands),
        },
    }
}

fn wrapped(f: &mut fmt::Formatter<'_>, before: &str, operand: &Expr) -> fmt::Result {
    let bare = match operand {
        Expr::Number(value) => *value >= 0.0,
        Expr::Apply(op, operands) => {
            infix(*op).is_none() && *op != Op::Not || (*op == Op::Power && operands.len() == 2)
        }
        _ => true,
    };
    if bare { write!(f, "{before}{operand}") } else { write!(f, "{before}({operand})") }
}
