/// The known name that a misspelt one is likely to be.
#[must_use]
pub fn nearest<'k>(name: &str, known: impl Iterator<Item = &'k &'k str>) -> Option<&'k str> {
    let near = known.map(|one| (distance(one, name), *one)).min();
    near.filter(|(far, _)| *far <= 3).map(|(_, near)| near)
}

/// How many letters must be changed, added or taken away (Levenshtein).
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().take(60).collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut before = i;
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let change = before + usize::from(x != *y);
            before = row[j + 1];
            row[j + 1] = change.min(before + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}
