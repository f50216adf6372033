use lca_tables::DataFrame;

/// Outlines in the plane, each with what is known of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Shapes {
    /// The outlines, one per row of `table`.
    pub geometry: Geometry,
    /// Names and properties.
    pub table: DataFrame,
}

/// The outlines of [`Shapes`]: all circles, or all polygons, as SpatialData asks. Coordinates are
/// `x, y`.
#[derive(Debug, Clone, PartialEq)]
pub enum Geometry {
    /// Centre and radius.
    Circles(Vec<([f64; 2], f64)>),
    /// For each polygon its rings: the outer one, then the holes. The last point of a ring need not
    /// repeat the first.
    Polygons(Vec<Vec<Vec<[f64; 2]>>>),
}

impl Geometry {
    /// How many there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        match self {
            Self::Circles(circles) => circles.len(),
            Self::Polygons(polygons) => polygons.len(),
        }
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Smallest and largest `x, y` of all points; none when there are none.
    pub(super) fn bounds(&self) -> Option<[f64; 4]> {
        let points: Box<dyn Iterator<Item = [f64; 2]>> = match self {
            Self::Circles(circles) => Box::new(circles.iter().map(|(centre, _)| *centre)),
            Self::Polygons(polygons) => Box::new(polygons.iter().flatten().flatten().copied()),
        };
        points.fold(None, |bounds, [x, y]| {
            let [x0, y0, x1, y1] = bounds.unwrap_or([x, y, x, y]);
            Some([x0.min(x), y0.min(y), x1.max(x), y1.max(y)])
        })
    }
}
