use crate::FormatError;
use csv::{ByteRecord, ErrorKind, Reader, ReaderBuilder};
use flate2::read::MultiGzDecoder;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

const BUFFER: usize = 1 << 18;

/// Opens a text file, unpacking gzip (told by its first bytes, not its name) and passing over a
/// byte-order mark.
pub(crate) fn open_text(path: &Path) -> Result<Box<dyn BufRead>, FormatError> {
    let file = File::open(path).map_err(FormatError::io("read", path))?;
    let mut file = BufReader::with_capacity(BUFFER, file);
    let packed = file.fill_buf().map_err(FormatError::io("read", path))?.starts_with(&[0x1f, 0x8b]);
    let plain: Box<dyn Read> = if packed { Box::new(MultiGzDecoder::new(file)) } else { Box::new(file) };
    let mut text = BufReader::with_capacity(BUFFER, plain);
    let start = text.fill_buf().map_err(unreadable(path))?;
    let mark = if start.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
    text.consume(mark);
    Ok(Box::new(text))
}

/// An input error: damaged gzip is the file's fault, all else the system's.
pub(crate) fn unreadable(path: &Path) -> impl FnOnce(io::Error) -> FormatError {
    let path = path.to_owned();
    move |source| match source.kind() {
        io::ErrorKind::UnexpectedEof | io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData => {
            FormatError::broken(&path, "gzip", format!("{source}; it is cut off or damaged, copy it again"))
        }
        _ => FormatError::Io { doing: "read", path, source },
    }
}

/// The bytes as text, or an error with the line.
pub(crate) fn utf8<'a>(path: &Path, line: u64, bytes: &'a [u8]) -> Result<&'a str, FormatError> {
    std::str::from_utf8(bytes).map_err(|_| {
        let shown = String::from_utf8_lossy(bytes).chars().take(40).collect::<String>();
        FormatError::line(path, line, format!("`{shown}` is not UTF-8 text; save the file as UTF-8"))
    })
}

/// The fields of a row without the blanks around them.
pub(crate) fn texts(path: &Path, line: u64, record: &ByteRecord) -> Result<Vec<String>, FormatError> {
    record.iter().map(|field| Ok(utf8(path, line, field)?.trim().to_owned())).collect()
}

/// The rows of a delimited text: commas, tabs or semicolons, whichever its first line has most of.
pub(crate) struct Rows<'a> {
    path: &'a Path,
    reader: Reader<Box<dyn BufRead + 'a>>,
    record: ByteRecord,
}

impl<'a> Rows<'a> {
    pub(crate) fn open(path: &'a Path) -> Result<Self, FormatError> {
        Self::over(path, open_text(path)?)
    }

    /// Rows of a text that is open already; the path is for messages.
    pub(crate) fn over(path: &'a Path, mut text: Box<dyn BufRead>) -> Result<Self, FormatError> {
        let start = text.fill_buf().map_err(unreadable(path))?;
        let delimiter = delimiter(start);
        Ok(Self { path, reader: reader(text, delimiter), record: ByteRecord::new() })
    }

    /// The rows of a text that is already read from the file.
    pub(crate) fn of(path: &'a Path, text: &'a str) -> Self {
        let delimiter = delimiter(text.as_bytes());
        Self { path, reader: reader(Box::new(text.as_bytes()), delimiter), record: ByteRecord::new() }
    }

    /// The next row and the line it begins on, or none at the end. Empty lines are passed over.
    pub(crate) fn next(&mut self) -> Result<Option<(u64, &ByteRecord)>, FormatError> {
        let line = self.reader.position().line();
        let more =
            self.reader.read_byte_record(&mut self.record).map_err(|error| match error.into_kind() {
                ErrorKind::Io(source) => unreadable(self.path)(source),
                other => FormatError::line(self.path, line, format!("{other:?}")),
            })?;
        let line = self.record.position().map_or(line, csv::Position::line);
        Ok(more.then_some((line, &self.record)))
    }
}

/// What separates fields: commas, tabs or semicolons, whichever the first line has most of.
pub(crate) fn delimiter(start: &[u8]) -> u8 {
    let first = start.split(|&byte| byte == b'\n').next().unwrap_or(start);
    let count = |delimiter: u8| first.iter().filter(|&&byte| byte == delimiter).count();
    [b';', b'\t', b','].into_iter().max_by_key(|&delimiter| count(delimiter)).unwrap_or(b',')
}

fn reader(text: Box<dyn BufRead + '_>, delimiter: u8) -> Reader<Box<dyn BufRead + '_>> {
    let mut builder = ReaderBuilder::new();
    builder.delimiter(delimiter).has_headers(false).flexible(true);
    builder.buffer_capacity(BUFFER).from_reader(text)
}
