use super::clades::Clades;
use crate::CellsError;
use crate::error::{at_least, length};
use lca_graph::Lineage;
use lca_numerics::{Rng, rng};
use rand::RngExt;
use std::collections::{BTreeSet, HashMap};

/// How alike two trees of the same cells are.
#[derive(Debug, Clone, PartialEq)]
pub struct TreeAgreement {
    /// Families that are in one of the trees alone (Robinson & Foulds 1981, for rooted trees).
    pub robinson_foulds: usize,
    /// The same as a share of the families of both: 0 where the trees are the same.
    pub robinson_foulds_share: f64,
    /// Share of the triplets of cells of which the true tree tells which one stands apart, for which the other tree tells the
    /// same. One that it leaves open is wrong.
    pub triplets_correct: f64,
    /// Triplets that were looked at.
    pub triplets: usize,
}

/// Holds a tree against the true (or another) one. `triplets` of cells are drawn at random by `seed`; those of
/// which the true tree does not tell anything are drawn again, at most ten times as many.
///
/// # Errors
/// [`CellsError::TooFew`] with fewer than three leaves, [`CellsError::Missing`] when the trees are not of the
/// same cells, [`CellsError::Length`] when leaves have no name or one name twice.
pub fn compare_trees(
    truth: &Lineage,
    found: &Lineage,
    triplets: usize,
    seed: u64,
) -> Result<TreeAgreement, CellsError> {
    let names = same_leaves(truth, found)?;
    at_least("leaves", names.len(), 3)?;
    let clades = Clades::new(truth);
    let (shared, all) = clades.shared(found);
    let robinson_foulds = clades.count() + all - 2 * shared.len();
    let (truth, found) = (Ancestry::new(truth, &names), Ancestry::new(found, &names));
    let (mut asked, mut right, mut random) = (0, 0, rng(seed, 0));
    for _ in 0..triplets.saturating_mul(10) {
        if asked == triplets {
            break;
        }
        let three = draw(names.len(), &mut random);
        if let Some(apart) = truth.apart(three) {
            asked += 1;
            right += usize::from(found.apart(three) == Some(apart));
        }
    }
    Ok(TreeAgreement {
        robinson_foulds,
        robinson_foulds_share: robinson_foulds as f64 / (clades.count() + all).max(1) as f64,
        triplets_correct: right as f64 / asked.max(1) as f64,
        triplets: asked,
    })
}

fn draw(count: usize, random: &mut Rng) -> [usize; 3] {
    loop {
        let three = [0; 3].map(|_: usize| random.random_range(0..count));
        if three[0] != three[1] && three[0] != three[2] && three[1] != three[2] {
            return three;
        }
    }
}

fn same_leaves(one: &Lineage, other: &Lineage) -> Result<Vec<String>, CellsError> {
    let (one, other) = (names(one)?, names(other)?);
    match one.symmetric_difference(&other).next() {
        Some(name) => Err(CellsError::Missing {
            what: "the leaf of both trees",
            name: name.clone(),
            present: format!("{} and {} leaves", one.len(), other.len()),
        }),
        None => Ok(one.into_iter().collect()),
    }
}

fn names(tree: &Lineage) -> Result<BTreeSet<String>, CellsError> {
    let names: BTreeSet<String> = tree.leaves().filter_map(|leaf| leaf.name.clone()).collect();
    length("the different names of leaves", names.len(), tree.leaves().count())?;
    Ok(names)
}

/// Mothers and depths, to find the last common ancestor.
struct Ancestry {
    leaves: Vec<u32>,
    above: HashMap<u32, (Option<u32>, u32)>,
}

impl Ancestry {
    fn new(tree: &Lineage, names: &[String]) -> Self {
        let of_name: HashMap<&str, u32> =
            tree.leaves().filter_map(|leaf| Some((leaf.name.as_deref()?, leaf.id))).collect();
        let leaves = names.iter().filter_map(|name| of_name.get(name.as_str()).copied()).collect();
        let above = tree.nodes().map(|node| (node.id, (node.parent, node.generation))).collect();
        Self { leaves, above }
    }

    /// Generation of the last common ancestor; none when the two are of different trees.
    fn depth(&self, one: usize, other: usize) -> Option<u32> {
        let (mut one, mut other) = (self.leaves[one], self.leaves[other]);
        while one != other {
            let (up_one, up_other) = (self.above.get(&one)?, self.above.get(&other)?);
            if up_one.1 >= up_other.1 {
                one = up_one.0?;
            } else {
                other = up_other.0?;
            }
        }
        self.above.get(&one).map(|above| above.1)
    }

    /// Which of three leaves stands apart: the other two have the later common ancestor.
    fn apart(&self, [a, b, c]: [usize; 3]) -> Option<usize> {
        let depths = [self.depth(b, c), self.depth(a, c), self.depth(a, b)];
        let most = depths.iter().max()?;
        let mut with = depths.iter().enumerate().filter(|(_, depth)| *depth == most);
        let (at, _) = with.next()?;
        with.next().is_none().then_some([a, b, c][at])
    }
}
