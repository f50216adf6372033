use super::{Result, threads};
use crate::args::ServeArgs;
use crate::output::{self, Answer};
use lca_server::{Access, Limits, Options, Server};
use serde_json::json;

/// Serves atlases until it is interrupted.
pub(crate) fn serve(args: &ServeArgs) -> Result {
    threads::take(&args.common)?;
    let server = Server::bind(&Options {
        atlases: args.atlases.clone(),
        studies: args.study.clone(),
        host: args.host.clone(),
        port: args.port,
        access: access(args),
        limits: Limits::default(),
    })?;
    let url = format!("http://{}", server.address());
    if args.common.json {
        output::line(&json!({ "event": "serving", "url": url }));
    } else {
        output::say(&format!("{url}\nCtrl-C ends it."));
    }
    server.run()?;
    Ok(Answer::new("ended", json!({ "event": "ended" })))
}

fn access(args: &ServeArgs) -> Access {
    match (&args.token_file, &args.user_header, &args.roles) {
        (Some(file), ..) => Access::Tokens(file.clone()),
        (None, Some(name), Some(roles)) => Access::Header { name: name.clone(), roles: roles.clone() },
        _ => Access::Loopback,
    }
}
