use crate::FormatError;
use lca_tables::DataFrame;
use std::collections::{HashMap, HashSet};
use std::path::Path;

/// Numbers rows of one name (`NAME`, `NAME-1`, …), as `AnnData.var_names_make_unique` does; with how many were changed. `path` is
/// the file that they come from.
///
/// # Errors
/// [`FormatError::Table`] when the table contradicts itself.
pub fn make_unique(path: &Path, table: &DataFrame) -> Result<(DataFrame, usize), FormatError> {
    let mut names = table.index().to_vec();
    let changed = numbered(&mut names);
    let columns = table.columns().iter().map(|(name, column)| (name.as_str(), column.clone()));
    Ok((DataFrame::new(names).with_columns(columns).map_err(FormatError::table(path))?, changed))
}

/// Gives each name of its own, as `AnnData.var_names_make_unique` does: the first of several stays, the others get `-1`,
/// `-2`, … where no other has that name. Returns how many were changed.
fn numbered(names: &mut [String]) -> usize {
    let mut taken: HashSet<String> = names.iter().cloned().collect();
    if taken.len() == names.len() {
        return 0;
    }
    let mut last: HashMap<String, usize> = HashMap::new();
    let mut changed = 0;
    for name in names {
        let Some(number) = last.get_mut(name) else {
            last.insert(name.clone(), 0);
            continue;
        };
        let free = loop {
            *number += 1;
            let free = format!("{name}-{number}");
            if taken.insert(free.clone()) {
                break free;
            }
        };
        *name = free;
        changed += 1;
    }
    changed
}

#[cfg(test)]
mod tests {
    use super::numbered;

    #[test]
    fn the_first_stays_and_others_get_numbers_that_are_free() {
        // anndata.utils.make_index_unique gives the same.
        let mut names = ["a", "b", "a", "a-1", "a", "", ""].map(str::to_owned);
        assert_eq!(numbered(&mut names), 3);
        assert_eq!(names, ["a", "b", "a-2", "a-1", "a-3", "", "-1"]);
        assert_eq!(numbered(&mut names), 0);
    }
}
