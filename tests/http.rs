//! The real server on a random port, and the chat generator against endpoints that misbehave.

use std::time::Duration;

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

use crate::support::{Place, Server, With, block_on, client};

fn maya() -> Place {
    Place::with_creator(With::Deterministic, "Maya Ferrant", "hollow-pine")
}

async fn post(base: &str, path: &str, body: Value) -> (u16, Value) {
    let response = client().post(format!("{base}{path}")).json(&body).send().await.unwrap();
    (response.status().as_u16(), response.json().await.unwrap())
}

#[test]
fn replies_checks_and_audits_over_http() {
    let place = maya();
    let server = Server::start(&place);
    block_on(async {
        let base = &server.base;
        for path in ["/healthz", "/readyz"] {
            assert_eq!(client().get(format!("{base}{path}")).send().await.unwrap().status(), 200);
        }
        let (status, reply) =
            post(base, "/v1/creators/maya-ferrant/replies", json!({ "message": "Which oil for spoons?" })).await;
        assert_eq!(status, 200);
        assert!(reply["disclosure"].is_string(), "a thread's first reply discloses");
        let id = reply["id"].as_str().unwrap();
        let audit: Value = client().get(format!("{base}/v1/audits/{id}")).send().await.unwrap().json().await.unwrap();
        assert_eq!(audit["texts"]["reply"], reply["text"]);
        let turns = json!([{ "role": "fan", "text": "Hi" }, { "role": "creator", "text": "Hello!" }]);
        let (_, later) = post(
            base,
            "/v1/creators/maya-ferrant/replies",
            json!({ "message": "Which oil for spoons?", "turns": turns }),
        )
        .await;
        assert!(later.get("disclosure").is_none(), "later replies do not repeat it");
        let (_, asked) =
            post(base, "/v1/creators/maya-ferrant/replies", json!({ "message": "Are you human?", "turns": turns }))
                .await;
        assert!(asked["disclosure"].is_string(), "it stands whenever someone asks");

        let evidence = json!([{ "id": "e1", "text": "J’ai payé 180 €." }]);
        let (status, report) =
            post(base, "/v1/check", json!({ "id": 7, "reply": "Été 🎉 ! J'ai payé 190 €.", "evidence": evidence }))
                .await;
        assert_eq!((status, &report["id"], &report["decision"]), (200, &json!(7), &json!("reject")));
        let offsets = &report["claims"][1]["offsets"];
        assert_eq!(offsets["utf8"]["start"], 13, "{report}");
        assert_eq!(offsets["utf16"]["start"], 9, "{report}");
        assert_eq!(offsets["code_points"]["start"], 8, "{report}");
    });
}

#[test]
fn errors_are_json_that_says_what_to_do() {
    let place = maya();
    let server = Server::start(&place);
    block_on(async {
        let base = &server.base;
        for (path, body, status, says) in [
            ("/v1/creators/nobody/replies", json!({ "message": "hi?" }), 404, "no creator `nobody`"),
            ("/v1/creators/Bad%20Id/replies", json!({ "message": "hi?" }), 400, "creator id"),
            ("/v1/creators/maya-ferrant/replies", json!({ "message": " " }), 400, "blank"),
            ("/v1/creators/maya-ferrant/replies", json!({ "mesage": "hi" }), 400, "mesage"),
            ("/v1/creators/maya-ferrant/replies", json!({ "message": "x".repeat(1_000_000) }), 400, "1000000 bytes"),
            ("/v1/creators/maya-ferrant/replies", json!({ "message": "x".repeat(3_000_000) }), 413, "limit"),
            (
                "/v1/creators/maya-ferrant/replies",
                json!({ "message": "hi", "generator": "chat" }),
                400,
                "no chat endpoint",
            ),
            ("/v1/check", json!({ "reply": 3 }), 400, "reply"),
            ("/v1/nothing", json!({}), 404, "no such path"),
            ("/healthz", json!({}), 405, "another method"),
        ] {
            let (got, answer) = post(base, path, body).await;
            assert_eq!(got, status, "{path}: {answer}");
            assert!(answer["error"]["message"].as_str().unwrap().contains(says), "{path}: {answer}");
        }
        let missing = client().get(format!("{base}/v1/audits/rpl_00000000")).send().await.unwrap();
        assert_eq!(missing.status(), 404);
    });
}

#[test]
fn replies_at_once_are_all_recorded_in_one_sealed_chain() {
    let place = maya();
    let server = Server::start(&place);
    let answered = block_on(async {
        let mut running = tokio::task::JoinSet::new();
        for number in 0..40 {
            let url = format!("{}/v1/creators/maya-ferrant/replies", server.base);
            let hangs_up = number % 4 == 3;
            running.spawn(async move {
                let request = client().post(url).json(&json!({ "message": format!("Which oil, {number}?") })).send();
                // Some clients go away in the middle: their decisions are on record, or never were made.
                let wait = Duration::from_millis(if hangs_up { 5 + number } else { 60_000 });
                let answer = tokio::time::timeout(wait, request).await.ok().and_then(Result::ok);
                answer.is_some_and(|answer| answer.status().is_success())
            });
        }
        running.join_all().await.into_iter().filter(|ok| *ok).count()
    });
    assert!(answered > 0);
    server.kill();
    let report = place.json(&["audit", "verify"]);
    assert!(report["report"]["records"].as_u64().unwrap() >= answered as u64, "{report}");
    assert!(report["report"]["unsealed"].as_u64().unwrap() <= 1, "{report}");
    assert!(place.ok(&["ask", "maya-ferrant", "Which oil?"]).contains("groundwire why"));
}

#[test]
fn a_server_that_is_told_to_stop_stops_well() {
    let place = maya();
    let server = Server::start(&place);
    let status = std::process::Command::new("kill").args(["-TERM", &server.pid().to_string()]).status().unwrap();
    assert!(status.success());
    assert!(server.wait().success());
    assert!(place.ok(&["audit", "verify"]).contains("intact"));
}

/// What a fake chat endpoint does with each request.
#[derive(Clone)]
enum Endpoint {
    Says(String),
    Status(u16, String),
    Hangs,
    Raw(Vec<u8>),
    NoSchema(String),
}

fn completion(text: &str) -> String {
    json!({ "choices": [{ "message": { "role": "assistant", "content": text } }] }).to_string()
}

fn http_answer(status: u16, body: &str) -> Vec<u8> {
    format!("HTTP/1.1 {status} X\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}", body.len()).into_bytes()
}

/// Listens on a port of its own until the process ends.
fn endpoint(kind: Endpoint) -> String {
    let (send, receive) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        block_on(async move {
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            send.send(listener.local_addr().unwrap()).unwrap();
            loop {
                let (mut stream, _) = listener.accept().await.unwrap();
                let kind = kind.clone();
                tokio::spawn(async move {
                    let mut request = Vec::new();
                    let mut buffer = vec![0_u8; 65536];
                    // The body is small; it has come when the reader pauses.
                    while let Ok(Ok(read)) =
                        tokio::time::timeout(Duration::from_millis(150), stream.read(&mut buffer)).await
                    {
                        if read == 0 {
                            break;
                        }
                        request.extend_from_slice(&buffer[..read]);
                    }
                    let with_schema = String::from_utf8_lossy(&request).contains("json_schema");
                    let answer = match kind {
                        Endpoint::Status(status, body) => http_answer(status, &body),
                        Endpoint::Raw(bytes) => bytes,
                        Endpoint::NoSchema(_) if with_schema => http_answer(400, "{\"error\":\"response_format\"}"),
                        Endpoint::Says(text) | Endpoint::NoSchema(text) => http_answer(200, &completion(&text)),
                        Endpoint::Hangs => {
                            tokio::time::sleep(Duration::from_mins(1)).await;
                            Vec::new()
                        }
                    };
                    let _ = stream.write_all(&answer).await;
                });
            }
        });
    });
    format!("http://{}/v1", receive.recv().unwrap())
}

fn ask(place: &Place, base: &str, question: &str) -> std::process::Output {
    let arguments = ["ask", "maya-ferrant", question, "--generator", "chat", "--json"];
    let mut command = place.command(&arguments);
    command
        .env("GROUNDWIRE_CHAT_BASE_URL", base)
        .env("GROUNDWIRE_CHAT_MODEL", "fake")
        .env("GROUNDWIRE_CHAT_TIMEOUT_S", "1");
    command.env("GROUNDWIRE_CHAT_API_KEY", "sk-secret-key").output().unwrap()
}

#[test]
fn what_a_chat_endpoint_invents_never_leaves() {
    let place = maya();
    for lie in [
        "I have a daughter called Lily who oils the spoons. [c1]",
        r#"{"sentences":[{"said":"The camera is in stock for $40.","sources":["c1"]}]}"#,
        "I'm a real human, call me at 555-0100-222.",
        "",
        "I'll refund you tomorrow. I promise.",
    ] {
        let output = ask(&place, &endpoint(Endpoint::Says(lie.to_owned())), "Who oils the spoons?");
        assert!(output.status.success(), "{}", crate::support::stderr(&output));
        let reply: Value = serde_json::from_slice(&output.stdout).unwrap();
        let text = reply["text"].as_str().unwrap();
        for word in ["Lily", "camera", "human", "555", "refund you"] {
            assert!(!text.contains(word), "{reply}");
        }
        assert!(["fell_back", "abstained", "repaired"].contains(&reply["outcome"].as_str().unwrap()), "{reply}");
    }
    assert!(place.ok(&["audit", "verify"]).contains("intact: 5 records"));
}

#[test]
fn a_chat_draft_that_the_archive_carries_is_sent_without_its_markers() {
    let place = maya();
    let hits = place.json(&["search", "maya-ferrant", "pure tung oil"]);
    let text = hits.as_array().unwrap().iter().find_map(|hit| {
        let text = hit["text"].as_str().unwrap();
        text.split_inclusive(". ")
            .map(str::trim)
            .find(|s| s.contains("tung oil") && s.ends_with('.') && !s.contains('$') && !s.contains('\n'))
    });
    let sentence = text.unwrap().to_owned();
    for kind in
        [Endpoint::Says(format!("Hello! {sentence} [c1]")), Endpoint::NoSchema(format!("Hello! {sentence} [c9]"))]
    {
        let output = ask(&place, &endpoint(kind), "Do you use pure tung oil?");
        let reply: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(reply["text"].as_str().unwrap(), format!("Hello! {sentence}"), "{reply}");
        assert_eq!(reply["outcome"], "answered");
        assert!(!reply["citations"].as_array().unwrap().is_empty());
    }
}

#[test]
fn dead_slow_and_broken_endpoints_get_a_clear_error_and_no_reply() {
    let place = maya();
    for (base, says) in [
        ("http://127.0.0.1:9/v1".to_owned(), "cannot connect"),
        (endpoint(Endpoint::Hangs), "no answer within 1 s"),
        (endpoint(Endpoint::Status(401, "{}".into())), "GROUNDWIRE_CHAT_API_KEY"),
        (endpoint(Endpoint::Status(500, "boom".into())), "tried 3 times"),
        (endpoint(Endpoint::Status(200, "{}".into())), "no choices[0].message.content"),
        (endpoint(Endpoint::Raw(http_answer(200, &"x".repeat(2_000_000)))), "longer than"),
        (endpoint(Endpoint::Raw(b"garbage".to_vec())), "gave no draft"),
    ] {
        let output = ask(&place, &base, "Which oil?");
        let said = crate::support::stderr(&output);
        assert_eq!(output.status.code(), Some(4), "{said}");
        assert!(said.contains(says), "{says}: {said}");
        assert!(!said.contains("sk-secret-key"));
        assert!(output.stdout.is_empty());
    }
    assert!(place.ok(&["audit", "verify"]).contains("intact: 0 records"));
}
