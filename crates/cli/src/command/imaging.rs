//! What the commands on live images share: where labels, movies and tracks come from, and how far they are.

pub(super) mod atlas;
pub(super) mod joined;
pub(super) mod kept;
pub(super) mod numbered;
pub(super) mod objects;
pub(super) mod progress;
pub(super) mod source;
