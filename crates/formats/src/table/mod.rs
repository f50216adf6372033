mod infer;
mod read;
mod text;
mod write;

pub(crate) use read::read_rows;
pub use read::read_table;
pub(crate) use text::{Rows, delimiter, open_text, texts, unreadable, utf8};
pub(crate) use write::create;
pub use write::{table_text, write_table};
