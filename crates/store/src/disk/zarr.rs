use super::Shelf;
use crate::StoreError;
use bytes::Bytes;
use zarrs::storage::byte_range::{ByteRange, ByteRangeIterator};
use zarrs::storage::{
    ListableStorageTraits, MaybeBytes, MaybeBytesIterator, OffsetBytesIterator, ReadableStorageTraits,
    StorageError, StoreKey, StoreKeys, StoreKeysPrefixes, StorePrefix, WritableStorageTraits,
};

/// The cause alone: the caller names the place and the way out.
fn other(error: StoreError) -> StorageError {
    match error {
        StoreError::Read { cause, .. } | StoreError::Write { cause, .. } => StorageError::Other(cause),
        other => StorageError::Other(other.to_string()),
    }
}

impl ReadableStorageTraits for Shelf {
    fn get(&self, key: &StoreKey) -> Result<MaybeBytes, StorageError> {
        self.backing().get(key.as_str()).map_err(other)
    }

    fn get_partial_many<'a>(
        &'a self,
        key: &StoreKey,
        ranges: ByteRangeIterator<'a>,
    ) -> Result<MaybeBytesIterator<'a>, StorageError> {
        let ranges: Vec<ByteRange> = ranges.collect();
        if let [ByteRange::Suffix(length)] = ranges[..] {
            let bytes = self.backing().get_suffix(key.as_str(), length).map_err(other)?;
            return Ok(bytes.map(|bytes| Box::new(std::iter::once(Ok(bytes))) as _));
        }
        let Some(size) = self.size_key(key)? else { return Ok(None) };
        if let Some(bad) = ranges.iter().find(|range| !inside(range, size)) {
            return Err(StorageError::Other(format!("{key}: {bad} is outside the {size} bytes there are")));
        }
        let ranges: Vec<_> = ranges.iter().map(|range| range.to_range(size)).collect();
        let parts = self.backing().get_ranges(key.as_str(), &ranges).map_err(other)?;
        Ok(parts.map(|parts| Box::new(parts.into_iter().map(Ok)) as _))
    }

    fn size_key(&self, key: &StoreKey) -> Result<Option<u64>, StorageError> {
        self.backing().size(key.as_str()).map_err(other)
    }

    fn supports_get_partial(&self) -> bool {
        true
    }
}

fn inside(range: &ByteRange, size: u64) -> bool {
    match *range {
        ByteRange::FromStart(start, length) => {
            start.checked_add(length.unwrap_or(0)).is_some_and(|end| end <= size)
        }
        ByteRange::Suffix(length) => length <= size,
    }
}

impl WritableStorageTraits for Shelf {
    fn set(&self, key: &StoreKey, value: Bytes) -> Result<(), StorageError> {
        self.put(key.as_str(), value).map_err(other)
    }

    fn set_partial_many(&self, key: &StoreKey, _values: OffsetBytesIterator) -> Result<(), StorageError> {
        Err(StorageError::Unsupported(format!("{key}: parts of a file cannot be changed")))
    }

    fn erase(&self, key: &StoreKey) -> Result<(), StorageError> {
        Err(StorageError::Unsupported(format!("{key}: a written file cannot be erased")))
    }

    fn erase_prefix(&self, prefix: &StorePrefix) -> Result<(), StorageError> {
        Err(StorageError::Unsupported(format!("{prefix}: written files cannot be erased")))
    }

    fn supports_set_partial(&self) -> bool {
        false
    }
}

impl ListableStorageTraits for Shelf {
    fn list(&self) -> Result<StoreKeys, StorageError> {
        self.list_prefix(&StorePrefix::root())
    }

    fn list_prefix(&self, prefix: &StorePrefix) -> Result<StoreKeys, StorageError> {
        let keys = self.backing().list(prefix.as_str()).map_err(other)?;
        keys.into_iter().map(|(key, _)| Ok(StoreKey::new(key)?)).collect()
    }

    fn list_dir(&self, prefix: &StorePrefix) -> Result<StoreKeysPrefixes, StorageError> {
        let (folders, files) = self.backing().children(prefix.as_str()).map_err(other)?;
        let keys = files.into_iter().map(|name| StoreKey::new(format!("{prefix}{name}")));
        let folders = folders.into_iter().map(|name| StorePrefix::new(format!("{prefix}{name}/")));
        Ok(StoreKeysPrefixes::new(keys.collect::<Result<_, _>>()?, folders.collect::<Result<_, _>>()?))
    }

    fn size_prefix(&self, prefix: &StorePrefix) -> Result<u64, StorageError> {
        Ok(self.backing().list(prefix.as_str()).map_err(other)?.iter().map(|(_, size)| size).sum())
    }
}
