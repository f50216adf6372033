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
    pub(super) flat: bool,
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
        points.measure(spacing);
        points
    }

    pub(crate) fn len(&self) -> usize {
        self.t.len()
    }

    pub(crate) fn places(&self, t: usize) -> Vec<[f64; 3]> {
        self.place[self.frames[t].clone()].to_vec()
    }
}

#[inline]
pub(crate) fn plus(a: [f64; 3], b: [f64; 3]) -> [f64; 3] {
    [a[0] + b[0], a[1] + b[1], a[2] + b[2]]
}

#[inline]
pub(crate) fn minus(a: [f64; 3], b: [f64; 3]) -> [f64; 3] {
    [a[0] - b[0], a[1] - b[1], a[2] - b[2]]
}

#[inline]
pub(crate) fn scaled(a: [f64; 3], factor: f64) -> [f64; 3] {
    a.map(|along| along * factor)
}

#[inline]
pub(crate) fn square(a: [f64; 3]) -> f64 {
    a.iter().map(|along| along * along).sum()
}

/// The value below which a share of sorted values lies; 0 of none.
pub(crate) fn quantile(sorted: &[f64], share: f64) -> f64 {
    sorted.get(((sorted.len().max(1) - 1) as f64 * share).round() as usize).copied().unwrap_or(0.0)
}
