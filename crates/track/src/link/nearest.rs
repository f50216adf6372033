use super::points::{minus, square};

/// Places sorted by row, to find the nearest of them.
pub(crate) struct Nearest {
    places: Vec<([f64; 3], usize)>,
}

impl Nearest {
    pub(crate) fn new(places: &[[f64; 3]]) -> Self {
        let mut places: Vec<([f64; 3], usize)> =
            places.iter().copied().enumerate().map(|(at, place)| (place, at)).collect();
        places.sort_by(|a, b| a.0[1].total_cmp(&b.0[1]));
        Self { places }
    }

    /// Squared distance and number of the place nearest to `to`, apart from number `but`; of equally near
    /// ones the lowest number.
    pub(crate) fn find(&self, to: [f64; 3], but: Option<usize>) -> Option<(f64, usize)> {
        let middle = self.places.partition_point(|(place, _)| place[1] < to[1]);
        let mut best: Option<(f64, usize)> = None;
        let (below, above) = self.places.split_at(middle);
        look(above.iter(), to, but, &mut best);
        look(below.iter().rev(), to, but, &mut best);
        best
    }
}

/// Goes away from the row of `to` until no place can be nearer.
fn look<'a>(
    places: impl Iterator<Item = &'a ([f64; 3], usize)>,
    to: [f64; 3],
    but: Option<usize>,
    best: &mut Option<(f64, usize)>,
) {
    for &(place, at) in places {
        let along = (place[1] - to[1]).powi(2);
        if best.is_some_and(|(distance, _)| along > distance) {
            return;
        }
        let distance = square(minus(place, to));
        let nearer = best.is_none_or(|(least, first)| distance < least || (distance == least && at < first));
        if nearer && but != Some(at) {
            *best = Some((distance, at));
        }
    }
}
