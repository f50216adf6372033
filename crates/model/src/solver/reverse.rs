use super::rodas::{combine, interpolant};
use super::tableau::{A, C, D, GAMMA, STAGES, TIMES};
use super::{Equations, Taken};
use crate::linalg::{ShiftedLu, axpy};
use std::sync::Arc;

/// The adjoint of steps of `Rodas5P`: the exact transpose of their tangents, so that both give the
/// same gradient but for rounding.
///
/// A stage solves `W u = r` with `W = 1/(hγ) - J`. With the adjoint `ū` of its result,
/// `r̄ = W⁻ᵀ ū`, and the Jacobian within `W` has the adjoint `r̄ uᵀ`.
#[derive(Debug, Clone)]
pub(super) struct Reverse {
    n: usize,
    lu: ShiftedLu,
    rates: Vec<f64>,
    jacobian: Vec<f64>,
    by_time: Vec<f64>,
    /// Adjoints of the stages.
    stages: Vec<f64>,
    point: Vec<f64>,
    pulled: Vec<f64>,
    /// Adjoints of the entries of the Jacobian at the start of the step.
    entries: Vec<f64>,
}

impl Reverse {
    pub(super) fn new(equations: &dyn Equations) -> Self {
        let n = equations.dimension();
        Self {
            n,
            lu: ShiftedLu::new(Arc::clone(equations.structure())),
            rates: vec![0.0; n],
            jacobian: vec![0.0; equations.pattern().len()],
            by_time: vec![0.0; n],
            stages: vec![0.0; STAGES * n],
            point: vec![0.0; n],
            pulled: vec![0.0; n],
            entries: vec![0.0; equations.pattern().len()],
        }
    }

    /// Takes `adjoint`, the derivative of a result by the states at the end of a step, to its start.
    /// `seen` are fractions of the step with the derivative by the states there.
    pub(super) fn step<'g>(
        &mut self,
        equations: &mut dyn Equations,
        taken: Taken<'_>,
        seen: impl Iterator<Item = (f64, &'g [f64])>,
        adjoint: &mut [f64],
        by_parameter: &mut [f64],
    ) {
        let n = self.n;
        self.stages.fill(0.0);
        self.entries.fill(0.0);
        self.pulled.fill(0.0);
        for (fraction, weights) in seen {
            axpy(fraction, weights, adjoint);
            axpy(1.0 - fraction, weights, &mut self.pulled);
            for (stage, weight) in self.stages.chunks_exact_mut(n.max(1)).zip(interpolant(fraction)) {
                axpy(weight, weights, stage);
            }
        }
        let weights = A[STAGES - 1].iter().chain(&[1.0]);
        for (stage, weight) in self.stages.chunks_exact_mut(n.max(1)).zip(weights) {
            axpy(*weight, adjoint, stage);
        }
        axpy(1.0, &self.pulled, adjoint);
        self.factorise(equations, taken);
        for i in (0..STAGES).rev() {
            self.stage(equations, taken, i, adjoint, by_parameter);
        }
        equations.pull_curvature(&self.entries, adjoint, by_parameter);
    }

    fn factorise(&mut self, equations: &mut dyn Equations, taken: Taken<'_>) {
        let Self { rates, jacobian, by_time, .. } = self;
        equations.linearise(taken.time, taken.start, rates, jacobian, by_time);
        // It was regular when the step was taken.
        self.lu.factorise(1.0 / (taken.h * GAMMA), &self.jacobian);
    }

    fn stage(
        &mut self,
        equations: &mut dyn Equations,
        taken: Taken<'_>,
        i: usize,
        adjoint: &mut [f64],
        by_parameter: &mut [f64],
    ) {
        let n = self.n;
        let (before, rest) = self.stages.split_at_mut(i * n);
        let right = &mut rest[..n];
        self.lu.solve_transposed(right);
        combine(taken.start, A[i], taken.stages, n, &mut self.point);
        equations.prepare_tangents(taken.time + TIMES[i] * taken.h, &self.point);
        self.pulled.fill(0.0);
        equations.pull_rates(right, &mut self.pulled, by_parameter);
        axpy(1.0, &self.pulled, adjoint);
        for ((stage, a), c) in before.chunks_exact_mut(n.max(1)).zip(A[i]).zip(C[i]) {
            axpy(*a, &self.pulled, stage);
            axpy(c / taken.h, right, stage);
        }
        let stage = &taken.stages[i * n..(i + 1) * n];
        let weight = taken.h * D[i];
        for (entry, &(row, column)) in self.entries.iter_mut().zip(equations.pattern()) {
            *entry += right[row as usize] * stage.get(column as usize).copied().unwrap_or(weight);
        }
    }
}
