use ndarray::ArrayView2;

/// Numbers that one step of a distance takes in.
const LANES: usize = 8;

/// Points in single precision around their centre, one after the other, each filled up with zeros to whole steps.
pub(super) struct Points {
    values: Vec<f32>,
    width: usize,
}

impl Points {
    /// The rows of `points`, in this order.
    pub(super) fn new(points: ArrayView2<f32>, order: &[u32]) -> Self {
        let (count, dims) = points.dim();
        let width = dims.next_multiple_of(LANES).max(LANES);
        let mean =
            |c: ndarray::ArrayView1<f32>| c.iter().map(|&x| f64::from(x)).sum::<f64>() / count.max(1) as f64;
        let centre: Vec<f32> = points.columns().into_iter().map(|column| mean(column) as f32).collect();
        let mut values = vec![0.0; order.len() * width];
        for (to, &row) in values.chunks_exact_mut(width).zip(order) {
            let from = points.row(row as usize);
            to.iter_mut().zip(from).zip(&centre).for_each(|((to, from), centre)| *to = from - centre);
        }
        Self { values, width }
    }

    pub(super) fn count(&self) -> usize {
        self.values.len() / self.width
    }

    #[inline(always)]
    pub(super) fn get(&self, point: u32) -> &[f32] {
        &self.values[point as usize * self.width..][..self.width]
    }
}

/// The square of the distance. Eight sums run beside each other, so that wide vectors change no bit.
#[inline(always)]
pub(super) fn square(a: &[f32], b: &[f32]) -> f32 {
    let mut sums = [0.0_f32; LANES];
    for (x, y) in a.as_chunks::<LANES>().0.iter().zip(b.as_chunks::<LANES>().0) {
        for lane in 0..LANES {
            let difference = x[lane] - y[lane];
            sums[lane] += difference * difference;
        }
    }
    sums.iter().sum()
}

/// The product of two points.
#[inline(always)]
pub(super) fn product(a: &[f32], b: &[f32]) -> f32 {
    let mut sums = [0.0_f32; LANES];
    for (x, y) in a.as_chunks::<LANES>().0.iter().zip(b.as_chunks::<LANES>().0) {
        for lane in 0..LANES {
            sums[lane] += x[lane] * y[lane];
        }
    }
    sums.iter().sum()
}
