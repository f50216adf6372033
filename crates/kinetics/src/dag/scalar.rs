use super::{Bin, Un};

/// The value of a function of one number.
pub(crate) fn unary(op: Un, a: f64) -> f64 {
    match op {
        Un::Neg => -a,
        Un::Exp => a.exp(),
        Un::Ln => a.ln(),
        Un::Log10 => a.log10(),
        Un::Sqrt => a.sqrt(),
        Un::Abs => a.abs(),
        Un::Sign if a == 0.0 => 0.0,
        Un::Sign => a.signum(),
        Un::Floor => a.floor(),
        Un::Ceil => a.ceil(),
        Un::Factorial => factorial(a),
        Un::Not => truth(a == 0.0),
        Un::Sin => a.sin(),
        Un::Cos => a.cos(),
        Un::Tan => a.tan(),
        Un::Asin => a.asin(),
        Un::Acos => a.acos(),
        Un::Atan => a.atan(),
        Un::Sinh => a.sinh(),
        Un::Cosh => a.cosh(),
        Un::Tanh => a.tanh(),
        Un::Asinh => a.asinh(),
        Un::Acosh => a.acosh(),
        Un::Atanh => a.atanh(),
    }
}

/// The value of a function of two numbers.
pub(crate) fn binary(op: Bin, a: f64, b: f64) -> f64 {
    match op {
        Bin::Add => a + b,
        Bin::Sub => a - b,
        Bin::Mul => a * b,
        Bin::Div => a / b,
        Bin::Pow => power(a, b),
        Bin::PowLn if a == 0.0 && b > 0.0 => 0.0,
        Bin::PowLn => power(a, b) * a.ln(),
        Bin::Min => a.min(b),
        Bin::Max => a.max(b),
        Bin::Rem => a - b * (a / b).trunc(),
        Bin::Lt => truth(a < b),
        Bin::Le => truth(a <= b),
        Bin::Eq => truth(a == b),
        Bin::And => truth(a != 0.0 && b != 0.0),
        Bin::Or => truth(a != 0.0 || b != 0.0),
    }
}

fn power(a: f64, b: f64) -> f64 {
    if b.fract() == 0.0 && b.abs() <= 64.0 { a.powi(b as i32) } else { a.powf(b) }
}

const fn truth(is: bool) -> f64 {
    if is { 1.0 } else { 0.0 }
}

fn factorial(a: f64) -> f64 {
    if a < 0.0 || a.fract() != 0.0 {
        return f64::NAN;
    }
    if a > 170.0 {
        return f64::INFINITY;
    }
    (2..=a as u32).fold(1.0, |product, k| product * f64::from(k))
}
