//! Projects of Mastodon (mastodon.readthedocs.io), the editor of large lineages: a ZIP archive whose
//! `model.raw` holds spots and links in a stream of Java's object serialisation.

mod java;
mod read;

pub use read::{Mastodon, read_mastodon};
