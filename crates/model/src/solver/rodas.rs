use super::tableau::{A, C, D, GAMMA, H, STAGES, TIMES};
use super::{Equations, Stepper, Taken};
use crate::linalg::{ShiftedLu, axpy, wide};
use std::sync::Arc;

/// The method of `tableau`. One factorisation per step serves all stages of the states and of their
/// tangents, whose stages are the exact derivatives of those of the states.
#[derive(Debug, Clone)]
pub struct Rodas5P {
    n: usize,
    directions: usize,
    time: f64,
    h: f64,
    start: Vec<f64>,
    start_tangents: Vec<f64>,
    rates: Vec<f64>,
    jacobian: Vec<f64>,
    by_time: Vec<f64>,
    curved: bool,
    lu: ShiftedLu,
    /// Stages of the states, one after the other, and the points they are computed at.
    stages: Vec<f64>,
    points: Vec<f64>,
    end: Vec<f64>,
    /// Stages of the tangents, one matrix after the other.
    tangent_stages: Vec<f64>,
    end_tangents: Vec<f64>,
    /// Whether these belong to the step last tried.
    tangents_known: bool,
    work: Vec<f64>,
}

impl Rodas5P {
    /// Room for steps of these equations.
    #[must_use]
    pub fn new(equations: &dyn Equations) -> Self {
        let (n, directions) = (equations.dimension(), equations.directions());
        let all = n * directions;
        Self {
            n,
            directions,
            time: 0.0,
            h: 0.0,
            start: vec![0.0; n],
            start_tangents: vec![0.0; all],
            rates: vec![0.0; n],
            jacobian: vec![0.0; equations.pattern().len()],
            by_time: vec![0.0; n],
            curved: false,
            lu: ShiftedLu::new(Arc::clone(equations.structure())),
            stages: vec![0.0; STAGES * n],
            points: vec![0.0; STAGES * n],
            end: vec![0.0; n],
            tangent_stages: vec![0.0; STAGES * all],
            end_tangents: vec![0.0; all],
            tangents_known: false,
            work: vec![0.0; all],
        }
    }

    fn stage(&mut self, equations: &mut dyn Equations, i: usize) {
        let n = self.n;
        let (done, rest) = self.stages.split_at_mut(i * n);
        let point = &mut self.points[i * n..(i + 1) * n];
        combine(&self.start, A[i], done, n, point);
        let u = &mut rest[..n];
        if i == 0 {
            u.copy_from_slice(&self.rates);
        } else {
            equations.rates(self.time + TIMES[i] * self.h, point, u);
        }
        let weight = self.h * D[i];
        for (value, by_time) in u.iter_mut().zip(&self.by_time) {
            *value += weight * by_time;
        }
        add(C[i], 1.0 / self.h, done, n, u);
        self.lu.solve(u);
    }

    fn tangent_stage(&mut self, equations: &dyn Equations, i: usize) {
        let (n, all) = (self.n, self.n * self.directions);
        let (done, rest) = self.tangent_stages.split_at_mut(i * all);
        wide(|| combine(&self.start_tangents, A[i], done, all, &mut self.work));
        let v = &mut rest[..all];
        equations.tangent_rates(&self.work, v);
        wide(|| add(C[i], 1.0 / self.h, done, all, v));
        equations.add_curvature(&self.stages[i * n..(i + 1) * n], self.h * D[i], v);
        self.lu.solve_many(v, self.directions);
    }
}

impl Stepper for Rodas5P {
    fn start(&mut self, equations: &mut dyn Equations, time: f64, states: &[f64], tangents: &[f64]) {
        self.time = time;
        self.start.copy_from_slice(states);
        self.start_tangents.copy_from_slice(tangents);
        self.curved = false;
        equations.linearise(time, states, &mut self.rates, &mut self.jacobian, &mut self.by_time);
    }

    fn attempt(&mut self, equations: &mut dyn Equations, h: f64) -> Option<(&[f64], &[f64])> {
        (self.h, self.tangents_known) = (h, false);
        if !self.lu.factorise(1.0 / (h * GAMMA), &self.jacobian) {
            return None;
        }
        for i in 0..STAGES {
            self.stage(equations, i);
        }
        let n = self.n;
        let (last_point, error) = (&self.points[(STAGES - 1) * n..], &self.stages[(STAGES - 1) * n..]);
        for ((end, point), change) in self.end.iter_mut().zip(last_point).zip(error) {
            *end = point + change;
        }
        // A state that was not finite stays so; it can only be one that never changes.
        let sound = |(end, start): (&f64, &f64)| end.is_finite() || !start.is_finite();
        self.end.iter().zip(&self.start).all(sound).then_some((&self.end, error))
    }

    fn tangents(&mut self, equations: &mut dyn Equations) -> (&[f64], &[f64]) {
        let (n, all) = (self.n, self.n * self.directions);
        if self.directions == 0 || self.tangents_known {
            return (&self.end_tangents, &self.tangent_stages[(STAGES - 1) * all..]);
        }
        self.tangents_known = true;
        if !self.curved {
            equations.prepare_tangents(self.time, &self.start);
            equations.prepare_curvature(&self.start_tangents);
            self.curved = true;
        }
        for (i, place) in TIMES.iter().enumerate() {
            equations.prepare_tangents(self.time + place * self.h, &self.points[i * n..(i + 1) * n]);
            self.tangent_stage(equations, i);
        }
        let (start, weights) = (&self.start_tangents, A[STAGES - 1]);
        wide(|| combine(start, weights, &self.tangent_stages, all, &mut self.end_tangents));
        let errors = &self.tangent_stages[(STAGES - 1) * all..];
        axpy(1.0, errors, &mut self.end_tangents);
        (&self.end_tangents, errors)
    }

    fn interpolate(&self, fraction: f64, states: &mut [f64]) {
        interpolate(fraction, &self.start, &self.end, &self.stages, states);
    }

    fn interpolate_tangents(&self, fraction: f64, tangents: &mut [f64]) {
        interpolate(fraction, &self.start_tangents, &self.end_tangents, &self.tangent_stages, tangents);
    }

    fn error_order(&self) -> f64 {
        4.0
    }

    fn taken(&self) -> Taken<'_> {
        Taken { time: self.time, h: self.h, start: &self.start, stages: &self.stages }
    }
}

/// Numbers that are summed up side by side.
const LANES: usize = 8;

/// Adds the stages, each times its weight and `scale`.
#[inline(always)]
fn add(weights: &[f64], scale: f64, stages: &[f64], n: usize, out: &mut [f64]) {
    let mut blocks = out[..n].chunks_exact_mut(LANES);
    let mut at = 0;
    for block in &mut blocks {
        let mut sums = [0.0; LANES];
        sums.copy_from_slice(block);
        for (j, weight) in weights.iter().enumerate() {
            let from = &stages[j * n + at..j * n + at + LANES];
            sums.iter_mut().zip(from).for_each(|(sum, value)| *sum += weight * scale * value);
        }
        block.copy_from_slice(&sums);
        at += LANES;
    }
    for (k, value) in blocks.into_remainder().iter_mut().enumerate() {
        for (j, weight) in weights.iter().enumerate() {
            *value += weight * scale * stages[j * n + at + k];
        }
    }
}

#[inline(always)]
pub(super) fn combine(start: &[f64], weights: &[f64], stages: &[f64], n: usize, out: &mut [f64]) {
    out.copy_from_slice(start);
    add(weights, 1.0, stages, n, out);
}

/// The weight of each stage at a fraction of the step.
pub(super) fn interpolant(fraction: f64) -> [f64; STAGES] {
    let (x, rest) = (fraction, 1.0 - fraction);
    std::array::from_fn(|j| x * rest * (H[0][j] + x * (H[1][j] + x * H[2][j])))
}

fn interpolate(fraction: f64, start: &[f64], end: &[f64], stages: &[f64], out: &mut [f64]) {
    let n = start.len();
    let (x, rest) = (fraction, 1.0 - fraction);
    let weights = interpolant(fraction);
    for (k, value) in out.iter_mut().enumerate() {
        *value = rest * start[k] + x * end[k];
    }
    for (j, weight) in weights.iter().enumerate() {
        axpy(*weight, &stages[j * n..(j + 1) * n], out);
    }
}
