use crate::FrameObjects;

/// All objects of a movie, numbered through: by frame, then by label.
pub(crate) struct Points {
    /// The numbers of each frame's objects.
    pub(crate) frames: Vec<std::ops::Range<usize>>,
    pub(crate) t: Vec<usize>,
    pub(crate) label: Vec<u32>,
    /// Centres in pixels, as given.
    pub(crate) centre: Vec<[f64; 3]>,
    /// Centres along z, y, x in pixels of x.
    pub(crate) place: Vec<[f64; 3]>,
    pub(crate) ln_area: Vec<f64>,
    /// Not a number where the brightness is unknown or not positive.
    pub(crate) ln_intensity: Vec<f64>,
    /// Typical diameter of an object in pixels of x.
    pub(crate) diameter: f64,
    /// Area (volume, where objects lie at several heights) of the box around all objects.
    pub(crate) extent: f64,
    /// How near to each other objects of a frame come: the twentieth part of the distances to the nearest
    /// other is smaller. Not below the diameter.
    pub(crate) contact: f64,
    /// Whether each object lies within `contact` of the box around all objects.
    pub(crate) border: Vec<bool>,
    /// Share of the box that lies there.
    pub(crate) border_share: f64,
    flat: bool,
}

impl Points {
    pub(crate) fn new(movie: &[FrameObjects], spacing: [f64; 3]) -> Self {
        let mut points = Self {
            frames: Vec::new(),
            t: Vec::new(),
            label: Vec::new(),
            centre: Vec::new(),
            place: Vec::new(),
            ln_area: Vec::new(),
            ln_intensity: Vec::new(),
            diameter: 1.0,
            extent: 1.0,
            contact: 1.0,
            border: Vec::new(),
            border_share: 0.0,
            flat: true,
        };
        for (t, frame) in movie.iter().enumerate() {
            let first = points.t.len();
            let mut objects = frame.objects.clone();
            objects.sort_unstable_by_key(|object| object.label);
            for object in objects {
                points.t.push(t);
                points.label.push(object.label);
                points.centre.push(object.centre);
                points.place.push([0, 1, 2].map(|axis| object.centre[axis] * spacing[axis]));
                points.ln_area.push(object.area.ln());
                let bright = object.intensity > 0.0 && object.intensity.is_finite();
                points.ln_intensity.push(if bright { object.intensity.ln() } else { f64::NAN });
            }
            points.frames.push(first..points.t.len());
        }
        points.flat = points.centre.windows(2).all(|pair| (pair[0][0] - pair[1][0]).abs() < 1e-9);
        points.diameter = points.typical_diameter(spacing);
        points.extent = points.box_size();
        points.contact = points.nearness().max(points.diameter);
        points.mark_border();
        points
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
        let mut nearest = Vec::new();
        let every = self.frames.len().div_ceil(60).max(1);
        for frame in self.frames.iter().step_by(every) {
            let rows = super::candidates::by_row(self, frame.clone());
            for (rank, &a) in rows.iter().enumerate() {
                let mut best = f64::INFINITY;
                let gap = |b: usize| self.place[b][1] - self.place[a][1];
                for &b in &rows[rank + 1..] {
                    if gap(b) > best {
                        break;
                    }
                    best = best.min(square(minus(self.place[a], self.place[b])).sqrt());
                }
                for &b in rows[..rank].iter().rev() {
                    if -gap(b) > best {
                        break;
                    }
                    best = best.min(square(minus(self.place[a], self.place[b])).sqrt());
                }
                if best.is_finite() {
                    nearest.push(best);
                }
            }
        }
        nearest.sort_unstable_by(f64::total_cmp);
        super::habit::quantile(&nearest, 0.05)
    }

    pub(crate) fn len(&self) -> usize {
        self.t.len()
    }

    pub(crate) fn places(&self, t: usize) -> Vec<[f64; 3]> {
        self.place[self.frames[t].clone()].to_vec()
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

pub(crate) fn plus(a: [f64; 3], b: [f64; 3]) -> [f64; 3] {
    [a[0] + b[0], a[1] + b[1], a[2] + b[2]]
}

pub(crate) fn minus(a: [f64; 3], b: [f64; 3]) -> [f64; 3] {
    [a[0] - b[0], a[1] - b[1], a[2] - b[2]]
}

pub(crate) fn scaled(a: [f64; 3], factor: f64) -> [f64; 3] {
    a.map(|along| along * factor)
}

pub(crate) fn square(a: [f64; 3]) -> f64 {
    a.iter().map(|along| along * along).sum()
}
