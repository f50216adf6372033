use crate::NetworkError;
use crate::infer::Expression;
use std::collections::BTreeSet;

/// A known network held against the genes of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gold {
    /// Its edges, regulator and target by their places among the table's genes; each once, none from a
    /// gene to itself.
    pub edges: BTreeSet<(usize, usize)>,
    /// The genes it names, whether in an edge or not: the pairs of these are judged.
    pub genes: Vec<usize>,
    /// Edges of a gene to itself that were left out.
    pub self_loops: usize,
    /// Edges that came again and were counted once.
    pub repeats: usize,
    /// Names that are no gene of the table; edges to and from them are left out.
    pub absent: Vec<String>,
    /// How many edges were left out for that.
    pub lost: usize,
}

impl Gold {
    /// Takes edges `(regulator, target, present)`; those not present (DREAM's lines of `0`) only name
    /// their genes.
    ///
    /// # Errors
    /// When no edge joins two genes of the table, with a name that does not occur; the names may stand
    /// on the table's other axis, which the message then says.
    pub fn new(expression: &Expression, lines: &[(String, String, bool)]) -> Result<Self, NetworkError> {
        let places = expression.places();
        let (mut named, mut absent) = (BTreeSet::new(), BTreeSet::new());
        let mut gold = Self {
            edges: BTreeSet::new(),
            genes: Vec::new(),
            self_loops: 0,
            repeats: 0,
            absent: Vec::new(),
            lost: 0,
        };
        for (regulator, target, present) in lines {
            let ends = [regulator, target].map(|name| {
                let place = places.get(name.as_str()).copied();
                match place {
                    Some(place) => _ = named.insert(place),
                    None => _ = absent.insert(name.clone()),
                }
                place
            });
            match ends {
                _ if !present => {}
                _ if regulator == target => gold.self_loops += 1,
                [Some(a), Some(b)] => gold.repeats += usize::from(!gold.edges.insert((a, b))),
                _ => gold.lost += 1,
            }
        }
        if gold.edges.is_empty() {
            return Err(unmatched(expression, absent.first(), "the gold network"));
        }
        gold.genes = named.into_iter().collect();
        gold.absent = absent.into_iter().collect();
        Ok(gold)
    }
}

/// That names of a list are none of the genes, and whether they are the samples'.
pub(crate) fn unmatched(expression: &Expression, name: Option<&String>, place: &str) -> NetworkError {
    let Some(id) = name.cloned() else {
        return NetworkError::TooFew {
            what: "names or edges that can be used",
            found: 0,
            needed: 1,
            instead: "the file is empty, or holds nothing but edges of genes to themselves or marked as none",
        };
    };
    let other = expression.samples().contains(&id);
    let example = expression.genes().first().map_or("", String::as_str);
    let instead = if other {
        "but a sample of it is: the genes stand on the other axis, so turn --genes-in the other way"
            .to_owned()
    } else {
        format!("and no other name fits either; the table's genes are such as `{example}`")
    };
    NetworkError::Reference { place: place.to_owned(), id, what: "which is no gene of the table", instead }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test")]
mod tests {
    use super::*;
    use ndarray::Array2;

    fn table() -> Expression {
        let names = |names: [&str; 3]| names.map(str::to_owned).to_vec();
        let values = Array2::from_shape_fn((3, 3), |(row, column)| (row * column) as f64);
        Expression::new(names(["s", "t", "u"]), names(["A", "B", "C"]), values).unwrap()
    }

    fn lines(pairs: &[(&str, &str)]) -> Vec<(String, String, bool)> {
        pairs.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned(), true)).collect()
    }

    #[test]
    fn loops_repeats_and_strangers_are_left_out_and_counted() {
        let mut given = lines(&[("A", "B"), ("B", "B"), ("A", "B"), ("X", "A")]);
        given.push(("C".to_owned(), "A".to_owned(), false));
        let gold = Gold::new(&table(), &given).unwrap();
        assert_eq!(gold.edges, BTreeSet::from([(0, 1)]));
        assert_eq!((gold.self_loops, gold.repeats, gold.lost), (1, 1, 1));
        assert_eq!((gold.genes, gold.absent), (vec![0, 1, 2], vec!["X".to_owned()]));
    }

    #[test]
    fn names_of_the_other_axis_are_told() {
        let error = Gold::new(&table(), &lines(&[("s", "t")])).unwrap_err().to_string();
        assert!(error.contains("`s`") && error.contains("other axis"), "{error}");
        let error = Gold::new(&table(), &lines(&[("p", "q")])).unwrap_err().to_string();
        assert!(error.contains("`p`") && error.contains("such as `A`"), "{error}");
    }
}
