use crate::lanes::Dim;

/// Which pixels count as touching.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Connectivity {
    /// Those that share a side: 4 in a flat image, 6 in a stack.
    Faces,
    /// Those that share a side, an edge or a corner: 8 in a flat image, 26 in a stack.
    Corners,
}

/// Steps to the neighbours of a pixel of an array of one shape.
pub(crate) struct Neighbours {
    dim: [i64; 3],
    steps: Vec<[i64; 3]>,
}

impl Neighbours {
    pub(crate) fn new(dim: Dim, connectivity: Connectivity) -> Self {
        let dim = [dim.0 as i64, dim.1 as i64, dim.2 as i64];
        let reach = |axis: usize| if dim[axis] > 1 { -1..=1 } else { 0..=0 };
        let mut steps = Vec::new();
        for z in reach(0) {
            for y in reach(1) {
                for x in reach(2) {
                    let moved = z * z + y * y + x * x;
                    if moved == 1 || (moved > 1 && connectivity == Connectivity::Corners) {
                        steps.push([z, y, x]);
                    }
                }
            }
        }
        Self { dim, steps }
    }

    /// Flat indices of the pixels touching `at`, in rising order.
    pub(crate) fn of(&self, at: usize) -> impl Iterator<Item = usize> + '_ {
        let [_, ny, nx] = self.dim;
        let at = at as i64;
        let here = [at / (ny * nx), at / nx % ny, at % nx];
        self.steps.iter().filter_map(move |step| {
            let to = [here[0] + step[0], here[1] + step[1], here[2] + step[2]];
            let inside = (0..3).all(|axis| (0..self.dim[axis]).contains(&to[axis]));
            inside.then_some(((to[0] * ny + to[1]) * nx + to[2]) as usize)
        })
    }
}
