//! Well-known binary (OGC 06-103r4, section 8) of points and polygons in the plane.

const POINT: u32 = 1;
const POLYGON: u32 = 3;

pub(super) fn write_point([x, y]: [f64; 2]) -> Vec<u8> {
    let mut bytes = head(POINT);
    put(&mut bytes, [x, y]);
    bytes
}

/// Closes each ring as the format asks.
pub(super) fn write_polygon(rings: &[Vec<[f64; 2]>]) -> Vec<u8> {
    let mut bytes = head(POLYGON);
    bytes.extend((rings.len() as u32).to_le_bytes());
    for ring in rings {
        let open = ring.len() > 1 && ring.first() != ring.last();
        let closing = ring.first().filter(|_| open);
        bytes.extend((ring.len() as u32 + u32::from(open)).to_le_bytes());
        ring.iter().chain(closing).for_each(|&point| put(&mut bytes, point));
    }
    bytes
}

fn head(kind: u32) -> Vec<u8> {
    let mut bytes = vec![1];
    bytes.extend(kind.to_le_bytes());
    bytes
}

fn put(bytes: &mut Vec<u8>, [x, y]: [f64; 2]) {
    bytes.extend(x.to_le_bytes());
    bytes.extend(y.to_le_bytes());
}

/// One geometry as read.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Parsed {
    Point([f64; 2]),
    /// Rings without the repeated last point.
    Polygon(Vec<Vec<[f64; 2]>>),
}

/// Reads one geometry; none when it is cut off or is neither a point nor a polygon in the plane.
pub(super) fn read(bytes: &[u8]) -> Option<Parsed> {
    let (&order, rest) = bytes.split_first()?;
    let mut reader = Reader { bytes: rest, little: order == 1 };
    match reader.word()? {
        POINT => Some(Parsed::Point(reader.point()?)),
        POLYGON => {
            let rings = reader.word()?;
            (0..rings).map(|_| reader.ring()).collect::<Option<_>>().map(Parsed::Polygon)
        }
        _ => None,
    }
}

struct Reader<'a> {
    bytes: &'a [u8],
    little: bool,
}

impl Reader<'_> {
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (first, rest) = self.bytes.split_first_chunk::<N>()?;
        self.bytes = rest;
        Some(*first)
    }

    fn word(&mut self) -> Option<u32> {
        let bytes = self.take()?;
        Some(if self.little { u32::from_le_bytes(bytes) } else { u32::from_be_bytes(bytes) })
    }

    fn number(&mut self) -> Option<f64> {
        let bytes = self.take()?;
        Some(if self.little { f64::from_le_bytes(bytes) } else { f64::from_be_bytes(bytes) })
    }

    fn point(&mut self) -> Option<[f64; 2]> {
        Some([self.number()?, self.number()?])
    }

    fn ring(&mut self) -> Option<Vec<[f64; 2]>> {
        let count = self.word()?;
        let mut points = (0..count).map(|_| self.point()).collect::<Option<Vec<_>>>()?;
        if points.len() > 1 && points.first() == points.last() {
            points.pop();
        }
        Some(points)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn polygons_read_back_and_cut_ones_do_not() {
        let rings = vec![vec![[0.0, 0.0], [4.0, 0.0], [4.0, 4.0]], vec![[1.0, 1.0], [2.0, 1.0], [2.0, 2.0]]];
        let bytes = write_polygon(&rings);
        assert_eq!(read(&bytes), Some(Parsed::Polygon(rings)));
        for cut in 0..bytes.len() {
            assert_eq!(read(&bytes[..cut]), None, "{cut}");
        }
        assert_eq!(read(&[0, 0, 0, 0, 1]), None);
    }
}
