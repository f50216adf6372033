//! Atlases over HTTP: their files as they lie on disk, a typed API, and the page that shows both.
//!
//! ```no_run
//! use lca_server::{Access, Options, Server};
//! # fn main() -> Result<(), lca_server::ServerError> {
//! let options = Options::local(vec!["experiment.zarr".into()]);
//! let server = Server::bind(&options)?;
//! assert!(server.address().ip().is_loopback());
//! server.run()
//! # }
//! ```
//!
//! The only room that knows HTTP. It asks `store` and `study` for plain data, in threads of their own and not more of
//! them at once than the machine bears; here requests become calls, and answers JSON. Whoever reaches it over the
//! loopback interface may do all; elsewhere it listens only with [`Access`] that tells people apart.

mod answer;
mod api;
mod app;
mod atlases;
mod data;
mod door;
mod error;
mod listen;
mod options;
mod page;
mod state;
mod work;

pub use api::openapi;
pub use door::Role;
pub use error::ServerError;
pub use listen::{Server, Stopper};
pub use options::{Access, Limits, Options};
