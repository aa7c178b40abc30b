//! How a claim finds the evidence that carries it; invariants: no firm rule objects and the rest is weighed with the
//! judge on one set of evidence, and a judge that fails is a rejection.

use super::alignment::{self, Reading, Sentence, Support, align};
use super::arithmetic::Operand;
use super::entailment::{Judge, Probabilities};
use super::weigh::{self, Trust};
use super::{
    Facts, Failure, Objection, RuleTrace, Stance, Verdict, attribution, certainty, citation, denial, exchange, figures,
    names, opposites, own_words, quantity, quote, reject, supersede,
};
use crate::claim::{Claim, SpeechAct};

/// What a claim is held against, beside the facts: read once a draft.
pub struct Held<'a> {
    /// The evidence, read.
    pub reading: &'a Reading,
    /// The whole reply and the fan's message, folded.
    pub spoken: &'a str,
    /// Stems of names, titles and rows: what needs no sentence of its own.
    pub known: &'a [String],
    /// The catalogue rows that the reply or the fan names, as sentences; `offers` holds them against it.
    pub rows: &'a str,
    /// Figures of the reply's other claims and of the fan's message, for sums.
    pub beside: &'a [Operand],
    /// Who judges.
    pub judge: &'a dyn Judge,
    /// What the judge thinks of the claim, or why it thinks nothing.
    pub opinion: &'a Result<Probabilities, String>,
}

/// Finds evidence that carries the claim, or says what stands in the way.
pub(super) fn decide(claim: &Claim, facts: &Facts<'_>, held: &Held<'_>, rules: &mut Vec<RuleTrace>) -> Verdict {
    let mut note = |rule: &str, said: String| rules.push(RuleTrace { rule: rule.to_owned(), said });
    let resolved = citation::resolve(claim, facts.evidence);
    note("citation", format!("{} of {} citations resolve", resolved.items.len(), claim.cites.len()));
    if let Some(failure) = quote::check(claim, facts) {
        note(failure.rule, failure.reason.clone());
        return reject(failure, Vec::new(), 0.2, facts);
    }
    if let Some(items) = quote::carried_by(claim, facts) {
        note("quote", "verbatim, by that speaker".to_owned());
        return supported(&items, &resolved.items, 1.0, facts);
    }
    if let Some(place) = own_words::verbatim_carrier(claim, facts) {
        note("verbatim", "a whole sentence of the source".to_owned());
        return finish(claim, &[place], &resolved.items, 1.0, facts, held, rules);
    }
    let grounds = match grounds(claim, &resolved, facts, held) {
        Ok(grounds) => grounds,
        Err(failure) => {
            note(failure.rule, failure.reason.clone());
            return groundless(claim, failure, facts, held, rules);
        }
    };
    let shown = ids(&grounds.support.items, facts).join(", ");
    note("alignment", stands(&grounds.support, &shown));
    let objection = match &grounds.ruled {
        Ok(notes) => {
            for how in notes {
                note("arithmetic", how.clone());
            }
            None
        }
        Err(failure) => {
            note(failure.rule, failure.reason.clone());
            Some(failure.clone())
        }
    };
    weighed(claim, &grounds.support, objection, &resolved, facts, held, rules)
}

/// Nothing is there that could carry it: it passes only where the judge finds nothing in it to check.
fn groundless(
    claim: &Claim,
    failure: Failure,
    facts: &Facts<'_>,
    held: &Held<'_>,
    rules: &mut Vec<RuleTrace>,
) -> Verdict {
    if held.judge.trust() == Trust::Weighs && !weigh::is_firm(claim, &failure, 0.0, Trust::Weighs, facts) {
        match held.opinion {
            Err(why) => return unavailable(why, facts, rules),
            Ok(opinion) if weigh::is_nothing_but_talk(claim, opinion) => {
                rules.push(RuleTrace { rule: "judge".to_owned(), said: told(*opinion) });
                return Verdict::NotNeeded { why: NOTHING_TO_CHECK.to_owned() };
            }
            Ok(_) => {}
        }
    }
    reject(failure, Vec::new(), 0.0, facts)
}

const NOTHING_TO_CHECK: &str = "the judge finds nothing in it to check";

/// What the rules found and what the judge thinks, weighed together.
fn weighed(
    claim: &Claim,
    support: &Support,
    objection: Option<Failure>,
    resolved: &citation::Resolved,
    facts: &Facts<'_>,
    held: &Held<'_>,
    rules: &mut Vec<RuleTrace>,
) -> Verdict {
    let trust = held.judge.trust();
    let rejected = |failure: Failure, score: f64| {
        let failure = uncited(claim, resolved, elsewhere(claim, failure, facts, held));
        reject(failure, ids(&support.items, facts), score, facts)
    };
    if let Some(failure) =
        objection.as_ref().filter(|failure| weigh::is_firm(claim, failure, support.coverage, trust, facts))
    {
        return rejected(failure.clone(), support.coverage * 0.9);
    }
    let opinion = match held.opinion {
        Ok(opinion) => *opinion,
        Err(why) => return unavailable(why, facts, rules),
    };
    let score = weigh::score(claim, opinion, support, objection.as_ref(), trust);
    rules.push(RuleTrace {
        rule: "judge".to_owned(),
        said: format!("{}; weighed with the rules {score:.3}", told(opinion)),
    });
    if score < facts.policy.threshold {
        return rejected(objection.unwrap_or_else(|| doubt(opinion, score, facts)), score);
    }
    if objection.is_some_and(|failure| failure.stance == Stance::Unsupported) && weigh::is_talk(claim, opinion) {
        return Verdict::NotNeeded { why: NOTHING_TO_CHECK.to_owned() };
    }
    finish(claim, &support.items, &resolved.items, score, facts, held, rules)
}

/// "62 % of it stands in e1; 2 words of weight do not, 1 in a row at most".
fn stands(support: &Support, shown: &str) -> String {
    let share = format!("{:.0} % of it stands in {shown}", support.coverage * 100.0);
    match support.missing.len() {
        0 => share,
        missing => format!("{share}; {missing} words of weight do not, {} in a row at most", support.run.len()),
    }
}

/// Where a claim stands, and what the rules that compare words and figures say of it there.
struct Grounds {
    support: Support,
    /// What had to be worked out, or the first objection.
    ruled: Result<Vec<String>, Failure>,
}

fn grounds(
    claim: &Claim,
    resolved: &citation::Resolved,
    facts: &Facts<'_>,
    held: &Held<'_>,
) -> Result<Grounds, Failure> {
    let mut given = held.reading.for_act(claim.act);
    // What is offered in the creator's name stands in the creator's own words.
    if claim.act == SpeechAct::Offer && facts.catalogue.is_none() && !held.reading.own.is_empty() {
        given = &held.reading.own;
    }
    let same = align(claim, given, &resolved.items, held.known, facts.language).map(|support| {
        let ruled = by_rules(claim, &support, given, facts, held);
        Grounds { support, ruled }
    });
    let stands = same.as_ref().is_some_and(|grounds| grounds.ruled.is_ok());
    if stands || held.reading.foreign.is_empty() {
        return same.ok_or_else(|| nothing_to_hold_against(claim, resolved, facts));
    }
    match (foreign(claim, resolved, facts, held), same) {
        // What stands in the reply's own language is what the objection is about, unless nothing does.
        (_, Some(same)) if same.support.coverage > 0.0 => Ok(same),
        (Ok(grounds), _) => Ok(grounds),
        (Err(_), Some(same)) => Ok(same),
        (Err(failure), None) => Err(failure),
    }
}

/// "I haven't posted about it", and the creator's own words speak of just that.
pub(super) fn published_after_all(claim: &Claim, facts: &Facts<'_>, held: &Held<'_>) -> Option<Failure> {
    if claim.act != SpeechAct::Abstention || !crate::claim::says_unpublished(&claim.meaning) {
        return None;
    }
    let support = align(claim, &held.reading.own, &[], &[], facts.language)?;
    let speaks = support.weight >= 2.0 && support.coverage >= 0.95 && support.missing.is_empty();
    speaks.then(|| {
        let reason = format!("the creator's own words do speak of it: \"{}\"", support.text.trim());
        Failure::contradicted("abstention", Objection::NotEntailed, reason)
    })
}

/// The rules in order on one set of evidence; what had to be worked out.
fn by_rules(
    claim: &Claim,
    support: &Support,
    given: &[Sentence],
    facts: &Facts<'_>,
    held: &Held<'_>,
) -> Result<Vec<String>, Failure> {
    let own_text: String = held.reading.own.iter().map(|s| s.text.as_str()).collect::<Vec<_>>().join("\n");
    let text = if claim.act.needs_own_words() { &own_text } else { &support.text };
    let own = own_words::check(claim, text, support.coverage, facts.language);
    if let Some(failure) = own.clone().filter(|_| claim.act == SpeechAct::Biography) {
        return Err(failure);
    }
    let rows = held.rows;
    let found = figures::Found { support, given, rows, beside: held.beside };
    let worked_out = figures::check(claim, &found, facts)?;
    let failure = exchange::check(claim, support, given, facts.language)
        .or_else(|| names::check(claim, &known_names(claim, support, rows, facts), facts.language))
        .or_else(|| attribution::check(claim, support, given, held.spoken, facts))
        .or_else(|| alignment::excluded(claim, support, given, facts.language))
        .or_else(|| alignment::only_asked(claim, support, facts))
        // From here on what is weighed: no firm rule may be hidden behind one.
        .or(own)
        .or_else(|| denial::check(claim, &all_text(given), facts.language))
        .or_else(|| quantity::check(claim, support, given))
        .or_else(|| certainty::check(claim, &support.text, facts.language))
        .or_else(|| opposites::check(claim, &support.text, facts.language))
        .or_else(|| alignment::added(claim, support, facts));
    failure.map_or(Ok(worked_out), Err)
}

fn all_text(given: &[Sentence]) -> String {
    given.iter().map(|s| s.text.as_str()).collect::<Vec<_>>().join("\n")
}

/// Texts in which the names of a claim may stand.
fn known_names(claim: &Claim, support: &Support, rows: &str, facts: &Facts<'_>) -> Vec<String> {
    let mut known =
        vec![format!("{}\n{rows}", support.text), facts.creator.name.clone(), "AI IA Celsius Fahrenheit".to_owned()];
    known.extend(facts.creator.speakers.iter().cloned());
    let message = facts.message.unwrap_or_default();
    known.extend(names::called(&claim.meaning, message));
    if !crate::claim::is_first_person(&claim.meaning) || crate::claim::speaks_to_fan(&claim.meaning) {
        known.push(message.to_owned());
    }
    for item in support.items.iter().filter_map(|at| facts.evidence.items.get(*at)) {
        known.extend(item.title.clone());
        known.extend(item.author.clone());
        known.extend(item.passages.iter().filter_map(|p| p.voice.speaker().map(str::to_owned)));
    }
    known
}

/// Evidence in another language: figures and names are held against it always; the rest only by a judge
/// that reads both.
fn foreign(
    claim: &Claim,
    resolved: &citation::Resolved,
    facts: &Facts<'_>,
    held: &Held<'_>,
) -> Result<Grounds, Failure> {
    use groundwire_index::text::language::{Language, detect};
    let given = &held.reading.foreign;
    let own = !claim.act.needs_own_words() || given.iter().any(|sentence| sentence.own);
    let support = Support::across(claim, given, &resolved.items, facts.language);
    let found = figures::Found { support: &support, given, rows: "", beside: held.beside };
    figures::check(claim, &found, facts)?;
    if let Some(failure) = names::check(claim, &known_names(claim, &support, "", facts), facts.language) {
        return Err(failure);
    }
    let language = given.first().map_or(Language::Other, |s| detect(&s.text, Language::Other));
    if !held.judge.reads(facts.language, language) {
        let reason = "the evidence is in another language than the reply, and the judge does not read both";
        return Err(Failure::unsupported("language", Objection::LanguageUnsupported, reason));
    }
    if !own {
        let reason = "only others say anything here, and this needs the creator's own words";
        return Err(Failure::unsupported("own_words", Objection::NotTheirWords, reason));
    }
    // No rule compares words across languages: the claim stands when the judge overrules this, and only then.
    let reason = "the evidence is in another language than the reply, and the judge does not find it carried there";
    let support = Support { coverage: 0.0, ..support };
    Ok(Grounds { support, ruled: Err(Failure::unsupported("alignment", Objection::NotEntailed, reason)) })
}

pub(super) fn unavailable(why: &str, facts: &Facts<'_>, rules: &mut Vec<RuleTrace>) -> Verdict {
    let reason = format!("the judge failed: {why}");
    rules.push(RuleTrace { rule: "judge".to_owned(), said: reason.clone() });
    reject(Failure::unsupported("judge", Objection::VerifierUnavailable, reason), Vec::new(), 0.0, facts)
}

fn nothing_to_hold_against(claim: &Claim, resolved: &citation::Resolved, facts: &Facts<'_>) -> Failure {
    if !facts.evidence.items.is_empty() && claim.act.needs_own_words() {
        return Failure::unsupported(
            "own_words",
            Objection::NotTheirWords,
            "only others say anything here, and this needs the creator's own words",
        );
    }
    if resolved.unknown.is_empty() {
        Failure::unsupported("citation", Objection::Uncited, "there is no evidence for it")
    } else {
        Failure::unsupported(
            "citation",
            Objection::UnknownCitation,
            format!("it cites `{}`, which is not there, and nothing else carries it", resolved.unknown.join("`, `")),
        )
    }
}

/// Nothing carries it, and it cites nothing, or nothing that is there: that is the objection.
fn uncited(claim: &Claim, resolved: &citation::Resolved, failure: Failure) -> Failure {
    if failure.rule != "judge" || failure.stance != Stance::Unsupported || !resolved.items.is_empty() {
        return failure;
    }
    let why = failure.reason;
    if claim.cites.is_empty() {
        return Failure::unsupported("citation", Objection::Uncited, format!("it cites nothing, and {why}"));
    }
    let cited = resolved.unknown.join("`, `");
    let reason = format!("it cites `{cited}`, which is not there, and {why}");
    Failure::unsupported("citation", Objection::UnknownCitation, reason)
}

fn doubt(opinion: Probabilities, score: f64, facts: &Facts<'_>) -> Failure {
    if opinion.refuted > opinion.neither {
        return Failure::contradicted("judge", Objection::NotEntailed, "the evidence says otherwise".to_owned());
    }
    let reason = format!("the evidence does not carry it (support {score:.2}, {:.2} needed)", facts.policy.threshold);
    Failure::unsupported("judge", Objection::NotEntailed, reason)
}

/// An opinion in words.
fn told(opinion: Probabilities) -> String {
    let Probabilities { supported, refuted, neither, nothing_to_check, .. } = opinion;
    format!(
        "supported {supported:.2}, refuted {refuted:.2}, neither {neither:.2}, nothing to check {nothing_to_check:.2}"
    )
}

/// When somebody else does say it, the objection is that it is not the creator who does.
fn elsewhere(claim: &Claim, failure: Failure, facts: &Facts<'_>, held: &Held<'_>) -> Failure {
    const SAYS_IT: f64 = 0.6;
    if !claim.act.needs_own_words() || !matches!(failure.objection, Objection::NotEntailed) {
        return failure;
    }
    let others = align(claim, &held.reading.all, &[], held.known, facts.language);
    let says = others.as_ref().filter(|support| support.coverage >= SAYS_IT && support.weight >= 1.0);
    let by_another = says.is_some_and(|support| {
        support.sentences.iter().filter_map(|at| held.reading.all.get(*at)).any(|sentence| !sentence.own)
    });
    if !by_another {
        return failure;
    }
    Failure::unsupported("own_words", Objection::NotTheirWords, "somebody else says this, the creator does not")
}
/// The last question to evidence that carries a claim: is it still so?
fn finish(
    claim: &Claim,
    items: &[usize],
    cited: &[usize],
    score: f64,
    facts: &Facts<'_>,
    held: &Held<'_>,
    rules: &mut Vec<RuleTrace>,
) -> Verdict {
    if let Some((failure, newer)) = supersede::check(claim, items, held.reading, facts) {
        rules.push(RuleTrace { rule: failure.rule.to_owned(), said: failure.reason.clone() });
        return reject(failure, vec![newer], score, facts);
    }
    supported(items, cited, score, facts)
}

fn supported(items: &[usize], cited: &[usize], score: f64, facts: &Facts<'_>) -> Verdict {
    let assigned = items.iter().any(|at| !cited.contains(at));
    Verdict::Supported { by: ids(items, facts), assigned, score }
}

fn ids(items: &[usize], facts: &Facts<'_>) -> Vec<String> {
    items.iter().filter_map(|at| facts.evidence.items.get(*at)).map(|item| item.id.clone()).collect()
}
