//! Counts memory and time of a run, and stops the process, naming the seed, where neither a panic
//! nor a check afterwards could.
#![allow(unsafe_code, reason = "a global allocator that counts has to be unsafe")]

use std::alloc::{GlobalAlloc, Layout, System};
use std::io::Write;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering::Relaxed};
use std::time::{Duration, Instant};

static USED: AtomicUsize = AtomicUsize::new(0);
static PEAK: AtomicUsize = AtomicUsize::new(0);
static SEED: AtomicU64 = AtomicU64::new(0);
static WATCHED: AtomicBool = AtomicBool::new(false);
/// Rises when a run begins and when it ends: odd while one is going on.
static RUNS: AtomicU64 = AtomicU64::new(0);

/// No run may ask for this much at once.
const ABSURD: usize = 8 << 30;

/// No run may take longer, even one that never comes back.
const STUCK: Duration = Duration::from_secs(60);

struct Counting;

// SAFETY: every call goes to the system's allocator unchanged, or fails as an allocator may.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        if !count(layout.size()) {
            return std::ptr::null_mut();
        }
        // SAFETY: the caller's promises are passed on.
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        if !count(layout.size()) {
            return std::ptr::null_mut();
        }
        // SAFETY: the caller's promises are passed on.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        USED.fetch_sub(layout.size(), Relaxed);
        // SAFETY: the caller's promises are passed on.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn count(size: usize) -> bool {
    if size > ABSURD {
        say("asked for gigabytes at once");
        return false;
    }
    let used = USED.fetch_add(size, Relaxed) + size;
    PEAK.fetch_max(used, Relaxed);
    true
}

/// Says on standard error which seed is running, without allocating.
fn say(what: &str) {
    let (mut digits, mut at, mut seed) = ([0u8; 20], 20, SEED.load(Relaxed));
    loop {
        at -= 1;
        digits[at] = b'0' + (seed % 10) as u8;
        seed /= 10;
        if seed == 0 {
            break;
        }
    }
    let mut out = std::io::stderr();
    let _ = out.write_all(b"seed ").and_then(|()| out.write_all(&digits[at..]));
    let _ =
        out.write_all(b" ").and_then(|()| out.write_all(what.as_bytes())).and_then(|()| out.write_all(b"\n"));
}

/// What a run gave and took.
pub(crate) struct Outcome<T> {
    pub(crate) value: T,
    pub(crate) peak: usize,
    pub(crate) time: Duration,
}

/// Runs `work`, counting.
pub(crate) fn watched<T>(family: &str, seed: u64, work: impl FnOnce() -> T) -> Outcome<T> {
    if !WATCHED.swap(true, Relaxed) {
        std::thread::spawn(watch);
    }
    SEED.store(seed, Relaxed);
    let before = USED.load(Relaxed);
    PEAK.store(before, Relaxed);
    let start = Instant::now();
    RUNS.fetch_add(1, Relaxed);
    let value = work();
    RUNS.fetch_add(1, Relaxed);
    let outcome = Outcome { value, peak: PEAK.load(Relaxed).saturating_sub(before), time: start.elapsed() };
    if outcome.time > Duration::from_secs(5) {
        eprintln!("{family}: seed {seed} took {:?}", outcome.time);
    }
    outcome
}

/// Ends the process when one seed runs for too long.
fn watch() {
    let (mut last, mut since) = (u64::MAX, Instant::now());
    loop {
        std::thread::sleep(Duration::from_secs(1));
        let run = RUNS.load(Relaxed);
        if run != last || run.is_multiple_of(2) {
            (last, since) = (run, Instant::now());
        } else if since.elapsed() > STUCK {
            say("does not come back");
            std::process::abort();
        }
    }
}
