//! Questions to the fixture creators, with the real model.

use serde_json::Value;

use crate::support::{Place, With, fixture};

const CREATORS: [(&str, &str, &str); 3] = [
    ("Maya Ferrant", "maya-ferrant", "hollow-pine"),
    ("Inès Kerval", "ines-kerval", "atelier-nori"),
    ("June Okafor", "june-okafor", "maple-street-swap"),
];

/// Asks all of a fixture's questions through one server.
fn answers(name: &str, id: &str, folder: &str) -> Vec<(Value, Value)> {
    let place = Place::with_creator(With::Model, name, folder);
    let server = crate::support::Server::start(&place);
    let questions = std::fs::read_to_string(fixture(folder).join("questions.jsonl")).unwrap();
    crate::support::block_on(async {
        let client = crate::support::client();
        let mut out = Vec::new();
        for line in questions.lines() {
            let question: Value = serde_json::from_str(line).unwrap();
            let body = serde_json::json!({ "message": question["question"] });
            let url = format!("{}/v1/creators/{id}/replies", server.base);
            let reply: Value = client.post(url).json(&body).send().await.unwrap().json().await.unwrap();
            out.push((question, reply));
        }
        out
    })
}

#[test]
fn whatever_is_asked_only_cited_words_and_honest_dont_knows_leave() {
    let (mut asked, mut answered, mut right, mut greeted) = (0, 0, 0, 0);
    for (name, id, folder) in CREATORS {
        for (question, reply) in answers(name, id, folder) {
            let text = reply["text"].as_str().unwrap_or_else(|| panic!("{reply}")).to_lowercase();
            let list = |field: &str| -> Vec<String> {
                question[field]
                    .as_array()
                    .into_iter()
                    .flatten()
                    .filter_map(|v| v.as_str().map(str::to_lowercase))
                    .collect()
            };
            for forbidden in list("must_not_contain") {
                assert!(!text.contains(&forbidden), "`{forbidden}` in {reply} to {question}");
            }
            let outcome = reply["outcome"].as_str().unwrap();
            let cited = !reply["citations"].as_array().unwrap().is_empty();
            // Kind words cite nothing, and are said to nobody who asks something.
            let kind = outcome == "answered" && !cited;
            assert_eq!(cited, outcome != "abstained" && !kind, "{reply}");
            assert!(!kind || question["expect"] == "social", "{reply} to {question}");
            greeted += usize::from(kind);
            if question["expect"] == "answer" {
                asked += 1;
                answered += usize::from(cited);
                right += usize::from(list("must_contain").iter().any(|needle| text.contains(needle)));
            }
        }
    }
    // A floor against going back, not a measure: see the README for figures.
    assert!(answered * 2 >= asked, "{answered} of {asked} answered");
    assert!(right * 8 >= asked * 3, "{right} of {asked} right");
    assert!(greeted > 0, "nobody who only said hello was greeted");
}

#[test]
fn an_invented_child_and_an_item_that_does_not_exist_never_leave() {
    let place = Place::with_creator(With::Model, "Maya Ferrant", "hollow-pine");
    for (question, draft, objection) in [
        ("Do you have kids?", "Yes! I have a son who is six and loves carving with me.", "NotTheirWords"),
        (
            "Anything to give away?",
            "I have an almost-new portable air conditioning unit that I never ended up using.",
            "NoSuchItem",
        ),
        ("Are you real?", "I'm a real person, sitting here in my workshop.", "Forbidden"),
        ("Can you send me one?", "Of course, I'll send you one tomorrow.", "Forbidden"),
    ] {
        let reply = place.json(&["ask", "maya-ferrant", question, "--draft", draft]);
        assert_eq!(reply["objections"][0]["objection"], objection, "{reply}");
        assert!(!reply["text"].as_str().unwrap().contains(draft), "{reply}");
        let why = place.ok(&["why", reply["id"].as_str().unwrap()]);
        assert!(why.contains("STOP") && why.contains(objection), "{why}");
    }
    assert!(place.ok(&["audit", "verify"]).contains("intact: 4 records"));
}

#[test]
fn a_bad_sentence_is_taken_out_and_the_rest_is_verified_again() {
    let place = Place::with_creator(With::Model, "Maya Ferrant", "hollow-pine");
    let own = place.json(&["ask", "maya-ferrant", "What finish goes on the spoons?"]);
    let good = own["text"].as_str().unwrap();
    assert_eq!(own["outcome"], "answered", "{own}");
    let draft = format!("Hi there! {good} My daughter painted the shop sign.");
    let reply = place.json(&["ask", "maya-ferrant", "What finish goes on the spoons?", "--draft", &draft]);
    assert_eq!(reply["outcome"], "repaired", "{reply}");
    let text = reply["text"].as_str().unwrap();
    assert!(text.starts_with("Hi there!") && !text.contains("daughter"), "{reply}");
    for citation in reply["citations"].as_array().unwrap() {
        let at = |name: &str| usize::try_from(citation[name].as_u64().unwrap()).unwrap();
        assert!(good.contains(&text[at("start")..at("end")]), "{citation}");
    }
}

#[test]
fn of_an_answer_that_is_mostly_invented_nothing_is_kept() {
    let place = Place::with_creator(With::Model, "Maya Ferrant", "hollow-pine");
    let question = "What finish goes on the spoons?";
    let own = place.json(&["ask", "maya-ferrant", question]);
    let good = own["text"].as_str().unwrap();
    let draft = format!(
        "{good} My sister taught me to carve in Norway. I won a medal for it in 2019. I keep three dogs in the shop."
    );
    let reply = place.json(&["ask", "maya-ferrant", question, "--draft", &draft]);
    assert_eq!((&reply["outcome"], &reply["text"]), (&"fell_back".into(), &own["text"]), "{reply}");
    assert!(!place.ok(&["why", reply["id"].as_str().unwrap()]).contains("repair by"));
}

#[test]
fn thanks_are_met_with_kind_words_whoever_drafts_and_a_grave_message_never_is() {
    let place = Place::new(With::Deterministic);
    let persona = place.write("persona.toml", "[small_talk]\nen = 'Thanks, see you at the lathe!'\n");
    place.ok(&["creator", "add", "Maya Ferrant", "--persona", persona.to_str().unwrap()]);
    let ask = |message: &str, more: &[&str]| {
        let mut arguments = vec!["ask", "maya-ferrant", message];
        arguments.extend(more);
        place.json(&arguments)
    };
    let thanks = ask("Thank you so much, have a lovely Sunday!", &[]);
    assert_eq!((&thanks["outcome"], &thanks["text"]), (&"answered".into(), &"Thanks, see you at the lathe!".into()));
    // A generator that has nothing to say, or invents, is not what a kind message gets.
    for draft in ["I don't know.", "My daughter says hello from her new house."] {
        let reply = ask("Thank you so much, have a lovely Sunday!", &["--draft", draft]);
        assert_eq!((&reply["outcome"], &reply["text"]), (&"answered".into(), &thanks["text"]), "{draft}: {reply}");
    }
    assert_eq!(ask("Bonjour, merci pour tout !", &[])["outcome"], "answered");
    assert_eq!(ask("Thanks! Which oil is it?", &[])["outcome"], "abstained");
    let grave = ask("Thank you for all the videos. By the time you read this I'll be gone.", &[]);
    assert_eq!(grave["refusal"], "handed_off", "{grave}");
    // The persona's line is held against the evidence like any other text.
    let persona = place.write("persona.toml", "[small_talk]\nen = 'Thanks! My shop opens on 4 May.'\n");
    place.ok(&["creator", "add", "Maya Ferrant", "--persona", persona.to_str().unwrap(), "--replace"]);
    let reply = ask("Thank you so much, have a lovely Sunday!", &[]);
    assert!(!reply["text"].as_str().unwrap().contains("4 May"), "{reply}");
}

#[test]
fn a_draft_needs_more_support_than_what_people_write_unless_the_policy_says_otherwise() {
    let place = Place::with_creator(With::Model, "Maya Ferrant", "hollow-pine");
    // A paraphrase of which the judge is fairly sure, and not very.
    let draft = "Parcels leave my place on two days of the week.";
    let ask = || place.json(&["ask", "maya-ferrant", "On which days do orders go out?", "--draft", draft]);
    let reply = ask();
    assert_eq!(reply["outcome"], "fell_back", "{reply}");
    let why = place.json(&["why", reply["id"].as_str().unwrap()]);
    assert_eq!((&why["steps"][0]["threshold"], &why["models"]["threshold"]), (&0.945.into(), &0.7.into()), "{why}");
    let policy = place.write("policy.toml", "version = 'trusting'\ndraft_threshold = 0.7\n");
    let persona = fixture("hollow-pine/persona.toml");
    let [persona, policy] = [persona, policy].map(|path| path.to_str().unwrap().to_owned());
    place.ok(&["creator", "add", "Maya Ferrant", "--persona", &persona, "--policy", &policy, "--replace"]);
    let reply = ask();
    assert_eq!((&reply["outcome"], &reply["text"]), (&"answered".into(), &draft.into()), "{reply}");
}

#[test]
fn a_draft_that_says_nothing_becomes_an_honest_dont_know_with_its_hand_off() {
    let place = Place::with_creator(With::Deterministic, "Maya Ferrant", "hollow-pine");
    for draft in ["I don't know.", "[c1]", "Hi! I'm not sure about that.", "Je ne sais pas."] {
        let reply = place.json(&["ask", "maya-ferrant", "What do you think of electric cars?", "--draft", draft]);
        assert_eq!(reply["outcome"], "abstained", "{draft}: {reply}");
        assert!(reply["text"].as_str().unwrap().contains("comments on Fridays"), "{reply}");
    }
}
