use lca_kinetics::{Expr, Op};
use quick_xml::escape::escape;
use std::fmt::Write;

/// Whether a formula needs SBML Level 3 Version 2: for its operators, or because it takes a number
/// for a truth value or a truth value for a number, which Version 1 keeps apart.
pub(super) fn needs_version_2(expr: &Expr) -> bool {
    let own = match expr {
        Expr::Apply(Op::Min | Op::Max | Op::Quotient | Op::Rem | Op::Implies | Op::RateOf, _) => true,
        Expr::Apply(Op::And | Op::Or | Op::Xor | Op::Not, operands) => operands.iter().any(is_number),
        // Truth values may be compared for equality, but not with numbers.
        Expr::Apply(Op::Eq | Op::Neq, operands) => {
            operands.iter().any(is_truth) && operands.iter().any(is_number)
        }
        Expr::Apply(_, operands) => operands.iter().any(is_truth),
        Expr::Piecewise { pieces, .. } => pieces.iter().any(|(_, condition)| is_number(condition)),
        _ => false,
    };
    own || expr.children().into_iter().any(needs_version_2)
}

/// Whether an expression draws at random, which a package adds.
pub(super) fn draws(expr: &Expr) -> bool {
    matches!(expr, Expr::Apply(op, _) if op.is_random()) || expr.children().into_iter().any(draws)
}

/// Whether its value is a truth value for certain.
pub(super) fn is_truth(expr: &Expr) -> bool {
    matches!(expr, Expr::Apply(op, _) if op.is_logical())
}

/// Whether its value is a number for certain; 0 and 1 may stand for false and true.
pub(super) fn is_number(expr: &Expr) -> bool {
    match expr {
        Expr::Number(value) => *value != 0.0 && *value != 1.0,
        Expr::Symbol(_) | Expr::Time => true,
        Expr::Apply(op, _) => !op.is_logical(),
        Expr::Piecewise { .. } | Expr::Call(..) => false,
    }
}

/// Appends `<math>` with the expression.
pub(super) fn math(out: &mut String, expr: &Expr) {
    out.push_str("<math xmlns=\"http://www.w3.org/1998/Math/MathML\">");
    value(out, expr);
    out.push_str("</math>\n");
}

/// Appends `<math>` with an expression whose value is a truth value.
pub(super) fn condition(out: &mut String, expr: &Expr) {
    out.push_str("<math xmlns=\"http://www.w3.org/1998/Math/MathML\">");
    truth(out, expr);
    out.push_str("</math>\n");
}

/// Appends `<math>` with a function of arguments.
pub(super) fn lambda(out: &mut String, arguments: &[String], body: &Expr) {
    out.push_str("<math xmlns=\"http://www.w3.org/1998/Math/MathML\"><lambda>");
    for argument in arguments {
        let _ = write!(out, "<bvar><ci>{}</ci></bvar>", escape(argument));
    }
    value(out, body);
    out.push_str("</lambda></math>\n");
}

fn value(out: &mut String, expr: &Expr) {
    match expr {
        Expr::Number(number) => constant(out, *number),
        Expr::Symbol(id) => {
            let _ = write!(out, "<ci>{}</ci>", escape(id));
        }
        Expr::Time => out.push_str(
            "<csymbol encoding=\"text\" definitionURL=\"http://www.sbml.org/sbml/symbols/time\">time</csymbol>",
        ),
        Expr::Call(name, arguments) => {
            let _ = write!(out, "<apply><ci>{}</ci>", escape(name));
            arguments.iter().for_each(|argument| value(out, argument));
            out.push_str("</apply>");
        }
        Expr::Apply(op, operands) => apply(out, *op, operands),
        Expr::Piecewise { pieces, otherwise } => {
            out.push_str("<piecewise>");
            for (piece, condition) in pieces {
                out.push_str("<piece>");
                value(out, piece);
                truth(out, condition);
                out.push_str("</piece>");
            }
            if let Some(last) = otherwise {
                out.push_str("<otherwise>");
                value(out, last);
                out.push_str("</otherwise>");
            }
            out.push_str("</piecewise>");
        }
    }
}

fn truth(out: &mut String, expr: &Expr) {
    match expr {
        Expr::Number(1.0) => out.push_str("<true/>"),
        Expr::Number(0.0) => out.push_str("<false/>"),
        other => value(out, other),
    }
}

fn constant(out: &mut String, number: f64) {
    if number.is_nan() {
        out.push_str("<notanumber/>");
    } else if number == f64::INFINITY {
        out.push_str("<infinity/>");
    } else if number == f64::NEG_INFINITY {
        out.push_str("<apply><minus/><infinity/></apply>");
    } else if number != 0.0 && !(1e-5..1e15).contains(&number.abs()) {
        let text = format!("{number:e}");
        let (digits, exponent) = text.split_once('e').unwrap_or((&text, "0"));
        let _ = write!(out, "<cn type=\"e-notation\">{digits}<sep/>{exponent}</cn>");
    } else {
        let _ = write!(out, "<cn>{number}</cn>");
    }
}

fn apply(out: &mut String, op: Op, operands: &[Expr]) {
    match (op, operands) {
        (Op::Log2, [one]) => apply(out, Op::Log, &[Expr::Number(2.0), one.clone()]),
        (Op::Sign, [one]) => value(out, &sign(one)),
        _ if matches!(op, Op::Delay | Op::RateOf) || op.is_random() => {
            let (name, package) = (op.name(), if op.is_random() { "distrib/" } else { "" });
            let _ = write!(
                out,
                "<apply><csymbol encoding=\"text\" definitionURL=\"http://www.sbml.org/sbml/symbols/{package}{name}\">{name}</csymbol>"
            );
            operands.iter().for_each(|operand| value(out, operand));
            out.push_str("</apply>");
        }
        (Op::Root | Op::Log, [qualifier, one]) => {
            let name = if op == Op::Root { "degree" } else { "logbase" };
            let _ = write!(out, "<apply><{}/><{name}>", op.name());
            value(out, qualifier);
            let _ = write!(out, "</{name}>");
            value(out, one);
            out.push_str("</apply>");
        }
        _ => {
            let _ = write!(out, "<apply><{}/>", op.name());
            let logical = matches!(op, Op::And | Op::Or | Op::Xor | Op::Not | Op::Implies);
            let write = if logical { truth } else { value };
            operands.iter().for_each(|operand| write(out, operand));
            out.push_str("</apply>");
        }
    }
}

/// MathML has no sign function.
fn sign(of: &Expr) -> Expr {
    let compare = |op: Op| Expr::apply(op, [of.clone(), Expr::Number(0.0)]);
    Expr::Piecewise {
        pieces: vec![(Expr::Number(1.0), compare(Op::Gt)), (Expr::Number(-1.0), compare(Op::Lt))],
        otherwise: Some(Box::new(Expr::Number(0.0))),
    }
}
