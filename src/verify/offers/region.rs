//! Countries in a text, for the regions of a catalogue row; pure.

use groundwire_index::text::words::words;

/// Folded names and ISO 3166 codes.
const COUNTRIES: [(&str, &[&str]); 27] = [
    ("US", &["usa", "america", "states", "etats-unis", "estados"]),
    ("CA", &["canada"]),
    ("MX", &["mexico", "mexique"]),
    ("GB", &["uk", "britain", "england", "scotland", "wales", "angleterre", "royaume-uni", "inglaterra"]),
    ("IE", &["ireland", "irlande", "irlanda"]),
    ("FR", &["france", "francia"]),
    ("BE", &["belgium", "belgique", "belgica"]),
    ("CH", &["switzerland", "suisse", "suiza"]),
    ("LU", &["luxembourg", "luxemburgo"]),
    ("DE", &["germany", "allemagne", "alemania"]),
    ("AT", &["austria", "autriche"]),
    ("NL", &["netherlands", "holland", "pays-bas", "holanda"]),
    ("ES", &["spain", "espagne", "espana"]),
    ("PT", &["portugal"]),
    ("IT", &["italy", "italie", "italia"]),
    ("DK", &["denmark", "danemark", "dinamarca"]),
    ("SE", &["sweden", "suede", "suecia"]),
    ("NO", &["norway", "norvege", "noruega"]),
    ("FI", &["finland", "finlande", "finlandia"]),
    ("PL", &["poland", "pologne", "polonia"]),
    ("JP", &["japan", "japon"]),
    ("CN", &["china", "chine"]),
    ("IN", &["india", "inde"]),
    ("AU", &["australia", "australie"]),
    ("NZ", &["zealand", "zelande", "zelanda"]),
    ("BR", &["brazil", "bresil", "brasil"]),
    ("AR", &["argentina", "argentine"]),
];

/// Codes of the countries that `text` names.
pub fn countries(text: &str) -> Vec<&'static str> {
    let said: Vec<String> = words(text).into_iter().map(|word| word.folded).collect();
    COUNTRIES
        .iter()
        .filter(|(_, names)| names.iter().any(|name| said.iter().any(|word| word == name)))
        .map(|(code, _)| *code)
        .collect()
}
