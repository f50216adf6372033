use crate::FormatError;
use crate::movie::MovieReader;
use crate::tiff::write_pages;
use lca_pixels::{MovieMeta, PixelType};
use std::fmt::Write;
use std::path::Path;

/// Writes a movie as one OME-TIFF (schema 2016-06) with its pixel sizes, frame interval and channel
/// names, planes in order `XYZCT`, LZW-compressed; one frame at a time is in memory.
///
/// # Errors
/// When a frame cannot be read or the file cannot be written.
pub fn write_ome_tiff(path: &Path, movie: &dyn MovieReader) -> Result<(), FormatError> {
    let meta = movie.meta();
    let pixels = meta.shape.iter().product::<usize>() as u64;
    let bytes = pixels * crate::pixels::pixel_bytes(meta.pixel_type) as u64;
    let frames = (0..movie.len()).map(|t| Ok(crate::movie::read_chunk(path, movie, t)?.pixels));
    write_pages(path, bytes, Some(&xml(meta)), frames)
}

/// The OME-XML of a movie; beyond ASCII as character references, because a TIFF's text is ASCII.
fn xml(meta: &MovieMeta) -> String {
    let [t, c, z, y, x] = meta.shape;
    let mut text = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
    text.push_str("<OME xmlns=\"http://www.openmicroscopy.org/Schemas/OME/2016-06\">");
    text.push_str("<Image ID=\"Image:0\"><Pixels ID=\"Pixels:0\" DimensionOrder=\"XYZCT\"");
    // Writing to a String does not fail.
    let _ = write!(text, " Type=\"{}\"", type_name(meta.pixel_type));
    let _ = write!(text, " SizeX=\"{x}\" SizeY=\"{y}\" SizeZ=\"{z}\" SizeC=\"{c}\" SizeT=\"{t}\"");
    for (axis, size) in ["Z", "Y", "X"].into_iter().zip(meta.pixel_size_um.into_iter().flatten()) {
        let _ = write!(text, " PhysicalSize{axis}=\"{size}\" PhysicalSize{axis}Unit=\"&#181;m\"");
    }
    if let Some(interval) = meta.frame_interval_s {
        let _ = write!(text, " TimeIncrement=\"{interval}\" TimeIncrementUnit=\"s\"");
    }
    text.push('>');
    for channel in 0..c {
        let _ = write!(text, "<Channel ID=\"Channel:0:{channel}\" SamplesPerPixel=\"1\"");
        if let Some(name) = meta.channels.get(channel) {
            let _ = write!(text, " Name=\"{}\"", escape(name));
        }
        text.push_str("/>");
    }
    text.push_str("<TiffData/></Pixels></Image></OME>");
    text
}

const fn type_name(of: PixelType) -> &'static str {
    match of {
        PixelType::Uint8 => "uint8",
        PixelType::Int8 => "int8",
        PixelType::Uint16 => "uint16",
        PixelType::Int16 => "int16",
        PixelType::Uint32 => "uint32",
        PixelType::Int32 => "int32",
        PixelType::Float32 => "float",
        PixelType::Float64 => "double",
    }
}

fn escape(text: &str) -> String {
    let mut safe = String::new();
    for c in text.chars() {
        match c {
            '&' | '<' | '>' | '"' | '\'' => _ = write!(safe, "&#{};", u32::from(c)),
            c if c.is_ascii() && !c.is_ascii_control() => safe.push(c),
            c => _ = write!(safe, "&#{};", u32::from(c)),
        }
    }
    safe
}
