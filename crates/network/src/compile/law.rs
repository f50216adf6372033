//! Templates into formulas: the rate of a step as a concentration per time.

use lca_kinetics::sketch::{Inhibition, Inhibitor, Law, Logic, Step, Term};
use lca_kinetics::{Expr, Op};

/// Where the parameters of a step stand in its formula.
pub(super) type Parameter<'p> = &'p dyn Fn(&str) -> Expr;

/// The two directions of a rate: forth, and back where there is one.
#[derive(Debug)]
pub(super) struct Rates {
    pub(super) forth: Expr,
    pub(super) back: Option<Expr>,
}

/// The rate of a step, or why its template does not suit it.
pub(super) fn rates(step: &Step, parameter: Parameter<'_>) -> Result<Rates, String> {
    let forth = match &step.law {
        Law::MassAction => mass_action(&step.actors, &step.reactants, parameter("kf")),
        Law::MichaelisMenten => saturated(step, parameter)?,
        Law::Hill if step.reactants.is_empty() => promoter(step, parameter),
        Law::Hill => cooperative(step, parameter)?,
        Law::Formula(formula) => formula.clone(),
    };
    let reversible = step.reversible && step.law == Law::MassAction;
    let back = reversible.then(|| mass_action(&step.actors, &step.products, parameter("kr")));
    let modified = |rate| modified(rate, step, parameter);
    Ok(Rates { forth: modified(forth), back: back.map(modified) })
}

/// `k Π actors Π species^number`.
fn mass_action(actors: &[String], side: &[Term], constant: Expr) -> Expr {
    let mut factors = vec![constant];
    factors.extend(actors.iter().map(|id| Expr::symbol(id)));
    factors.extend(side.iter().map(|term| power(Expr::symbol(&term.species), term.number.into())));
    product(factors)
}

/// `kcat E S / (Km + S)` (Michaelis and Menten 1913), with the inhibitions of Cornish-Bowden,
/// Fundamentals of Enzyme Kinetics, chapter 6.
fn saturated(step: &Step, parameter: Parameter<'_>) -> Result<Expr, String> {
    let substrate = substrate(step)?;
    let of = |kind| step.inhibitors.iter().filter(move |one| one.kind == kind);
    let km = hampered(parameter("Km"), of(Inhibition::Competitive), parameter);
    let bound = hampered(substrate.clone(), of(Inhibition::Uncompetitive), parameter);
    Ok(divided(product([turnover(step, parameter), vec![substrate]].concat()), sum(vec![km, bound])))
}

/// `kcat E S^n / (K^n + S^n)` (Hill 1910).
fn cooperative(step: &Step, parameter: Parameter<'_>) -> Result<Expr, String> {
    let share = hill(substrate(step)?, parameter("K"), parameter("n"));
    Ok(product([turnover(step, parameter), vec![share]].concat()))
}

/// The turnover number and the enzyme, or the greatest rate where no enzyme is named.
fn turnover(step: &Step, parameter: Parameter<'_>) -> Vec<Expr> {
    if step.actors.is_empty() {
        return vec![parameter("Vmax")];
    }
    let mut factors = vec![parameter("kcat")];
    factors.extend(step.actors.iter().map(|id| Expr::symbol(id)));
    factors
}

/// The one molecule that a saturable step takes.
fn substrate(step: &Step) -> Result<Expr, String> {
    match step.reactants.as_slice() {
        [one] if one.number == 1.0 => Ok(Expr::symbol(&one.species)),
        _ => Err("a saturable rate law has one substrate, once; use mass-action, or give `| rate = FORMULA`"
            .to_owned()),
    }
}

/// `Vmax` times what its regulators leave of it: `Π h` where all are needed, `1 − Π (1 − h)` where one is
/// enough.
fn promoter(step: &Step, parameter: Parameter<'_>) -> Expr {
    let lone = step.actors.len() == 1;
    let share = |actor: &String| {
        let name = |role: &str| if lone { role.to_owned() } else { format!("{role}_{actor}") };
        hill(Expr::symbol(actor), parameter(&name("K")), parameter(&name("n")))
    };
    let shares: Vec<Expr> = step.actors.iter().map(share).collect();
    let mut factors = vec![parameter("Vmax")];
    match step.logic {
        Logic::Sum if !lone && !shares.is_empty() => {
            let absent = shares.into_iter().map(|share| less(1.0.into(), share)).collect();
            factors.push(less(1.0.into(), product(absent)));
        }
        _ => factors.extend(shares),
    }
    product(factors)
}

/// The rate times what activators leave of it and over what inhibitors add.
fn modified(rate: Expr, step: &Step, parameter: Parameter<'_>) -> Expr {
    let mut factors = vec![rate];
    factors.extend(
        step.activators
            .iter()
            .map(|id| hill(Expr::symbol(id), parameter(&format!("Ka_{id}")), parameter(&format!("na_{id}")))),
    );
    let mut below = Vec::new();
    for one in &step.inhibitors {
        match one.kind {
            Inhibition::Noncompetitive => below.push(hampering(one, None, parameter)),
            Inhibition::Repression => {
                let exponent = parameter(&format!("ni_{}", one.species));
                below.push(hampering(one, Some(exponent), parameter));
            }
            // These act within the law itself.
            Inhibition::Competitive | Inhibition::Uncompetitive => {}
        }
    }
    let rate = product(factors);
    if below.is_empty() { rate } else { divided(rate, product(below)) }
}

/// `of (1 + Σ I / Ki)`, or `of` where nothing inhibits.
fn hampered<'i>(of: Expr, by: impl Iterator<Item = &'i Inhibitor>, parameter: Parameter<'_>) -> Expr {
    let mut terms: Vec<Expr> = vec![1.0.into()];
    terms.extend(by.map(|one| relative(one, parameter)));
    if terms.len() == 1 { of } else { product(vec![of, sum(terms)]) }
}

/// `1 + (I / Ki)^n`.
fn hampering(one: &Inhibitor, exponent: Option<Expr>, parameter: Parameter<'_>) -> Expr {
    let share = relative(one, parameter);
    let share = match exponent {
        Some(exponent) => power(share, exponent),
        None => share,
    };
    sum(vec![1.0.into(), share])
}

fn relative(one: &Inhibitor, parameter: Parameter<'_>) -> Expr {
    divided(Expr::symbol(&one.species), parameter(&format!("Ki_{}", one.species)))
}

/// `X^n / (K^n + X^n)`.
fn hill(species: Expr, half: Expr, exponent: Expr) -> Expr {
    let (above, beside) = (power(species, exponent.clone()), power(half, exponent));
    divided(above.clone(), sum(vec![beside, above]))
}

fn power(base: Expr, exponent: Expr) -> Expr {
    if exponent == Expr::Number(1.0) { base } else { Expr::apply(Op::Power, [base, exponent]) }
}

/// A product; products within it are taken apart.
pub(super) fn product(factors: Vec<Expr>) -> Expr {
    let mut flat = Vec::new();
    for factor in factors {
        match factor {
            Expr::Apply(Op::Times, inner) => flat.extend(inner),
            other => flat.push(other),
        }
    }
    if flat.len() == 1 { flat.remove(0) } else { Expr::product(flat) }
}

fn sum(terms: Vec<Expr>) -> Expr {
    Expr::Apply(Op::Plus, terms)
}

fn divided(above: Expr, below: Expr) -> Expr {
    Expr::apply(Op::Divide, [above, below])
}

/// One less the other.
pub(super) fn less(from: Expr, what: Expr) -> Expr {
    Expr::apply(Op::Minus, [from, what])
}
