//! One question, and the server.

use std::net::{IpAddr, SocketAddr};

use groundwire_index::source::CreatorId;

use super::args::{Ask, GeneratorName};
use super::{Done, open_engine, print, print_json, tell};
use crate::config::Config;
use crate::error::Result;
use crate::generate::{Chat, Generator, Given};
use crate::http;
use crate::question::Question;
use crate::reply::{Outcome, Refusal, Reply};

pub async fn ask(config: &Config, ask: Ask, as_json: bool) -> Result<Done> {
    let creator = CreatorId::parse(&ask.creator)?;
    let question = Question::new(&ask.question, Vec::new())?;
    let generator: Option<Box<dyn Generator>> = match (ask.draft, ask.generator) {
        (Some(draft), _) => Some(Box::new(Given(draft))),
        (None, GeneratorName::Extractive) => None,
        (None, GeneratorName::Chat) => {
            let settings = config.chat.clone().ok_or_else(http::no_chat)?;
            Some(Box::new(Chat::new(settings)?))
        }
    };
    let engine = open_engine(config).await?;
    let reply = engine.reply(&creator, question, generator.as_deref()).await?.into_inner();
    if as_json {
        print_json(&reply)?;
    } else {
        show(&reply);
    }
    Ok(Done::Well)
}

fn show(reply: &Reply) {
    if let Some(handoff) = &reply.handoff {
        print(handoff);
    }
    print(&reply.text);
    if let Some(disclosure) = &reply.disclosure {
        print(disclosure);
    }
    print("");
    let outcome = match reply.outcome {
        Outcome::Answered => "answered",
        Outcome::Repaired => "repaired: what was objected to was taken out, and the rest verified again",
        Outcome::FellBack => "fell back to the creator's own sentences",
        Outcome::Abstained if reply.refusal == Some(Refusal::HandedOff) => "handed off: this topic belongs to a person",
        Outcome::Abstained => "abstained: nothing in the archive answers this",
        Outcome::Refused => "nothing is sent: the policy prefers silence to an answer nobody asked this creator for",
    };
    print(&format!("  {outcome}"));
    for citation in &reply.citations {
        let title = citation.title.as_deref().unwrap_or("untitled");
        let date = citation.date.as_deref().unwrap_or("undated");
        let url = citation.url.as_deref().unwrap_or("");
        print(&format!("  cites {title} ({date}) {url}  {}", citation.id));
    }
    for note in &reply.objections {
        print(&format!("  objected: \"{}\"\n    {:?}: {}", note.claim, note.objection, note.reason));
    }
    print(&format!("  groundwire why {}", reply.id));
}

pub async fn serve(config: &Config, listen: SocketAddr) -> Result<Done> {
    let engine = open_engine(config).await?;
    let public = match listen.ip() {
        IpAddr::V4(ip) => !ip.is_loopback(),
        IpAddr::V6(ip) => !ip.is_loopback(),
    };
    if public {
        tell("warning: this server asks for no keys yet; do not let others reach this address");
    }
    let started = |bound: SocketAddr| tell(&format!("listening on http://{bound}"));
    http::serve(engine, config, listen, started, stop_signal()).await?;
    tell("stopped");
    Ok(Done::Well)
}

/// Resolves at Ctrl-C or SIGTERM. The handlers stand when this returns, so before anybody is told that the server
/// listens: a signal that came earlier would end the process as if nobody had cared.
fn stop_signal() -> impl Future<Output = ()> {
    #[cfg(unix)]
    let terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate());
    #[cfg(unix)]
    let interrupt = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::interrupt());
    async move {
        #[cfg(unix)]
        if let (Ok(mut terminate), Ok(mut interrupt)) = (terminate, interrupt) {
            tokio::select! {
                _ = interrupt.recv() => {}
                _ = terminate.recv() => {}
            }
            return;
        }
        let _ = tokio::signal::ctrl_c().await;
    }
}
