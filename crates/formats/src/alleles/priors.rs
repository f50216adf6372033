use crate::FormatError;
use crate::table::{Rows, texts};
use std::collections::BTreeMap;
use std::path::Path;

/// Reads how likely each allele is, as Cassiopeia writes it: a table with the columns `indel` and `freq`.
///
/// # Errors
/// When the file cannot be read, lacks a column, names an allele twice, or a likelihood is not above 0 and
/// at most 1; each with the line.
pub fn read_allele_priors(path: &Path) -> Result<BTreeMap<String, f64>, FormatError> {
    let mut rows = Rows::open(path)?;
    let Some((line, header)) = rows.next()? else {
        return Err(FormatError::broken(path, "table of alleles' likelihoods", "it is empty"));
    };
    let header = texts(path, line, header)?;
    let find = |name: &str| {
        let lacks = || format!("it has no column `{name}`; there are: {}", header.join(", "));
        let at = header.iter().position(|field| field == name);
        at.ok_or_else(|| FormatError::broken(path, "table of alleles' likelihoods", lacks()))
    };
    let (allele, likelihood) = (find("indel")?, find("freq")?);
    let mut priors = BTreeMap::new();
    while let Some((line, record)) = rows.next()? {
        let fields = texts(path, line, record)?;
        if fields.len() != header.len() {
            let what = format!("{} fields, but the header has {}", fields.len(), header.len());
            return Err(FormatError::line(path, line, what));
        }
        let number = fields[likelihood].parse().ok().filter(|p: &f64| *p > 0.0 && *p <= 1.0);
        let Some(number) = number else {
            let what = format!("freq is `{}`; it must be above 0 and at most 1", fields[likelihood]);
            return Err(FormatError::line(path, line, what));
        };
        if priors.insert(fields[allele].clone(), number).is_some() {
            let what = format!("allele `{}` has a likelihood already", fields[allele]);
            return Err(FormatError::line(path, line, what));
        }
    }
    Ok(priors)
}
