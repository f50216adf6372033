use super::cache::Cache;
use super::{Runs, View};
use crate::ServerError;
use crate::answer::Refusal;
use crate::api::{News, SeenTracks};
use lca_store::{Atlas, StoreError};
use lca_study::ModelShown;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;
use tokio::sync::broadcast;

/// News that wait for a reader before the oldest are lost.
const WAITING: usize = 1024;

/// Tracks held at once.
const TRACKS: usize = 3;

/// Models held at once.
const MODELS: usize = 8;

/// One atlas that is served, as it is now.
#[derive(Debug)]
pub(crate) struct Volume {
    /// Its name in addresses.
    pub(crate) id: String,
    pub(crate) path: PathBuf,
    /// The study that may be run into it.
    pub(crate) study: Option<PathBuf>,
    /// Who listens to what happens.
    pub(crate) news: broadcast::Sender<News>,
    pub(crate) tracks: Cache<SeenTracks>,
    pub(crate) models: Cache<ModelShown>,
    /// The run of the study.
    pub(crate) runs: Runs,
    latest: Mutex<(Stamp, Arc<View>)>,
}

/// What tells one commit record on disk from the next.
type Stamp = Option<(SystemTime, u64, u64)>;

impl Volume {
    pub(super) fn open(id: String, path: PathBuf, study: Option<PathBuf>) -> Result<Self, ServerError> {
        // The stamp first: what is committed meanwhile is then seen at the next look.
        let stamp = stamp(&path);
        let atlas = Atlas::open(&path)?;
        let view = View::of(atlas).map_err(|refusal| StoreError::Damaged {
            path: path.display().to_string(),
            problem: refusal.reason.what,
        })?;
        Ok(Self {
            id,
            path,
            study,
            news: broadcast::channel(WAITING).0,
            tracks: Cache::new(TRACKS),
            models: Cache::new(MODELS),
            runs: Runs::default(),
            latest: Mutex::new((stamp, Arc::new(view))),
        })
    }

    /// The atlas as of its last commit, by whichever process. Costs one look at one file unless something is new.
    pub(crate) fn view(&self) -> Result<Arc<View>, Refusal> {
        let now = stamp(&self.path);
        let mut latest = self.latest.lock().unwrap_or_else(PoisonError::into_inner);
        if now.is_none() {
            return Err(StoreError::Absent { path: self.path.clone() }.into());
        }
        if latest.0 != now {
            *latest = (now, Arc::new(View::of(Atlas::open(&self.path)?)?));
        }
        Ok(Arc::clone(&latest.1))
    }
}

fn stamp(atlas: &Path) -> Stamp {
    let meta = std::fs::metadata(atlas.join("lca/commit.json")).ok()?;
    Some((meta.modified().ok()?, meta.len(), inode(&meta)))
}

#[cfg(unix)]
fn inode(meta: &std::fs::Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::ino(meta)
}

#[cfg(not(unix))]
const fn inode(_: &std::fs::Metadata) -> u64 {
    0
}
