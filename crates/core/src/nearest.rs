/// The name that was probably meant: the one with the fewest letters put in, left out, changed or
/// swapped with the next, if that is at most a third of the letters; of several the first. Of a name
/// only the first letters count, so that what is no name at all costs little.
#[must_use]
pub fn nearest<'k>(name: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    let letters: Vec<char> = name.chars().take(LONGEST).collect();
    let apart =
        |other: &'k str| (distance(&letters, &other.chars().take(LONGEST).collect::<Vec<_>>()), other);
    let (apart, near) = known.into_iter().map(apart).min_by_key(|(apart, _)| *apart)?;
    (apart <= (letters.len() / 3).max(1)).then_some(near)
}

const LONGEST: usize = 60;

/// Optimal string alignment (Damerau-Levenshtein without editing a part twice).
fn distance(a: &[char], b: &[char]) -> usize {
    let mut rows: Vec<Vec<usize>> = vec![(0..=b.len()).collect()];
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let change = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut least = change.min(rows[i - 1][j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                least = least.min(rows[i - 2][j - 2] + 1);
            }
            row.push(least);
        }
        rows.push(row);
    }
    rows[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn only_what_is_close_is_meant() {
        assert_eq!(nearest("form", ["id", "kind", "from"]), Some("from"));
        assert_eq!(nearest("lieden", ["leiden", "umap"]), Some("leiden"));
        assert_eq!(nearest("louvain", ["leiden", "umap"]), None);
        assert_eq!(nearest("x", []), None);
    }
}
