use super::nearest::Nearest;
use super::points::{Points, quantile};

impl Points {
    /// Measures the space that objects lie in and take up.
    pub(super) fn measure(&mut self, spacing: [f64; 3]) {
        self.flat = self.centre.windows(2).all(|pair| (pair[0][0] - pair[1][0]).abs() < 1e-9);
        self.diameter = self.typical_diameter(spacing);
        self.extent = self.box_size();
        self.contact = self.nearness().max(self.diameter);
        self.mark_border();
    }

    /// Dimensions that objects lie in.
    pub(crate) fn dims(&self) -> f64 {
        if self.flat { 2.0 } else { 3.0 }
    }

    /// What a centre can be known to.
    pub(crate) fn least_step(&self) -> f64 {
        (0.03 * self.diameter).max(0.1)
    }

    fn mark_border(&mut self) {
        let axes: &[usize] = if self.flat { &[1, 2] } else { &[0, 1, 2] };
        let mut inner = 1.0;
        self.border = vec![false; self.place.len()];
        for &axis in axes {
            let along = || self.place.iter().map(|place| place[axis]);
            let (low, high) = (along().fold(f64::MAX, f64::min), along().fold(f64::MIN, f64::max));
            let edge = self.diameter.min(0.2 * (high - low));
            inner *= 1.0 - 2.0 * edge / (high - low).max(1e-9);
            for (border, place) in self.border.iter_mut().zip(&self.place) {
                *border |= place[axis] < low + edge || place[axis] > high - edge;
            }
        }
        self.border_share = (1.0 - inner).clamp(0.01, 0.99);
    }

    fn box_size(&self) -> f64 {
        let side = |axis: usize| {
            let along = || self.place.iter().map(|place| place[axis]);
            (along().fold(f64::MIN, f64::max) - along().fold(f64::MAX, f64::min)).max(self.diameter)
        };
        if self.place.is_empty() {
            return 1.0;
        }
        side(1) * side(2) * if self.flat { 1.0 } else { side(0) }
    }

    fn nearness(&self) -> f64 {
        let every = self.frames.len().div_ceil(60).max(1);
        let mut nearest = Vec::new();
        for t in (0..self.frames.len()).step_by(every) {
            let places = self.places(t);
            let index = Nearest::new(&places);
            let each = places.iter().enumerate().filter_map(|(at, &place)| index.find(place, Some(at)));
            nearest.extend(each.map(|(square, _)| square.sqrt()));
        }
        nearest.sort_unstable_by(f64::total_cmp);
        quantile(&nearest, 0.05)
    }

    /// From the median area; of a ball where objects lie at several heights.
    fn typical_diameter(&self, spacing: [f64; 3]) -> f64 {
        let mut areas = self.ln_area.clone();
        areas.sort_unstable_by(f64::total_cmp);
        let Some(area) = areas.get(areas.len() / 2).map(|ln| ln.exp()) else { return 1.0 };
        if self.flat {
            2.0 * (area / std::f64::consts::PI).sqrt()
        } else {
            (6.0 * area * spacing[0] * spacing[1] / std::f64::consts::PI).cbrt()
        }
    }
}
