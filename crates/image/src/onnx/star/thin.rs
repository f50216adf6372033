use super::shape::Star;
use std::collections::BTreeMap;

/// Side in pixels of the cells that kept stars are looked up in.
const CELL: i32 = 64;

/// Takes the likeliest star, and leaves out every other one that shares more than `overlap` of the smaller one's area
/// with a star taken, until none is left. Shares are of the smaller one, so that a star within a larger one is left out
/// however small it is.
pub(in crate::onnx) fn thinned(mut stars: Vec<Star>, overlap: f64) -> Vec<Star> {
    stars.sort_unstable_by(Star::before);
    let mut kept: Vec<Star> = Vec::new();
    let mut places: BTreeMap<[i32; 2], Vec<u32>> = BTreeMap::new();
    for star in stars {
        let cells = cells(&star);
        let mut near = cells.iter().filter_map(|cell| places.get(cell)).flatten();
        let taken = near.any(|&at| too_near(&kept[at as usize], &star, overlap));
        if !taken {
            let at = kept.len() as u32;
            cells.iter().for_each(|&cell| places.entry(cell).or_default().push(at));
            kept.push(star);
        }
    }
    kept
}

fn too_near(one: &Star, other: &Star, overlap: f64) -> bool {
    one.shared(other) as f64 > overlap * one.area.min(other.area) as f64
}

/// The cells that a star may have pixels in.
fn cells(star: &Star) -> Vec<[i32; 2]> {
    let [rows, columns] =
        star.bounds().map(|range| range.start.div_euclid(CELL)..=(range.end - 1).div_euclid(CELL));
    rows.flat_map(|y| columns.clone().map(move |x| [y, x])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn disc(odds: f32, centre: [usize; 2], radius: f32) -> Star {
        Star::new(odds, centre, vec![radius; 32].into_iter())
    }

    #[test]
    fn the_likeliest_of_those_that_overlap_are_kept() {
        let stars = vec![
            disc(0.7, [50, 50], 8.0),
            disc(0.9, [52, 51], 8.0),
            disc(0.8, [50, 64], 8.0),
            disc(0.6, [51, 51], 3.0),
            disc(0.95, [200, 200], 80.0),
            disc(0.5, [261, 200], 4.0),
        ];
        let kept: Vec<[usize; 2]> = thinned(stars, 0.4).iter().map(|star| star.centre).collect();
        assert_eq!(kept, [[200, 200], [52, 51], [50, 64]], "one within another goes, however small");
    }

    #[test]
    fn only_those_taken_take_others_out() {
        // The middle one overlaps with both, and is itself out.
        let row = vec![disc(0.9, [20, 20], 8.0), disc(0.8, [20, 26], 8.0), disc(0.7, [20, 34], 8.0)];
        let kept: Vec<usize> = thinned(row, 0.4).iter().map(|star| star.centre[1]).collect();
        assert_eq!(kept, [20, 34]);
    }
}
