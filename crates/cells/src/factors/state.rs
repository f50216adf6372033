use super::data::Data;
use super::{FactorParams, Factors, View, variance};
use ndarray::{Array1, Array2, Axis};

/// What is believed of everything that is not observed.
#[derive(Debug)]
pub(super) struct State {
    /// Samples × factors: expected scores and expected squares of scores.
    pub(super) scores: Array2<f64>,
    pub(super) score_squares: Array2<f64>,
    /// Groups × factors: shape and rate of the precision of scores; without groups it is 1 for sure.
    pub(super) score_precision: Array2<(f64, f64)>,
    pub(super) views: Vec<ViewState>,
}

/// The same of one view.
#[derive(Debug)]
pub(super) struct ViewState {
    /// Features × factors: expected weights, their expected squares.
    pub(super) weights: Array2<f64>,
    pub(super) squares: Array2<f64>,
    /// Features × factors: how likely the feature is active, mean and variance of its weight if it is.
    pub(super) active: Array2<f64>,
    pub(super) slab: Array2<f64>,
    pub(super) slab_variance: Array2<f64>,
    /// Precision of the slab of each factor: shape and rate of its gamma distribution.
    pub(super) alpha: Vec<(f64, f64)>,
    /// Share of active features of each factor: its beta distribution.
    pub(super) theta: Vec<(f64, f64)>,
    /// Groups × features: shape and rate of the gamma distribution of each precision of noise.
    pub(super) noise: Array2<(f64, f64)>,
}

impl ViewState {
    pub(super) fn precision(&self, group: usize, feature: usize) -> f64 {
        let (shape, rate) = self.noise[[group, feature]];
        shape / rate
    }
}

impl State {
    /// Scores as given; weights 0; noise as large as the data.
    pub(super) fn new(data: &Data, scores: Array2<f64>) -> Self {
        let factors = scores.ncols();
        let view = |view: &super::data::Centred| {
            let (shape, squares) = ((view.features(), factors), view.squares());
            let noise = |(_, feature): (usize, usize)| (1.0, squares[feature]);
            ViewState {
                weights: Array2::zeros(shape),
                squares: Array2::zeros(shape),
                active: Array2::ones(shape),
                slab: Array2::zeros(shape),
                slab_variance: Array2::ones(shape),
                alpha: vec![(1.0, 1.0); factors],
                theta: vec![(1.0, 1.0); factors],
                noise: Array2::from_shape_fn((data.groups.len(), view.features()), noise),
            }
        };
        Self {
            score_squares: scores.mapv(|score| score * score),
            score_precision: Array2::from_elem((data.groups.len(), factors), (1.0, 1.0)),
            views: data.views.iter().map(view).collect(),
            scores,
        }
    }

    /// Renews all beliefs once; the noise last, as the bound relies on it.
    pub(super) fn round(&mut self, data: &mut Data, params: &FactorParams) {
        self.renew_weights(data, params);
        self.renew_scores(data);
        self.renew_means(data);
        self.renew_priors(data, params);
        self.renew_noise(data);
    }

    /// Forgets one factor.
    pub(super) fn drop(&mut self, factor: usize) {
        let kept: Vec<usize> = (0..self.scores.ncols()).filter(|&at| at != factor).collect();
        self.select(&kept);
    }

    /// Keeps these factors, in this order.
    fn select(&mut self, kept: &[usize]) {
        let pick = |matrix: &mut Array2<f64>| {
            *matrix = matrix.select(Axis(1), kept).as_standard_layout().into_owned()
        };
        [&mut self.scores, &mut self.score_squares].into_iter().for_each(pick);
        self.score_precision = self.score_precision.select(Axis(1), kept);
        for view in &mut self.views {
            let ViewState { weights, squares, active, slab, slab_variance, alpha, theta, .. } = view;
            [weights, squares, active, slab, slab_variance].into_iter().for_each(pick);
            *alpha = kept.iter().map(|&at| alpha[at]).collect();
            *theta = kept.iter().map(|&at| theta[at]).collect();
        }
    }

    /// Orders factors by what they explain, and turns each so that its largest weight is positive.
    pub(super) fn finish(
        mut self,
        data: &Data,
        views: &[View],
        (bound, converged, dropped): (Vec<f64>, bool, usize),
    ) -> Factors {
        let of = |state: &Self| variance::by_factor(state, data);
        let known = of(&self);
        let sum = |factor: usize| -> f64 {
            known
                .iter()
                .map(|group| group.column(factor).iter().filter(|share| !share.is_nan()).sum::<f64>())
                .sum()
        };
        let mut order: Vec<usize> = (0..self.scores.ncols()).collect();
        order.sort_by(|&one, &other| sum(other).total_cmp(&sum(one)));
        self.select(&order);
        let signs = self.signs();
        self.scores *= &signs;
        self.views.iter_mut().for_each(|view| view.weights *= &signs);
        Factors {
            variance: of(&self),
            variance_total: variance::total(&self, data),
            weights: self.views.iter().map(|view| view.weights.clone()).collect(),
            scores: self.scores,
            intercepts: data.views.iter().map(|view| view.means.clone()).collect(),
            scales: data.views.iter().map(|view| view.scale).collect(),
            views: views.iter().map(|view| view.name.clone()).collect(),
            groups: data.groups.clone(),
            group: data.group.clone(),
            bound,
            converged,
            dropped,
        }
    }

    fn signs(&self) -> Array1<f64> {
        let largest = |factor: usize| {
            let weights = self.views.iter().flat_map(|view| view.weights.column(factor).to_vec());
            weights.fold(0.0_f64, |most, weight| if weight.abs() > most.abs() { weight } else { most })
        };
        (0..self.scores.ncols()).map(|factor| 1.0_f64.copysign(largest(factor))).collect()
    }
}
