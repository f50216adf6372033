mod read;
mod write;

pub(super) use read::parse;
pub(super) use write::text;
