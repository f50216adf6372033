use std::error::Error;
use std::fmt;

/// Something that yields a large array or table piece by piece: the frames of a movie, the row
/// blocks of a count matrix. Readers implement it; analysis rooms ask for it.
pub trait ChunkSource: Send + Sync {
    /// One piece.
    type Chunk: Send;

    /// How many pieces there are.
    fn len(&self) -> usize;

    /// Whether there are none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Reads piece `index`, from 0. May be called from several threads at once.
    ///
    /// # Errors
    /// When the piece is missing, cannot be read, or is not what the source's header says.
    fn read(&self, index: usize) -> Result<Self::Chunk, ChunkError>;
}

/// Something that takes a large array or table piece by piece. Pieces may come in any order, each
/// once.
pub trait ChunkSink: Send + Sync {
    /// One piece.
    type Chunk: Send;

    /// Takes piece `index`, from 0. May be called from several threads at once.
    ///
    /// # Errors
    /// When the piece has the wrong shape, comes twice, or cannot be written.
    fn write(&self, index: usize, chunk: Self::Chunk) -> Result<(), ChunkError>;
}

/// Why one chunk could not be read or written. The cause says what and where.
#[derive(Debug)]
pub struct ChunkError {
    /// The piece's index, from 0.
    pub index: usize,
    /// What went wrong, in the words of the door that met it.
    pub cause: Box<dyn Error + Send + Sync>,
}

impl ChunkError {
    /// Wraps a door's own error.
    pub fn new(index: usize, cause: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self { index, cause: cause.into() }
    }
}

impl fmt::Display for ChunkError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "chunk {}: {}", self.index, self.cause)
    }
}

impl Error for ChunkError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(self.cause.as_ref())
    }
}
