//! Which elements are current: the commit record, the checksums beside it, the transaction that
//! changes them, and the consolidated metadata made from them.

mod consolidated;
mod manifest;
mod record;
mod staged;
mod transaction;

pub(crate) use consolidated::{Documents, documents, is_stale, write_consolidated};
pub(crate) use manifest::Manifest;
pub(crate) use record::{COMMIT, Current, FORMAT, Record, RunEntry};
pub(crate) use staged::Staged;
pub use transaction::Transaction;
