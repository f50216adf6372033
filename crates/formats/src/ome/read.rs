use super::units::{instant, micrometres, seconds};
use super::xml::{self, Element};
use lca_pixels::PixelType;

/// OME-XML: the images it describes, or the companion file that describes them.
#[derive(Debug, PartialEq)]
pub(crate) enum OmeMetadata {
    /// The metadata lie in this file.
    Elsewhere(String),
    /// This document's own identifier, and its images.
    Here { uuid: Option<String>, images: Vec<OmeImage> },
}

/// One image: its size, and where its planes lie.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct OmeImage {
    pub(crate) name: String,
    /// Length along t, c, z, y, x.
    pub(crate) shape: [usize; 5],
    pub(crate) pixel_type: PixelType,
    /// How plane numbers count, such as `XYZCT`: after X and Y, what changes fastest comes first.
    pub(crate) order: String,
    pub(crate) pixel_size_um: Option<[f64; 3]>,
    pub(crate) interval_s: Option<f64>,
    pub(crate) channels: Vec<String>,
    /// Channels stored in one page: 3 for RGB.
    pub(crate) samples: usize,
    pub(crate) tiff_data: Vec<TiffData>,
}

/// One `TiffData` element: a run of pages, and the first plane they hold.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct TiffData {
    pub(crate) page: Option<usize>,
    pub(crate) count: Option<usize>,
    /// First t, c, z; c counts pages, not samples.
    pub(crate) first: [usize; 3],
    pub(crate) file: Option<String>,
    pub(crate) uuid: Option<String>,
}

/// Reads OME-XML (schema 2016-06 and before). The error says what is missing or wrong.
pub(crate) fn parse(text: &str) -> Result<OmeMetadata, String> {
    let root = xml::parse(text)?;
    if root.name != "OME" {
        return Err(format!("its root element is `{}`, not `OME`", root.name));
    }
    if let Some(file) = root.first("BinaryOnly").and_then(|binary| binary.get("MetadataFile")) {
        return Ok(OmeMetadata::Elsewhere(file.to_owned()));
    }
    let images: Vec<OmeImage> = root.all("Image").map(image).collect::<Result<_, _>>()?;
    if images.is_empty() {
        return Err("it describes no image".to_owned());
    }
    Ok(OmeMetadata::Here { uuid: root.get("UUID").map(str::to_owned), images })
}

fn image(element: &Element) -> Result<OmeImage, String> {
    let name = element.get("Name").or_else(|| element.get("ID")).unwrap_or_default().to_owned();
    let pixels = element.first("Pixels").ok_or_else(|| format!("image `{name}` has no Pixels"))?;
    let shape = ["SizeT", "SizeC", "SizeZ", "SizeY", "SizeX"].map(|size| positive(pixels, size));
    let [t, c, z, y, x] = shape;
    let shape = [t?, c?, z?, y?, x?];
    let samples = pixels.first("Channel").map_or(Ok(1), |channel| optional(channel, "SamplesPerPixel"));
    let samples = samples?.max(1);
    if !shape[1].is_multiple_of(samples) {
        return Err(format!("{} channels cannot be stored {samples} to a page", shape[1]));
    }
    let size = |axis: &str| micrometres(pixels.get(axis), pixels.get(&format!("{axis}Unit")));
    Ok(OmeImage {
        name,
        shape,
        pixel_type: pixel_type(pixels.get("Type").unwrap_or_default())?,
        order: order(pixels.get("DimensionOrder").unwrap_or("XYZCT"))?,
        pixel_size_um: pixel_size(
            shape[2],
            size("PhysicalSizeZ"),
            size("PhysicalSizeY"),
            size("PhysicalSizeX"),
        ),
        interval_s: interval(pixels, shape[0]),
        channels: channels(pixels, shape[1], samples),
        samples,
        tiff_data: pixels.all("TiffData").map(tiff_data).collect::<Result<_, _>>()?,
    })
}

/// A single plane has no depth to know: its size along z is 1 by convention.
fn pixel_size(depth: usize, z: Option<f64>, y: Option<f64>, x: Option<f64>) -> Option<[f64; 3]> {
    Some([z.or((depth == 1).then_some(1.0))?, y?, x?])
}

/// The stated increment, or what the planes' own times say of it.
fn interval(pixels: &Element, frames: usize) -> Option<f64> {
    if let Some(stated) = seconds(pixels.get("TimeIncrement"), pixels.get("TimeIncrementUnit")) {
        return Some(stated);
    }
    let at = |t: usize| {
        let mut planes = pixels.all("Plane").filter(|plane| plane.get("TheT") == Some(&t.to_string()));
        planes.find_map(|plane| instant(plane.get("DeltaT"), plane.get("DeltaTUnit")))
    };
    let last = frames.checked_sub(1).filter(|&last| last > 0)?;
    let mean = (at(last)? - at(0)?) / last as f64;
    (mean > 0.0).then_some(mean)
}

fn channels(pixels: &Element, count: usize, samples: usize) -> Vec<String> {
    let names: Vec<&str> = pixels.all("Channel").map(|channel| channel.get("Name").unwrap_or("")).collect();
    if names.len() * samples != count || names.iter().all(|name| name.is_empty()) {
        return Vec::new();
    }
    let sample = |name: &str, sample| if samples == 1 { name.to_owned() } else { format!("{name} {sample}") };
    names.iter().flat_map(|name| (1..=samples).map(move |at| sample(name, at))).collect()
}

fn tiff_data(element: &Element) -> Result<TiffData, String> {
    let given = |name: &str| element.get(name).map(|_| optional(element, name)).transpose();
    let uuid = element.first("UUID");
    Ok(TiffData {
        page: given("IFD")?,
        count: given("PlaneCount")?,
        first: [optional(element, "FirstT")?, optional(element, "FirstC")?, optional(element, "FirstZ")?],
        file: uuid.and_then(|uuid| uuid.get("FileName")).map(str::to_owned),
        uuid: uuid.map(|uuid| uuid.text.trim().to_owned()).filter(|text| !text.is_empty()),
    })
}

fn positive(element: &Element, name: &str) -> Result<usize, String> {
    let text = element.get(name).ok_or_else(|| format!("`{}` has no `{name}`", element.name))?;
    match text.trim().parse::<u32>() {
        Ok(number @ 1..) => Ok(number as usize),
        _ => Err(format!("`{name}` is `{text}`, not a positive number")),
    }
}

/// The attribute as a number, 0 when it is not there.
fn optional(element: &Element, name: &str) -> Result<usize, String> {
    let Some(text) = element.get(name) else { return Ok(0) };
    let number = text.trim().parse::<u32>();
    number.map(|number| number as usize).map_err(|_| format!("`{name}` is `{text}`, not a number"))
}

fn order(text: &str) -> Result<String, String> {
    match text {
        "XYZCT" | "XYZTC" | "XYCTZ" | "XYCZT" | "XYTCZ" | "XYTZC" => Ok(text.to_owned()),
        _ => Err(format!("`{text}` is no DimensionOrder")),
    }
}

fn pixel_type(text: &str) -> Result<PixelType, String> {
    Ok(match text {
        "uint8" => PixelType::Uint8,
        "int8" => PixelType::Int8,
        "uint16" => PixelType::Uint16,
        "int16" => PixelType::Int16,
        "uint32" => PixelType::Uint32,
        "int32" => PixelType::Int32,
        "float" => PixelType::Float32,
        "double" => PixelType::Float64,
        _ => {
            return Err(format!("pixels of type `{text}` are not supported; convert to 8 to 64 bit numbers"));
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_sizes_units_and_names() {
        let text = r#"<OME UUID="urn:1"><Image Name="a"><Pixels DimensionOrder="XYCZT" Type="uint16"
            SizeT="3" SizeC="2" SizeZ="1" SizeY="4" SizeX="5" PhysicalSizeX="325" PhysicalSizeXUnit="nm"
            PhysicalSizeY="0.325"><Channel Name="H2B"/><Channel Name="KTR"/><TiffData/>
            <Plane TheT="0" DeltaT="1"/><Plane TheT="2" DeltaT="601"/></Pixels></Image></OME>"#;
        let OmeMetadata::Here { uuid, images } = parse(text).unwrap() else { panic!("metadata are here") };
        assert_eq!(uuid.as_deref(), Some("urn:1"));
        assert_eq!(images[0].shape, [3, 2, 1, 4, 5]);
        assert_eq!(images[0].pixel_size_um, Some([1.0, 0.325, 0.325]));
        assert_eq!(images[0].interval_s, Some(300.0));
        assert_eq!(images[0].channels, ["H2B", "KTR"]);
    }

    #[test]
    fn says_what_is_missing() {
        let missing = parse("<OME><Image><Pixels Type='uint8' SizeT='1'/></Image></OME>").unwrap_err();
        assert!(missing.contains("SizeC"), "{missing}");
        let bad = "<OME><Image><Pixels Type='complex' SizeT='1' SizeC='1' SizeZ='1' SizeY='1' SizeX='1'/></Image></OME>";
        assert!(parse(bad).unwrap_err().contains("complex"));
    }
}
