use crate::ImageError;
use lca_tables::DataFrame;
use std::fmt;

/// Objects narrower than this many pixels cannot be told from noise and grain by their shape.
const NARROW: f64 = 6.0;

/// A ring darker than the background by this share of the objects' brightness is no noise: fluorescent
/// nuclei of many images have 0 to 0.5, phase contrast -0.3 and less.
const DARK: f64 = -0.1;

/// Why found objects may not be the cells: segmentation is made for bright objects on a dark ground,
/// and finds something in most images that show others.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Doubt {
    /// Nothing was found.
    None,
    /// Half of the objects are only a few pixels wide; their median diameter in pixels.
    Narrow(f64),
    /// Around half of the objects it is darker than the background, as in halos.
    Halo {
        /// Median mean intensity of the objects, background taken off.
        inside: f64,
        /// Median mean intensity of the rings around them, background taken off.
        ring: f64,
    },
    /// Around the objects it is no darker than in them.
    Flat {
        /// Median mean intensity of the objects, background taken off.
        inside: f64,
        /// Median mean intensity of the rings around them, background taken off.
        ring: f64,
    },
}

/// What speaks against the objects of [`crate::measure`]'s table, by the channel they were found in.
///
/// # Errors
/// [`ImageError::Table`] when the table has other columns.
pub fn doubts(objects: &DataFrame, channel: &str) -> Result<Vec<Doubt>, ImageError> {
    if objects.rows() == 0 {
        return Ok(vec![Doubt::None]);
    }
    let mut found = Vec::new();
    let diameter = median(objects.numbers("diameter")?);
    if diameter < NARROW {
        found.push(Doubt::Narrow(diameter));
    }
    let inside = median(objects.numbers(&format!("{channel}_mean"))?);
    // Not a number where no ring was asked for; then no comparison holds.
    let ring = median(objects.numbers(&format!("{channel}_ring_mean"))?);
    if ring < DARK * inside.abs() {
        found.push(Doubt::Halo { inside, ring });
    } else if ring >= inside {
        found.push(Doubt::Flat { inside, ring });
    }
    Ok(found)
}

/// The middle of the numbers there are; not a number when there are none.
fn median(mut values: Vec<f64>) -> f64 {
    values.retain(|value| !value.is_nan());
    values.sort_unstable_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

impl fmt::Display for Doubt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => write!(f, "no object was found; bright objects on a dark ground were sought"),
            Self::Narrow(diameter) => write!(
                f,
                "half of the objects are at most {diameter:.1} pixels wide: these may be noise or grain; look at the \
                 outlines, and give `diameter_px` or `diameter_um`"
            ),
            Self::Halo { inside, ring } => write!(
                f,
                "around half of the objects it is darker than the background (ring {ring:.1}, inside {inside:.1}), as in \
                 the halos of phase contrast and bright field: these may be bright edges, not cells; take a channel in \
                 which the cells are bright on a dark ground"
            ),
            Self::Flat { inside, ring } => write!(
                f,
                "around half of the objects it is as bright as in them (ring {ring:.1}, inside {inside:.1}): these \
                 may not be objects"
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use lca_tables::Column;

    fn table(diameter: f64, inside: f64, ring: f64) -> DataFrame {
        let mut table = DataFrame::with_rows(3);
        for (name, value) in [("diameter", diameter), ("c_mean", inside), ("c_ring_mean", ring)] {
            table.set(name, Column::Float(vec![f64::NAN, value, value])).unwrap();
        }
        table
    }

    #[test]
    fn objects_that_may_not_be_cells_are_doubted() {
        let found = |diameter, inside, ring| doubts(&table(diameter, inside, ring), "c").unwrap();
        assert_eq!(found(20.0, 100.0, 5.0), []);
        assert_eq!(found(20.0, 100.0, -3.0), []);
        assert_eq!(found(20.0, 100.0, f64::NAN), []);
        assert_eq!(found(3.0, 100.0, 5.0), [Doubt::Narrow(3.0)]);
        let (inside, ring) = (6000.0, -2400.0);
        assert_eq!(found(7.7, inside, ring), [Doubt::Halo { inside, ring }]);
        assert_eq!(found(20.0, 50.0, 60.0), [Doubt::Flat { inside: 50.0, ring: 60.0 }]);
        assert_eq!(doubts(&DataFrame::with_rows(0), "c").unwrap(), [Doubt::None]);
        assert!(doubts(&table(20.0, 1.0, 0.0), "d").is_err());
    }
}
