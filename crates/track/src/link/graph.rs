/// A sparse graph of possible links from objects to later objects, with the weight of each.
pub(crate) struct Graph {
    first: Vec<usize>,
    later: Vec<(u32, f64)>,
    first_in: Vec<usize>,
    earlier: Vec<(u32, f64)>,
}

impl Graph {
    /// From each object's later objects; weights of 0 or less are left out.
    pub(crate) fn new(edges: &[Vec<(usize, f64)>]) -> Self {
        let n = edges.len();
        let (mut first, mut later) = (vec![0], Vec::new());
        let mut first_in = vec![0; n + 1];
        for list in edges {
            let worth = list.iter().filter(|edge| edge.1 > 0.0);
            later.extend(worth.clone().map(|&(b, weight)| (b as u32, weight)));
            worth.for_each(|edge| first_in[edge.0 + 1] += 1);
            first.push(later.len());
        }
        for at in 0..n {
            first_in[at + 1] += first_in[at];
        }
        let (mut free, mut earlier) = (first_in.clone(), vec![(0, 0.0); later.len()]);
        for a in 0..n {
            for &(b, weight) in &later[first[a]..first[a + 1]] {
                earlier[free[b as usize]] = (a as u32, weight);
                free[b as usize] += 1;
            }
        }
        Self { first, later, first_in, earlier }
    }

    pub(crate) fn len(&self) -> usize {
        self.first.len() - 1
    }

    /// Later objects of `a`.
    pub(crate) fn later(&self, a: usize) -> impl Iterator<Item = (usize, f64)> + use<'_> {
        self.later[self.first[a]..self.first[a + 1]].iter().map(|&(b, weight)| (b as usize, weight))
    }

    /// Earlier objects of `b`.
    pub(crate) fn earlier(&self, b: usize) -> impl Iterator<Item = (usize, f64)> + use<'_> {
        self.earlier[self.first_in[b]..self.first_in[b + 1]].iter().map(|&(a, weight)| (a as usize, weight))
    }
}
