use lca_pixels::Image;
use std::fmt;

/// The order of a tensor's axes: `b` batch (always 1 here), `c` channel, `y`, `x`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Axes(Vec<char>);

impl fmt::Display for Axes {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|letter| write!(to, "{letter}"))
    }
}

impl Axes {
    /// # Errors
    /// What is wrong with the letters, in words.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let letters: Vec<char> = text.chars().collect();
        let strange = letters.iter().find(|letter| !"bcyx".contains(**letter));
        if let Some(strange) = strange {
            return Err(format!(
                "axis `{strange}` of `{text}` is none of b, c, y, x; only flat images are taken"
            ));
        }
        let times = |wanted: char| letters.iter().filter(|letter| **letter == wanted).count();
        if times('y') != 1 || times('x') != 1 || times('c') > 1 || times('b') > 1 {
            return Err(format!("axes `{text}` must hold y and x once, and b and c at most once"));
        }
        Ok(Self(letters))
    }

    /// The order that the lengths of a tensor tell, where they do: a channel axis is at most four long and fixed.
    pub(super) fn guess(lengths: &[Option<usize>]) -> Option<Self> {
        let few = |at: usize| lengths[at].is_some_and(|length| (1..=4).contains(&length));
        match lengths.len() {
            2 => Self::parse("yx").ok(),
            4 if few(1) && !few(3) => Self::parse("bcyx").ok(),
            4 if few(3) && !few(1) => Self::parse("byxc").ok(),
            _ => None,
        }
    }

    /// The order of what comes out in so many axes where this goes in.
    pub(super) fn of_output(&self, rank: usize) -> Option<Self> {
        let without = |left_out: &str| -> Vec<char> {
            self.0.iter().copied().filter(|letter| !left_out.contains(*letter)).collect()
        };
        ["", "c", "b", "bc"].into_iter().map(without).find(|letters| letters.len() == rank).map(Self)
    }

    pub(super) fn rank(&self) -> usize {
        self.0.len()
    }

    /// Where an axis stands.
    pub(super) fn place(&self, wanted: char) -> Option<usize> {
        self.0.iter().position(|&letter| letter == wanted)
    }

    /// The lengths and values of the tensor that holds planes (`c, y, x`).
    pub(super) fn tensor(&self, planes: &Image) -> (Vec<usize>, Vec<f32>) {
        let (channels, ny, nx) = planes.dim();
        let length = |letter: &char| match letter {
            'c' => channels,
            'y' => ny,
            'x' => nx,
            _ => 1,
        };
        let shape: Vec<usize> = self.0.iter().map(length).collect();
        let [c, y, x] = self.steps(&shape);
        let mut values = vec![0.0; planes.len()];
        for ((channel, row, column), &value) in planes.indexed_iter() {
            values[channel * c + row * y + column * x] = value;
        }
        (shape, values)
    }

    /// The planes (`c, y, x`) in a tensor; none where it is of another rank or has several batches.
    pub(super) fn planes(&self, shape: &[usize], values: &[f32]) -> Option<Image> {
        let alone = self.place('b').is_none_or(|at| shape.get(at) == Some(&1));
        if shape.len() != self.rank() || !alone || values.len() != shape.iter().product::<usize>() {
            return None;
        }
        let length = |letter: char| self.place(letter).map_or(1, |at| shape[at]);
        let [c, y, x] = self.steps(shape);
        let dim = (length('c'), length('y'), length('x'));
        Some(Image::from_shape_fn(dim, |(channel, row, column)| values[channel * c + row * y + column * x]))
    }

    /// How far apart neighbours along c, y and x lie.
    fn steps(&self, shape: &[usize]) -> [usize; 3] {
        ['c', 'y', 'x'].map(|letter| self.place(letter).map_or(0, |at| shape[at + 1..].iter().product()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn planes_come_back_from_tensors_of_every_order() {
        let planes = Image::from_shape_fn((3, 4, 5), |(c, y, x)| (100 * c + 10 * y + x) as f32);
        for order in ["bcyx", "byxc", "cyx", "yxc", "bxyc", "xcby"] {
            let axes = Axes::parse(order).unwrap();
            let (shape, values) = axes.tensor(&planes);
            assert_eq!(axes.planes(&shape, &values).unwrap(), planes, "{order}");
        }
        let last = Axes::parse("byxc").unwrap().tensor(&planes);
        assert_eq!((last.0, &last.1[..4]), (vec![1, 4, 5, 3], &[0.0, 100.0, 200.0, 1.0][..]));
    }

    #[test]
    fn an_order_is_told_from_lengths_only_where_they_tell_it() {
        let guess = |lengths: &[Option<usize>]| Axes::guess(lengths);
        assert_eq!(guess(&[None, Some(1), None, None]), Axes::parse("bcyx").ok());
        assert_eq!(guess(&[Some(1), None, None, Some(3)]), Axes::parse("byxc").ok());
        assert_eq!(guess(&[None, Some(1), None, Some(1)]), None);
        assert_eq!(guess(&[Some(1), None, None]), None);
        assert!(Axes::parse("bczyx").unwrap_err().contains('z'));
        assert!(Axes::parse("byy").is_err());
    }
}
