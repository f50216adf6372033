//! Courses over time as expressions, in the network's unit of time.

use lca_core::{Perturbation, PerturbationKind};
use lca_kinetics::{Expr, Op};

/// From when to when something lasts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Window {
    pub(super) start: f64,
    pub(super) end: Option<f64>,
}

impl Window {
    pub(super) fn of(one: &Perturbation, unit_s: f64) -> Self {
        // A ramp or table keeps its last level.
        let stays = matches!(one.kind, PerturbationKind::Ramp | PerturbationKind::Table);
        Self { start: one.start_s / unit_s, end: one.end_s.filter(|_| !stays).map(|end| end / unit_s) }
    }

    /// Whether it lasts all the time.
    pub(super) const fn is_always(self) -> bool {
        self.start <= 0.0 && self.end.is_none()
    }

    /// As a condition; none where it always holds.
    pub(super) fn condition(self) -> Option<Expr> {
        let from = (self.start > 0.0).then(|| since(self.start));
        let until = self.end.map(|end| Expr::apply(Op::Lt, [Expr::Time, end.into()]));
        match (from, until) {
            (Some(from), Some(until)) => Some(Expr::apply(Op::And, [from, until])),
            (from, until) => from.or(until),
        }
    }

    /// `inside` while it lasts and else `outside`.
    pub(super) fn choose(self, inside: Expr, outside: Expr) -> Expr {
        match self.condition() {
            Some(condition) => {
                Expr::Piecewise { pieces: vec![(inside, condition)], otherwise: Some(Box::new(outside)) }
            }
            None => inside,
        }
    }
}

pub(super) fn since(time: f64) -> Expr {
    Expr::apply(Op::Geq, [Expr::Time, time.into()])
}

/// The level of a stimulus while it lasts.
pub(super) fn level(one: &Perturbation, unit_s: f64) -> Expr {
    let start = one.start_s / unit_s;
    match one.kind {
        PerturbationKind::Ramp => {
            let end = one.end_s.unwrap_or(one.start_s) / unit_s;
            along(&[(start, 0.0), (end, one.amount)])
        }
        PerturbationKind::Table => {
            let points = one.course.iter().map(|(time, share)| (start + time / unit_s, share * one.amount));
            along(&points.collect::<Vec<_>>())
        }
        _ => one.amount.into(),
    }
}

/// Straight lines between points, level before the first and after the last.
fn along(points: &[(f64, f64)]) -> Expr {
    let Some((first, last)) = points.first().zip(points.last()) else { return 0.0.into() };
    let before = |time: f64| Expr::apply(Op::Lt, [Expr::Time, time.into()]);
    let mut pieces = vec![(first.1.into(), before(first.0))];
    for pair in points.windows(2) {
        let slope = (pair[1].1 - pair[0].1) / (pair[1].0 - pair[0].0);
        let passed = Expr::apply(Op::Minus, [Expr::Time, pair[0].0.into()]);
        let line = Expr::apply(Op::Plus, [pair[0].1.into(), Expr::product([slope.into(), passed])]);
        pieces.push((line, before(pair[1].0)));
    }
    Expr::Piecewise { pieces, otherwise: Some(Box::new(last.1.into())) }
}
