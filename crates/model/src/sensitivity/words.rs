use lca_kinetics::petab::{Parameter, Scale};

/// Parts below this share of the largest are not worth a word.
const SMALL: f64 = 0.05;
/// Most parameters named.
const MOST: usize = 5;

/// What it means that nothing is known along directions, the least known first.
pub(super) fn in_words(parameters: &[Parameter], mut directions: Vec<Vec<f64>>) -> Vec<String> {
    sparse(&mut directions);
    let several = directions.len() > 1;
    directions.iter().map(|direction| sentence(parameters, direction, several)).collect()
}

/// Brings directions to others of the same span with as few parts as can be: each is alone in having one of the
/// parameters, of which its part is 1 (Gauss-Jordan elimination with complete pivoting).
fn sparse(directions: &mut [Vec<f64>]) {
    let n = directions.first().map_or(0, Vec::len);
    let mut taken: Vec<usize> = Vec::new();
    for row in 0..directions.len() {
        let places = (row..directions.len()).flat_map(|r| (0..n).map(move |c| (r, c)));
        let free = places.filter(|(_, c)| !taken.contains(c));
        let size = |&(r, c): &(usize, usize)| directions[r][c].abs();
        let Some((r, column)) = free.min_by(|a, b| size(b).total_cmp(&size(a))) else { return };
        directions.swap(row, r);
        let pivot = directions[row][column];
        directions[row].iter_mut().for_each(|part| *part /= pivot);
        let known = directions[row].clone();
        for (_, other) in directions.iter_mut().enumerate().filter(|(other, _)| *other != row) {
            let share = other[column];
            other.iter_mut().zip(&known).for_each(|(part, known)| *part -= share * known);
        }
        taken.push(column);
    }
}

/// Of several open directions each only says what may change together: what stays fixed depends on the others too.
fn sentence(parameters: &[Parameter], direction: &[f64], several: bool) -> String {
    let largest = direction.iter().fold(0.0_f64, |most, part| most.max(part.abs()));
    let mut parts: Vec<(&Parameter, f64)> = parameters.iter().zip(direction.iter().copied()).collect();
    parts.retain(|(_, part)| part.abs() >= SMALL * largest);
    parts.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
    match parts.as_slice() {
        [(one, _)] => format!("the data do not fix {}", one.id),
        [(a, first), (b, second)] if !several && logarithmic(a) && logarithmic(b) => {
            pair(&a.id, *first, &b.id, *second)
        }
        some => together(some),
    }
}

fn logarithmic(parameter: &Parameter) -> bool {
    parameter.scale != Scale::Lin
}

/// Moving `(ln a, ln b)` along `(first, second)` leaves `a^second · b^-first` as it is.
fn pair(a: &str, first: f64, b: &str, second: f64) -> String {
    let same = (0.8..=1.25).contains(&(first / second).abs());
    let (low, high) = if a <= b { (a, b) } else { (b, a) };
    match (same, first * second > 0.0) {
        (true, true) => format!("the data fix the ratio of {low} and {high}, not each"),
        (true, false) => format!("the data fix the product of {low} and {high}, not each"),
        (false, true) => format!("the data fix {a} over {b}^{:.2}, not each", first / second),
        (false, false) => format!("the data fix {a} times {b}^{:.2}, not each", -first / second),
    }
}

fn together(parts: &[(&Parameter, f64)]) -> String {
    let way = |part: f64| if part > 0.0 { "up" } else { "down" };
    let mut named: Vec<String> =
        parts.iter().take(MOST).map(|(p, part)| format!("{} {}", p.id, way(*part))).collect();
    if parts.len() > MOST {
        named.push(format!("{} others", parts.len() - MOST));
    }
    let last = named.pop().unwrap_or_default();
    format!("{} and {last} together leave the simulated data as they are", named.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(ids: &[&str], directions: &[&[f64]]) -> Vec<String> {
        let parameters: Vec<Parameter> = ids.iter().map(|id| Parameter::log10(id, 0.1, 10.0)).collect();
        in_words(&parameters, directions.iter().map(|one| one.to_vec()).collect())
    }

    #[test]
    fn one_direction_is_said_as_what_stays_fixed() {
        let one = |direction: &[f64]| said(&["a", "b", "c"], &[direction]).remove(0);
        assert_eq!(one(&[-0.7, 0.71, 0.01]), "the data fix the product of a and b, not each");
        assert_eq!(one(&[0.7, 0.71, 0.0]), "the data fix the ratio of a and b, not each");
        assert_eq!(one(&[0.999, 0.02, 0.0]), "the data do not fix a");
        // a·b² is fixed where (2, -1) is open.
        assert_eq!(one(&[0.894, -0.447, 0.0]), "the data fix a times b^2.00, not each");
        let three = one(&[0.6, -0.6, 0.5]);
        assert_eq!(three, "a up, b down and c up together leave the simulated data as they are");
    }

    /// Only a·b·c/d is fixed: any basis of what is open must be told as true sentences.
    #[test]
    fn several_directions_are_said_as_what_may_change_together() {
        let open = [[0.5, 0.5, 0.5, 1.5], [0.1, -0.9, 0.8, 0.0], [0.3, 0.3, -0.2, 0.4]];
        let rows: Vec<&[f64]> = open.iter().map(|row| row.as_slice()).collect();
        let found = said(&["a", "b", "c", "d"], &rows);
        assert_eq!(found.len(), 3);
        for sentence in found {
            let (moved, _) = sentence.split_once(" together leave").unwrap();
            let sign = |way: &str| if way == "up" { 1.0 } else { -1.0 };
            let moves: Vec<(char, f64)> = moved
                .split(" and ")
                .map(|part| (part.chars().next().unwrap(), sign(part.split_once(' ').unwrap().1)))
                .collect();
            let change: f64 = moves.iter().map(|(id, by)| if *id == 'd' { -by } else { *by }).sum();
            assert_eq!((moves.len(), change), (2, 0.0), "{sentence}");
        }
    }
}
