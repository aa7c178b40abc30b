//! The line over HTTP; invariants: handlers only translate, every error is JSON that says what to
//! do, and a body or a burst beyond the limits is refused before any work.

mod offsets;

use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;

use axum::extract::rejection::JsonRejection;
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use groundwire_index::source::CreatorId;
use serde::Deserialize;
use serde_json::json;
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, SemaphorePermit};

use crate::check::CheckRequest;
use crate::config::Config;
use crate::engine::Engine;
use crate::error::{Class, Error, Result};
use crate::generate::{Chat, Generator, Given};
use crate::question::{Question, ThreadTurn};

/// Largest request body, in bytes.
const MAX_BODY_BYTES: usize = 2 * 1024 * 1024;

/// What handlers share.
struct App {
    engine: Engine,
    chat: Option<Chat>,
    permits: Semaphore,
}

/// A question over HTTP.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ReplyRequest {
    /// The fan's message.
    message: String,
    /// Earlier turns, oldest first.
    #[serde(default)]
    turns: Vec<ThreadTurn>,
    /// `extractive` (default) or `chat`.
    #[serde(default)]
    generator: Option<String>,
    /// A draft of the caller's own, instead of a generator.
    #[serde(default)]
    draft: Option<String>,
}

/// An error on its way to the wire.
struct Failure(Error);

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self(error)
    }
}

impl From<JsonRejection> for Failure {
    fn from(rejection: JsonRejection) -> Self {
        Self(Error::request("body", rejection.body_text()))
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let class = self.0.class();
        let too_large = class == Class::Caller && self.0.to_string().contains("length limit");
        let status = if too_large { StatusCode::PAYLOAD_TOO_LARGE } else { status(class) };
        if status.is_server_error() {
            tracing::error!(error = %self.0, "request failed");
        }
        let code = match class {
            Class::Caller => "invalid_request",
            Class::NotFound => "not_found",
            Class::Backend => "unavailable",
            Class::Upstream => "generator_failed",
            Class::Corrupt => "corrupt",
            Class::Busy => "busy",
        };
        let body = Json(json!({ "error": { "code": code, "message": self.0.to_string() } }));
        let mut response = (status, body).into_response();
        if let Error::Busy { retry_after_s } = self.0 {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(retry_after_s));
        }
        response
    }
}

fn status(class: Class) -> StatusCode {
    StatusCode::from_u16(class.http_status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

type Answer = std::result::Result<Response, Failure>;

impl App {
    fn permit(&self) -> Result<SemaphorePermit<'_>> {
        self.permits.try_acquire().map_err(|_| Error::Busy { retry_after_s: 1 })
    }
}

/// The routes.
fn router(app: Arc<App>) -> Router {
    Router::new()
        .route("/v1/creators/{id}/replies", post(reply))
        .route("/v1/check", post(check))
        .route("/v1/audits/{id}", get(audit))
        .route("/healthz", get(async || Json(json!({ "status": "alive" }))))
        .route("/readyz", get(ready))
        .fallback(async || not_found())
        .method_not_allowed_fallback(async || method_not_allowed())
        .layer(DefaultBodyLimit::max(MAX_BODY_BYTES))
        .with_state(app)
}

fn not_found() -> Response {
    let message =
        "no such path: POST /v1/creators/{id}/replies, POST /v1/check, GET /v1/audits/{id}, GET /healthz, GET /readyz";
    (StatusCode::NOT_FOUND, Json(json!({ "error": { "code": "not_found", "message": message } }))).into_response()
}

fn method_not_allowed() -> Response {
    let message = "this path takes another method: replies and check are POST, audits and health are GET";
    (StatusCode::METHOD_NOT_ALLOWED, Json(json!({ "error": { "code": "method_not_allowed", "message": message } })))
        .into_response()
}

async fn reply(
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    body: std::result::Result<Json<ReplyRequest>, JsonRejection>,
) -> Answer {
    let Json(request) = body?;
    let _permit = app.permit()?;
    let creator = CreatorId::parse(&id).map_err(Error::from)?;
    let question = Question::new(&request.message, request.turns)?;
    let given = request.draft.map(Given);
    let generator: Option<&dyn Generator> = match (&given, request.generator.as_deref()) {
        (Some(given), None) => Some(given),
        (Some(_), Some(_)) => return Err(Error::request("body", "give `draft` or `generator`, not both").into()),
        (None, None | Some("extractive")) => None,
        (None, Some("chat")) => Some(app.chat.as_ref().ok_or_else(no_chat)?),
        (None, Some(other)) => {
            return Err(Error::request("generator", format!("`{other}` is none of extractive, chat")).into());
        }
    };
    let audited = app.engine.reply(&creator, question, generator).await?;
    Ok(Json(audited.into_inner()).into_response())
}

/// What is missing for the chat generator.
pub(crate) fn no_chat() -> Error {
    Error::request(
        "generator",
        "no chat endpoint is configured: set GROUNDWIRE_CHAT_BASE_URL and GROUNDWIRE_CHAT_MODEL",
    )
}

async fn check(State(app): State<Arc<App>>, body: std::result::Result<Json<CheckRequest>, JsonRejection>) -> Answer {
    let Json(request) = body?;
    let _permit = app.permit()?;
    let reply = request.reply.clone();
    let report = app.engine.check(request).await?;
    Ok(Json(offsets::with_all_offsets(&reply, &report)).into_response())
}

async fn audit(State(app): State<Arc<App>>, Path(id): Path<String>) -> Answer {
    Ok(Json(app.engine.audit().explain(&id).await?).into_response())
}

async fn ready(State(app): State<Arc<App>>) -> Answer {
    app.engine.archive().store().creators().await.map_err(Error::from)?;
    Ok(Json(json!({ "status": "ready" })).into_response())
}

/// Serves until `stop` resolves, then finishes what was begun. `started` hears the bound address.
pub async fn serve(
    engine: Engine,
    config: &Config,
    listen: SocketAddr,
    started: impl FnOnce(SocketAddr),
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<()> {
    let chat = config.chat.clone().map(Chat::new).transpose()?;
    let listener = TcpListener::bind(listen).await.map_err(|error| Error::Config {
        source_name: "--listen".to_owned(),
        message: format!("cannot listen on {listen}: {error}"),
    })?;
    let bound = listener.local_addr().map_err(|error| Error::request("--listen", error.to_string()))?;
    started(bound);
    let app = Arc::new(App { engine, chat, permits: Semaphore::new(config.workers) });
    axum::serve(listener, router(app))
        .with_graceful_shutdown(stop)
        .await
        .map_err(|error| Error::request("server", error.to_string()))
}
