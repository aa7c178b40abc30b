//! Word by word: what of a claim stands in the evidence, where, and what nowhere does; pure. Every
//! content word, figure and name of the claim is looked for in windows of the evidence; what is left over
//! is what the reply added, and the reason names it.

mod thesaurus;

use std::collections::{HashMap, HashSet};

use groundwire_index::retrieve::EvidenceItem;
use groundwire_index::text::figures::{Figure, figures};
use groundwire_index::text::language::{Language, detect};
use groundwire_index::text::sentences::sentences;
use groundwire_index::text::words::{is_function_word, stem, words};

use super::quote::outside_quotations;
use super::{Facts, Failure, Objection, own_words};
use crate::claim::{Claim, SpeechAct, is_first_person, is_kind_word, is_relative, speaks_to_fan};

/// A sentence of the evidence, read once for all claims of a draft.
pub struct Sentence {
    /// Place of its item.
    pub item: usize,
    /// Its text.
    pub text: String,
    /// The creator says it.
    pub own: bool,
    /// Who says it, when a speaker is known.
    pub speaker: Option<String>,
    /// It says "I" or "my".
    pub first_person: bool,
    /// Its figures.
    pub figures: Vec<Figure>,
    stems: Vec<String>,
}

/// The evidence of a draft, read.
pub struct Reading {
    /// All that may carry a fact, in the claim's language.
    pub all: Vec<Sentence>,
    /// The creator's own words without what they quote, in the claim's language.
    pub own: Vec<Sentence>,
    /// Evidence in another language than the reply.
    pub foreign: Vec<Sentence>,
}

impl Reading {
    /// Reads the evidence of a draft.
    pub fn of(facts: &Facts<'_>) -> Self {
        let mut reading = Self { all: Vec::new(), own: Vec::new(), foreign: Vec::new() };
        // In the order of their ids: what was retrieved first decides nothing.
        let mut items: Vec<(usize, &EvidenceItem)> = facts.evidence.items.iter().enumerate().collect();
        items.sort_by(|a, b| a.1.id.cmp(&b.1.id));
        for (item, evidence) in items {
            if own_words::is_persona(evidence) {
                continue;
            }
            let language = detect(&evidence.text, facts.language);
            let foreign = language != facts.language;
            for passage in &evidence.passages {
                let text = passage.span.slice(&evidence.text);
                let speaker = passage.voice.speaker().or(evidence.author.as_deref());
                let read = |text: &str, own: bool| -> Vec<Sentence> {
                    let spans = sentences(text);
                    spans.iter().map(|s| sentence(s.slice(text), item, own, speaker, language)).collect()
                };
                if foreign {
                    reading.foreign.extend(read(text, passage.own));
                    continue;
                }
                reading.all.extend(read(text, passage.own));
                if passage.own {
                    reading.own.extend(read(&outside_quotations(text), true));
                }
            }
        }
        reading
    }

    /// What may carry a claim of this kind.
    pub fn for_act(&self, act: SpeechAct) -> &[Sentence] {
        if act.needs_own_words() { &self.own } else { &self.all }
    }
}

fn sentence(text: &str, item: usize, own: bool, speaker: Option<&str>, language: Language) -> Sentence {
    Sentence {
        item,
        text: text.to_owned(),
        own,
        speaker: speaker.map(str::to_owned),
        first_person: is_first_person(text),
        figures: figures(text, language),
        stems: words(text).into_iter().map(|word| stem(&lemma(&word.folded, language), language)).collect(),
    }
}

/// Everyday irregular forms, each line a verb.
const IRREGULAR: &str = "build built\nsell sold\nbuy bought\nteach taught\nkeep kept\nmake made\ntake took taken\ngive gave given\nsee saw seen\n\
    write wrote written\nbreak broke broken\nspeak spoke spoken\nchoose chose chosen\ndrive drove driven\nwear wore worn\ngrow grew grown\n\
    know knew known\nthrow threw thrown\ndraw drew drawn\neat ate eaten\ndrink drank drunk\nbegin began begun\nrun ran\ncome came\n\
    go went gone\nfind found\nhold held\nlose lost\nsend sent\nspend spent\nmeet met\nfeel felt\nthink thought\n\
    bring brought\ncatch caught\nfight fought\nsleep slept\nsteal stole stolen\nhide hid hidden\nbite bit bitten\nget got gotten\n\
    forget forgot forgotten\nlearn learnt\nburn burnt\nmean meant\nsay said\ntell told\nhear heard\npay paid\nfall fell fallen\nhang hung\n\
    stick stuck\nbind bound\nwake woke woken\nchild children\nman men\nwoman women\nknife knives\nfoot feet\nleaf leaves\nlife lives\n\
    loaf loaves\nself selves\nhalf halves\nshelf shelves\nwin won\nfly flew flown\nsing sang sung\nswim swam swum\nstand stood\nsit sat";

static LEMMAS: std::sync::LazyLock<HashMap<&'static str, &'static str>> = std::sync::LazyLock::new(|| {
    let mut out = HashMap::new();
    for line in IRREGULAR.lines() {
        let mut forms = line.split_whitespace();
        let Some(base) = forms.next() else { continue };
        out.extend(forms.map(|form| (form, base)));
    }
    out
});

fn lemma(word: &str, language: Language) -> String {
    let found = if language == Language::En { LEMMAS.get(word).copied() } else { None };
    found.unwrap_or(word).to_owned()
}

/// A content word of the claim.
struct Wanted {
    surface: String,
    stem: String,
    weight: f64,
}

/// What is known beside the sentences counts no more than this.
const KNOWN: f64 = 0.05;
/// Words that say little count this much of a word that says something.
const LIGHT: f64 = 0.2;
/// A further sentence in a window costs this much of a word.
const WIDER: f64 = 0.1;
/// A further place in the evidence must add more than this.
const FURTHER: f64 = 0.6;
/// Places of the evidence that may carry a claim together.
const PLACES: usize = 3;

/// Where a claim stands in the evidence.
pub struct Support {
    /// Places of the items, in order, each once.
    pub items: Vec<usize>,
    /// Places of the sentences in what was searched, in order.
    pub sentences: Vec<usize>,
    /// The sentences' text.
    pub text: String,
    /// Weighted share of the claim's content that was found, 0 to 1; 1 when it has none.
    pub coverage: f64,
    /// Weight of its content.
    pub weight: f64,
    /// What was not found, as it is written.
    pub missing: Vec<String>,
    /// For each sentence that was searched the weight of words that it shares with the claim.
    pub overlaps: Vec<f64>,
    /// The longest run of words of weight of which none was found, as they are written.
    pub run: Vec<String>,
}

impl Support {
    /// All that was searched, as one support: for evidence in another language, where words tell little. Its items
    /// are those that share most figures and names with the claim, else what the claim cites, else all.
    pub fn across(claim: &Claim, given: &[Sentence], preferred: &[usize], language: Language) -> Self {
        let claimed = figures(&claim.meaning, language);
        let words = overlaps(claim, given, language);
        let mut shares: Vec<(usize, f64)> = Vec::new();
        for (sentence, shared) in given.iter().zip(&words) {
            let numbers = figure_mask(sentence, &claimed).count_ones();
            let share = shared + f64::from(numbers);
            if let Some((_, held)) = shares.iter_mut().find(|(item, _)| *item == sentence.item) {
                *held += share;
            } else {
                let cited = if preferred.contains(&sentence.item) { 0.5 } else { 0.0 };
                shares.push((sentence.item, share + cited));
            }
        }
        let most = shares.iter().map(|(_, share)| *share).fold(0.0, f64::max);
        let items: Vec<usize> = shares.iter().filter(|(_, share)| *share >= most).map(|(item, _)| *item).collect();
        let text = given.iter().map(|s| s.text.as_str()).collect::<Vec<_>>().join(" ");
        Self {
            items,
            sentences: (0..given.len()).collect(),
            text,
            coverage: 1.0,
            weight: 0.0,
            missing: Vec::new(),
            overlaps: words,
            run: Vec::new(),
        }
    }
}

/// The stems of `text`, as claims are compared.
pub fn stems_of(text: &str, language: Language) -> Vec<String> {
    words(text).into_iter().map(|word| stem(&lemma(&word.folded, language), language)).collect()
}

/// Finds the claim in `given`; of equals, sentences of `preferred` items come first. `None` when there is nothing to
/// search.
pub fn align(
    claim: &Claim,
    given: &[Sentence],
    preferred: &[usize],
    known: &[String],
    language: Language,
) -> Option<Support> {
    if given.is_empty() {
        return None;
    }
    let mut wanted = wanted(claim, language);
    // Who speaks, what the source is called and the rows of an offer need no sentence of their own.
    for word in &mut wanted {
        if known.iter().any(|given| matches(&word.stem, given, language)) {
            word.weight = KNOWN;
        }
    }
    let claimed = figures(&claim.meaning, language);
    let by_words = word_masks(given, &wanted, language);
    let masks: Vec<u128> = given.iter().zip(&by_words).map(|(s, mask)| mask | figure_mask(s, &claimed)).collect();
    let weight_of = |mask: u128| -> f64 {
        let words: f64 = wanted.iter().enumerate().filter(|(i, _)| mask >> i & 1 == 1).map(|(_, w)| w.weight).sum();
        let numbers = (0..claimed.len()).filter(|i| mask >> (FIGURES + i) & 1 == 1).count();
        words + numbers as f64
    };
    let mut found = 0_u128;
    let mut picked: Vec<usize> = Vec::new();
    for place in 0..PLACES {
        let best = windows(given, &masks)
            .map(|(start, size, mask)| {
                let cited = given.get(start).is_some_and(|s| preferred.contains(&s.item));
                let gain = weight_of(mask & !found) - WIDER * (size as f64 - 1.0) + if cited { 0.05 } else { 0.0 };
                (start, size, mask, gain)
            })
            .fold(None, |best: Option<(usize, usize, u128, f64)>, next| match best {
                Some(held) if held.3 >= next.3 => Some(held),
                _ => Some(next),
            });
        let Some((start, size, mask, gain)) = best else { break };
        if place > 0 && gain <= FURTHER {
            break;
        }
        found |= mask;
        picked.extend(start..start + size);
    }
    picked.sort_unstable();
    picked.dedup();
    let total: f64 = wanted.iter().map(|w| w.weight).sum::<f64>() + claimed.len() as f64;
    let missing = wanted.iter().enumerate().filter(|(i, w)| found >> i & 1 == 0 && w.weight > LIGHT);
    let mut run: Vec<String> = Vec::new();
    let mut open: Vec<String> = Vec::new();
    for (i, word) in wanted.iter().enumerate().filter(|(_, word)| word.weight > LIGHT) {
        if found >> i & 1 == 0 {
            open.push(word.surface.clone());
        } else {
            open.clear();
        }
        if open.len() > run.len() {
            run.clone_from(&open);
        }
    }
    let mut items: Vec<usize> = picked.iter().filter_map(|at| given.get(*at)).map(|s| s.item).collect();
    items.dedup();
    Some(Support {
        items,
        text: picked.iter().filter_map(|at| given.get(*at)).map(|s| s.text.as_str()).collect::<Vec<_>>().join(" "),
        sentences: picked,
        coverage: if total > 0.0 { weight_of(found) / total } else { 1.0 },
        weight: total,
        missing: missing.map(|(_, w)| w.surface.clone()).collect(),
        overlaps: overlaps(claim, given, language),
        run,
    })
}

/// Bits of a mask from here on are figures; before, words.
const FIGURES: usize = 96;

fn windows<'a>(given: &'a [Sentence], masks: &'a [u128]) -> impl Iterator<Item = (usize, usize, u128)> + 'a {
    (0..given.len()).flat_map(move |start| {
        (1..=3_usize).filter_map(move |size| {
            let group = given.get(start..start + size)?;
            let of_one = group.iter().all(|s| group.first().is_some_and(|f| f.item == s.item));
            let mask = masks.get(start..start + size)?.iter().fold(0, |all, mask| all | mask);
            of_one.then_some((start, size, mask))
        })
    })
}

/// For each sentence the words of the claim that it has. A stem of the evidence is compared once, however
/// often it stands there.
fn word_masks<S: std::borrow::Borrow<Sentence>>(given: &[S], wanted: &[Wanted], language: Language) -> Vec<u128> {
    let mut known: HashMap<&str, u128> = HashMap::new();
    let of_stem = |stem: &str| -> u128 {
        let hits = wanted.iter().enumerate().take(FIGURES).filter(|(_, word)| matches(&word.stem, stem, language));
        hits.fold(0, |mask, (i, _)| mask | 1 << i)
    };
    let masks = given.iter().map(|sentence| {
        sentence
            .borrow()
            .stems
            .iter()
            .fold(0, |mask, stem| mask | *known.entry(stem.as_str()).or_insert_with(|| of_stem(stem)))
    });
    masks.collect()
}

fn figure_mask(sentence: &Sentence, claimed: &[Figure]) -> u128 {
    let hits = claimed.iter().enumerate().take(128 - FIGURES);
    hits.filter(|(_, figure)| sentence.figures.iter().any(|given| figure.carried_by(given)))
        .fold(0, |mask, (i, _)| mask | 1 << (FIGURES + i))
}

fn wanted(claim: &Claim, language: Language) -> Vec<Wanted> {
    let numbers = figures(&claim.meaning, language);
    let mut seen: HashSet<String> = HashSet::new();
    let opinion = claim.act == SpeechAct::Opinion;
    words(&claim.meaning)
        .into_iter()
        .filter(|word| !numbers.iter().any(|n| n.span.start <= word.span.start && word.span.end <= n.span.end))
        .filter(|word| !is_function_word(&word.folded, language) && word.folded.chars().any(char::is_alphabetic))
        .filter_map(|word| {
            let stem = stem(&lemma(&word.folded, language), language);
            let plain = stem_of_form(&word.folded, language);
            let light = thesaurus::is_light(&plain, language)
                || thesaurus::is_light(&stem, language)
                || (!opinion && is_kind_word(&plain, language));
            seen.insert(stem.clone()).then(|| Wanted {
                surface: word.span.slice(&claim.meaning).to_owned(),
                stem,
                weight: if light { LIGHT } else { 1.0 },
            })
        })
        .take(FIGURES)
        .collect()
}

fn stem_of_form(folded: &str, language: Language) -> String {
    stem(folded, language)
}

/// Two stems say the same of the same thing.
pub fn same_word(one: &str, other: &str, language: Language) -> bool {
    one == other || matches(one, other, language)
}

/// A sentence of the creator's, for tests.
#[cfg(test)]
pub fn sentence_of(text: &str, language: Language) -> Sentence {
    sentence(text, 0, true, None, language)
}

/// Two stems are of one word, of one family ("weld", "welder"), or say the same.
fn matches(wanted: &str, given: &str, language: Language) -> bool {
    thesaurus::same(wanted, given, language) || one_family(wanted, given)
}

fn one_family(a: &str, b: &str) -> bool {
    let shared = a.chars().zip(b.chars()).take_while(|(x, y)| x == y).count();
    let (long, short) = (a.chars().count().max(b.chars().count()), a.chars().count().min(b.chars().count()));
    shared >= 4 && shared + 1 >= short && long <= shared + 4
}

/// Least share of a claim's content that the evidence must hold; chosen on the dev part of
/// `fixtures/claims`, where free paraphrase of facts goes far and words about oneself stay near.
const LEAST: f64 = 0.2;
const LEAST_OF_SELF: f64 = 0.34;
/// So many words of weight in a row that no evidence has are a statement of their own.
const RUN: usize = 4;
const RUN_OF_SELF: usize = 3;

/// What the claim adds stands in the fan's question alone: "do you sell soap?" does not say that soap is sold.
pub fn only_asked(claim: &Claim, support: &Support, facts: &Facts<'_>) -> Option<Failure> {
    let message = facts.message.filter(|message| message.contains('?') && !speaks_to_fan(&claim.meaning))?;
    if support.missing.is_empty() || support.coverage >= LEAST_OF_SELF || claim.act == SpeechAct::Echo {
        return None;
    }
    let asked = stems_of(message, facts.language);
    let is_asked = |word: &String| stems_of(word, facts.language).iter().all(|one| asked.contains(one));
    support.missing.iter().all(is_asked).then(|| {
        let words = support.missing.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ");
        let reason = format!("only the fan speaks of {words}, and a question is no evidence");
        Failure::unsupported("question", Objection::NotEntailed, reason)
    })
}

/// The claim adds more than it takes from the evidence.
pub fn added(claim: &Claim, support: &Support, facts: &Facts<'_>) -> Option<Failure> {
    // A family is never a turn of phrase, but the fan's own is no claim about the creator's.
    let of_fan = fans_own(claim, facts);
    let mut missing = support.missing.iter().filter(|word| !word.eq_ignore_ascii_case("fils"));
    if let Some(relative) =
        missing.find(|word| is_relative(word) && !stems_of(word, facts.language).iter().any(|one| of_fan.contains(one)))
    {
        let reason = format!(
            "the creator's own words never speak of {}, and absence is no answer",
            format_args!("`{relative}`")
        );
        return Some(Failure::unsupported("relatives", Objection::NotTheirWords, reason));
    }
    let least = if claim.act.needs_own_words() { LEAST_OF_SELF } else { LEAST };
    let longest = if claim.act.needs_own_words() { RUN_OF_SELF } else { RUN };
    if support.coverage < 0.9 && support.run.len() >= longest && support.coverage >= least {
        let words = support.run.join(" ");
        return Some(Failure::unsupported(
            "alignment",
            Objection::NotEntailed,
            format!("nothing in the evidence says \"{words}\""),
        ));
    }
    if support.coverage >= least || support.weight < 1.0 || support.missing.is_empty() {
        return None;
    }
    // One word more is a turn of phrase, where the clause is not about the creator.
    if claim.act == SpeechAct::Fact && support.missing.len() == 1 && support.coverage > 0.0 {
        return None;
    }
    let words = support.missing.iter().take(4).map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ");
    Some(Failure::unsupported(
        "alignment",
        Objection::NotEntailed,
        format!("the evidence says nothing of {words} ({:.0} % of it was found)", support.coverage * 100.0),
    ))
}

/// Says "my" of something.
fn is_mine(text: &str) -> bool {
    const MINE: [&str; 9] = ["my", "our", "mine", "mon", "ma", "mes", "mi", "mis", "mio"];
    words(text).iter().any(|word| MINE.contains(&word.folded.as_str()))
}

/// Stems of the fan's words, where the claim speaks to the fan: "give your mum my best", "tu sobrina entra".
fn fans_own(claim: &Claim, facts: &Facts<'_>) -> Vec<String> {
    let spoken = facts.message.filter(|_| speaks_to_fan(&claim.meaning) && !is_mine(&claim.meaning));
    spoken.map(|message| stems_of(message, facts.language)).unwrap_or_default()
}

/// The evidence names another of things of which only one can be so: the left hand, not the right.
pub fn excluded(claim: &Claim, support: &Support, given: &[Sentence], language: Language) -> Option<Failure> {
    let wanted = wanted(claim, language);
    let missing = wanted.iter().filter(|w| support.missing.contains(&w.surface) || w.weight <= LIGHT);
    let spoken: Vec<&Sentence> = support.sentences.iter().filter_map(|at| given.get(*at)).collect();
    for word in missing {
        let here =
            |sentence: &&Sentence| sentence.stems.iter().any(|given| thesaurus::same(&word.stem, given, language));
        if spoken.iter().any(here) {
            continue;
        }
        let other = spoken.iter().find_map(|sentence| {
            let other = sentence.stems.iter().find(|given| {
                thesaurus::apart(&word.stem, given, language) && !wanted.iter().any(|w| w.stem == **given)
            })?;
            let shown =
                words(&sentence.text).into_iter().find(|w| stem(&lemma(&w.folded, language), language) == *other)?;
            Some((shown.span.slice(&sentence.text).to_owned(), sentence.text.clone()))
        });
        if let Some((other, sentence)) = other {
            let reason = format!("it says `{}`, the evidence says `{other}`: \"{}\"", word.surface, sentence.trim());
            return Some(Failure::contradicted("alignment", Objection::NotEntailed, reason));
        }
    }
    None
}

/// Weight of the claim's words of weight.
pub fn weight_of(claim: &Claim, language: Language) -> f64 {
    wanted(claim, language).iter().filter(|word| word.weight > LIGHT).map(|word| word.weight).sum()
}

/// For each sentence the weight of the claim's words of weight that it has.
pub fn overlaps<S: std::borrow::Borrow<Sentence>>(claim: &Claim, given: &[S], language: Language) -> Vec<f64> {
    let mut heavy = wanted(claim, language);
    heavy.retain(|word| word.weight > LIGHT);
    let weight = |mask: u128| heavy.iter().enumerate().filter(|(i, _)| mask >> i & 1 == 1).map(|(_, w)| w.weight).sum();
    word_masks(given, &heavy, language).into_iter().map(weight).collect()
}
