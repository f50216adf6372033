//! Listening, and ending.

use crate::app::app;
use crate::state::{Shared, Shelf};
use crate::{Access, Limits, Options, ServerError};
use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use std::net::{SocketAddr, TcpListener as StdListener, ToSocketAddrs};
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Runtime;
use tokio::sync::{Semaphore, watch};
use tokio_io_timeout::TimeoutStream;

/// Largest head of a request.
const HEAD: usize = 32 << 10;

/// A pause after the system could not give a connection, as when there are too many open files.
const PAUSE: Duration = Duration::from_millis(100);

/// A server that holds its port, and serves once it is run.
#[derive(Debug)]
pub struct Server {
    shared: Shared,
    listener: StdListener,
    address: SocketAddr,
    stop: watch::Sender<bool>,
}

/// Ends a server from another thread.
#[derive(Debug, Clone)]
pub struct Stopper(watch::Sender<bool>);

impl Stopper {
    /// Lets requests end that were begun, and no other begin.
    pub fn stop(&self) {
        self.0.send_replace(true);
    }
}

impl Server {
    /// Opens the atlases and takes the port.
    ///
    /// # Errors
    /// [`ServerError`]; among others when it would listen beyond this machine with nobody asked who they are.
    pub fn bind(options: &Options) -> Result<Self, ServerError> {
        let listener = take_port(options)?;
        let address = listener.local_addr().map_err(|cause| listen_error(options, cause))?;
        let (stop, ending) = watch::channel(false);
        Ok(Self { shared: Arc::new(Shelf::new(options, ending)?), listener, address, stop })
    }

    /// Where it listens.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// What ends it from another thread.
    #[must_use]
    pub fn stopper(&self) -> Stopper {
        Stopper(self.stop.clone())
    }

    /// Serves until it is stopped, interrupted (Ctrl-C) or asked by the system to end.
    ///
    /// # Errors
    /// When its threads cannot be started.
    pub fn run(self) -> Result<(), ServerError> {
        let Self { shared, listener, stop, .. } = self;
        let limits = shared.limits;
        let runtime = runtime(&limits).map_err(ServerError::Threads)?;
        let app = app(Arc::clone(&shared));
        let outcome = runtime.block_on(async {
            tokio::spawn(interrupted(stop.clone()));
            tokio::spawn(crate::api::watch(Arc::clone(&shared)));
            accept(listener, app, limits, stop.subscribe()).await
        });
        // A run that was stopped ends where it next tells how far it is.
        for volume in shared.library.all().iter().filter(|volume| volume.runs.cancel()) {
            volume.runs.wait(limits.farewell);
        }
        runtime.shutdown_timeout(limits.farewell);
        outcome.map_err(ServerError::Threads)
    }
}

/// A socket, on this machine alone unless people are told apart.
fn take_port(options: &Options) -> Result<StdListener, ServerError> {
    let Options { host, port, access, .. } = options;
    let unknown = |cause: String| ServerError::Host { host: host.clone(), cause };
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    let all: Vec<SocketAddr> =
        (bare, *port).to_socket_addrs().map_err(|why| unknown(why.to_string()))?.collect();
    if all.is_empty() {
        return Err(unknown("it has no address".into()));
    }
    if *access == Access::Loopback && !all.iter().all(|address| address.ip().is_loopback()) {
        return Err(ServerError::Open { host: host.clone() });
    }
    let listener = StdListener::bind(&*all).map_err(|cause| listen_error(options, cause))?;
    listener.set_nonblocking(true).map_err(|cause| listen_error(options, cause))?;
    Ok(listener)
}

fn listen_error(options: &Options, cause: std::io::Error) -> ServerError {
    ServerError::Listen { address: format!("{}:{}", options.host, options.port), cause }
}

fn runtime(limits: &Limits) -> std::io::Result<Runtime> {
    // As many as may work at once, and some for the system's own calls.
    let blocking = limits.reads + limits.works + limits.queries + 8;
    let mut builder = tokio::runtime::Builder::new_multi_thread();
    builder.worker_threads(2).max_blocking_threads(blocking).thread_name("server").enable_all().build()
}

/// Takes connections until the end, then waits for those that are open.
async fn accept(
    listener: StdListener,
    app: Router,
    limits: Limits,
    mut ending: watch::Receiver<bool>,
) -> std::io::Result<()> {
    let listener = TcpListener::from_std(listener)?;
    let graceful = GracefulShutdown::new();
    let places = Arc::new(Semaphore::new(limits.connections));
    loop {
        let place = Arc::clone(&places).acquire_owned();
        let next = async { (place.await, listener.accept().await) };
        let (place, stream) = tokio::select! {
            next = next => next,
            _ = ending.wait_for(|end| *end) => break,
        };
        let Ok((stream, _)) = stream else {
            tokio::time::sleep(PAUSE).await;
            continue;
        };
        let served = graceful.watch(connection(stream, app.clone(), &limits));
        tokio::spawn(async move {
            // A client that breaks off is no news.
            let _ = served.await;
            drop(place);
        });
    }
    drop(listener);
    let _ = tokio::time::timeout(limits.farewell, graceful.shutdown()).await;
    Ok(())
}

type Connection =
    http1::Connection<TokioIo<std::pin::Pin<Box<TimeoutStream<TcpStream>>>>, TowerToHyperService<Router>>;

/// One connection: heads must come in time, and what is sent must be taken.
fn connection(stream: TcpStream, app: Router, limits: &Limits) -> Connection {
    // Small answers leave at once; where the system cannot, they are slower and nothing else.
    let _ = stream.set_nodelay(true);
    let mut stream = TimeoutStream::new(stream);
    stream.set_write_timeout(Some(limits.stalled));
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(limits.request).max_buf_size(HEAD).max_headers(100);
    http.serve_connection(TokioIo::new(Box::pin(stream)), TowerToHyperService::new(app))
}

/// Waits for Ctrl-C, or the system's wish that the program end.
async fn interrupted(stop: watch::Sender<bool>) {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut ends = match signal(SignalKind::terminate()) {
            Ok(ends) => ends,
            Err(_) => return,
        };
        tokio::select! {
            _ = tokio::signal::ctrl_c() => {}
            _ = ends.recv() => {}
        }
    }
    #[cfg(not(unix))]
    let _ = tokio::signal::ctrl_c().await;
    stop.send_replace(true);
}
