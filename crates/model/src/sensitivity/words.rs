use lca_kinetics::petab::{Parameter, Scale};

/// Parts of a unit vector below this are not worth a word.
const SMALL: f64 = 0.2;
/// Most parameters named.
const MOST: usize = 5;

/// What it means that nothing is known along a direction. Parts come with the largest first.
pub(super) fn in_words(parts: &[(&Parameter, f64)]) -> String {
    let large: Vec<&(&Parameter, f64)> =
        parts.iter().filter(|(_, part)| part.abs() >= SMALL).take(MOST).collect();
    match large.as_slice() {
        [] => "many parameters can change together".to_owned(),
        [(one, _)] => format!("the data do not fix {}", one.id),
        [(a, first), (b, second)] if logarithmic(a) && logarithmic(b) => pair(&a.id, *first, &b.id, *second),
        several => together(several),
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

fn together(parts: &[&(&Parameter, f64)]) -> String {
    let way = |part: f64| if part > 0.0 { "up" } else { "down" };
    let named: Vec<String> = parts.iter().map(|(p, part)| format!("{} {}", p.id, way(*part))).collect();
    let (last, first) = (named.last().map_or("", String::as_str), &named[..named.len() - 1]);
    format!("{} and {last} together leave the simulated data as they are", first.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_direction_is_said_as_what_stays_fixed() {
        let [a, b, c] = ["a", "b", "c"].map(|id| Parameter::log10(id, 0.1, 10.0));
        assert_eq!(
            in_words(&[(&b, 0.71), (&a, -0.7), (&c, 0.01)]),
            "the data fix the product of a and b, not each"
        );
        assert_eq!(in_words(&[(&b, 0.71), (&a, 0.7)]), "the data fix the ratio of a and b, not each");
        assert_eq!(in_words(&[(&a, 0.98), (&b, 0.1)]), "the data do not fix a");
        // a·b² is fixed where (2, -1) is open.
        assert_eq!(in_words(&[(&a, 0.894), (&b, -0.447)]), "the data fix a times b^2.00, not each");
        let three = in_words(&[(&a, 0.6), (&b, -0.6), (&c, 0.5)]);
        assert_eq!(three, "a up, b down and c up together leave the simulated data as they are");
    }
}
