//! Words that say the same, words that exclude each other, and words that say little, in three languages;
//! written for this project from everyday language. Folded; forms are compared by stem.

use std::collections::HashMap;
use std::sync::LazyLock;

use groundwire_index::text::language::Language;
use groundwire_index::text::words::stem;

/// One group of words that say the same a line.
const EN_SAME: &str = include_str!("thesaurus/same.en.txt");

const FR_SAME: &str = include_str!("thesaurus/same.fr.txt");

const ES_SAME: &str = include_str!("thesaurus/same.es.txt");

/// One group of words that exclude each other a line: what is one of them is not another.
const EXCLUSIVE: &str = include_str!("thesaurus/apart.txt");

/// Words of which the sense hardly hangs: a claim is not new for having them.
const LIGHT: &str = include_str!("thesaurus/light.txt");

type Groups = HashMap<String, Vec<u16>>;

fn groups(lists: &str, language: Language) -> Groups {
    let mut out: Groups = HashMap::new();
    for (at, line) in lists.lines().enumerate() {
        for word in line.split_whitespace() {
            let stemmed = stem(&groundwire_index::text::words::fold(word), language);
            let of = out.entry(stemmed).or_default();
            let id = u16::try_from(at).unwrap_or(u16::MAX);
            if !of.contains(&id) {
                of.push(id);
            }
        }
    }
    out
}

static SAME: LazyLock<[Groups; 3]> =
    LazyLock::new(|| [groups(EN_SAME, Language::En), groups(FR_SAME, Language::Fr), groups(ES_SAME, Language::Es)]);
static APART: LazyLock<[Groups; 3]> = LazyLock::new(|| Language::SUPPORTED.map(|language| groups(EXCLUSIVE, language)));
static WEIGHTLESS: LazyLock<[Groups; 3]> =
    LazyLock::new(|| Language::SUPPORTED.map(|language| groups(LIGHT, language)));

fn of(tables: &[Groups; 3], language: Language) -> Option<&Groups> {
    let [en, fr, es] = tables;
    match language {
        Language::En => Some(en),
        Language::Fr => Some(fr),
        Language::Es => Some(es),
        Language::Other => None,
    }
}

fn share(tables: &[Groups; 3], a: &str, b: &str, language: Language) -> bool {
    of(tables, language).is_some_and(|groups| {
        groups.get(a).is_some_and(|of_a| groups.get(b).is_some_and(|of_b| of_a.iter().any(|g| of_b.contains(g))))
    })
}

/// Two stems say the same.
pub fn same(a: &str, b: &str, language: Language) -> bool {
    a == b || share(&SAME, a, b, language)
}

/// Two stems name things of which only one can be so.
pub fn apart(a: &str, b: &str, language: Language) -> bool {
    a != b && share(&APART, a, b, language) && !share(&SAME, a, b, language)
}

/// The stem says little.
pub fn is_light(word: &str, language: Language) -> bool {
    of(&WEIGHTLESS, language).is_some_and(|groups| groups.contains_key(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_say_the_same_and_words_that_exclude_each_other() {
        let stems = |a: &str, b: &str| (stem(a, Language::En), stem(b, Language::En));
        let (a, b) = stems("bought", "purchased");
        assert!(same(&a, &b, Language::En) && !apart(&a, &b, Language::En));
        let (a, b) = stems("left", "right");
        assert!(apart(&a, &b, Language::En));
        let (a, b) = stems("spoon", "bowl");
        assert!(!same(&a, &b, Language::En) && !apart(&a, &b, Language::En));
        assert!(is_light("thing", Language::En));
    }
}
