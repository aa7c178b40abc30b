//! SIGKILL at random points: nothing acknowledged is lost, no half document, an intact chain.

use std::time::Duration;

use serde_json::Value;

use crate::support::{Place, Server, With, block_on, client, fixture};

/// Kills in each of the two tests.
const KILLS: u64 = 15;

/// Delays that differ from kill to kill and are the same in every run.
fn delay(round: u64, up_to_ms: u64) -> Duration {
    let mixed = (round + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 33;
    Duration::from_millis(mixed % up_to_ms)
}

#[test]
fn a_killed_ingest_leaves_whole_documents_and_can_be_repeated() {
    let place = Place::new(With::Deterministic);
    place.ok(&["creator", "add", "Maya Ferrant"]);
    let archive = fixture("hollow-pine/archive");
    let archive = archive.to_str().unwrap();
    let whole = Place::with_creator(With::Deterministic, "Maya Ferrant", "hollow-pine");
    let wanted = whole.json(&["creator", "list"]);
    for round in 0..KILLS {
        if round % 5 == 4 {
            place.ok(&["forget", "maya-ferrant"]);
        }
        let mut child = place.command(&["ingest", "maya-ferrant", archive]).spawn().unwrap();
        std::thread::sleep(delay(round, 250));
        let _ = child.kill();
        child.wait().unwrap();
        // The next start repairs; index and store agree, and what is there is whole.
        assert!(!place.ok(&["doctor"]).contains("WRONG"));
        for source in place.json(&["sources", "maya-ferrant"]).as_array().unwrap() {
            assert!(source["chunks"].as_u64().unwrap() > 0, "{source}");
        }
    }
    place.ok(&["ingest", "maya-ferrant", archive]);
    assert_eq!(place.json(&["creator", "list"]), wanted);
    let words = ["search", "maya-ferrant", "tung oil"];
    assert_eq!(place.json(&words).as_array().unwrap().len(), whole.json(&words).as_array().unwrap().len());
}

#[test]
fn a_killed_server_loses_no_reply_that_it_gave() {
    let place = Place::with_creator(With::Deterministic, "Maya Ferrant", "hollow-pine");
    let mut given: Vec<Value> = Vec::new();
    for round in 0..KILLS {
        let server = Server::start(&place);
        let url = format!("{}/v1/creators/maya-ferrant/replies", server.base);
        // Killed some time after its first reply, however slow the machine is.
        let (first, seen) = std::sync::mpsc::channel();
        let stop = std::thread::spawn(move || {
            let _ = seen.recv();
            std::thread::sleep(delay(round, 200));
            server.kill();
        });
        given.extend(block_on(async {
            let client = client();
            let mut replies = Vec::new();
            for number in 0..200 {
                let body = serde_json::json!({ "message": format!("Which oil is on spoon {number}?") });
                let Ok(response) = client.post(&url).json(&body).send().await else { break };
                let Ok(reply) = response.json::<Value>().await else { break };
                replies.push(reply);
                let _ = first.send(());
            }
            replies
        }));
        stop.join().unwrap();
        assert!(place.ok(&["audit", "verify"]).contains("intact"));
    }
    assert!(given.len() >= KILLS as usize, "only {} replies were given", given.len());
    // The log starts again after the last kill and seals what that kill left.
    place.ok(&["ask", "maya-ferrant", "Which oil?"]);
    for reply in given.iter().step_by((given.len() / 25).max(1)).chain(given.last()) {
        let why = place.json(&["why", reply["id"].as_str().unwrap()]);
        assert_eq!(why["texts"]["reply"], reply["text"]);
    }
    assert!(place.ok(&["audit", "verify"]).contains("intact"));
}
