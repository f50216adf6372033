use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

/// The last few things that took long to read, by the checksum of what they were read from.
pub(crate) struct Cache<T> {
    held: Mutex<Vec<(String, Arc<T>)>>,
    most: usize,
}

impl<T> fmt::Debug for Cache<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cache").field("most", &self.most).finish_non_exhaustive()
    }
}

impl<T> Cache<T> {
    pub(crate) const fn new(most: usize) -> Self {
        Self { held: Mutex::new(Vec::new()), most }
    }

    /// What is held under that name, or else what `make` gives.
    pub(crate) fn get<E>(&self, name: &str, make: impl FnOnce() -> Result<T, E>) -> Result<Arc<T>, E> {
        if let Some(found) = self.find(name) {
            return Ok(found);
        }
        // Two that come at once make it twice, rather than one holding up all others.
        let made = Arc::new(make()?);
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        held.retain(|(known, _)| known != name);
        held.insert(0, (name.to_owned(), Arc::clone(&made)));
        held.truncate(self.most);
        Ok(made)
    }

    fn find(&self, name: &str) -> Option<Arc<T>> {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let at = held.iter().position(|(known, _)| known == name)?;
        let found = held.remove(at);
        held.insert(0, found);
        held.first().map(|(_, found)| Arc::clone(found))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_asked_for_longest_goes_first() {
        let cache = Cache::new(2);
        let get = |name: &str, value: u32| *cache.get(name, || Ok::<_, ()>(value)).unwrap();
        assert_eq!((get("a", 1), get("b", 2), get("a", 9)), (1, 2, 1));
        get("c", 3);
        assert_eq!((get("a", 9), get("b", 8)), (1, 8));
    }
}
