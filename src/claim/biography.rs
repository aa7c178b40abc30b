//! Biographical facts in the first person: whose child, dog, home; invariant: a class is named only
//! where the words make it the sender's own.

use groundwire_index::text::words::plain;

/// A kind of biographical fact, by the words that name it.
struct Anchor {
    name: &'static str,
    /// Groups of words that mean the same; the first names any of the kind ("children").
    groups: &'static [&'static [&'static str]],
    /// The kind is told by "I have a ...", not only by "my ...".
    had: bool,
}

/// What a text says of its sender: a kind, and the group of the word that named it, 0 for any.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Told {
    /// The kind, in English.
    pub kind: &'static str,
    /// Place of the group; equal groups mean the same relative.
    pub group: usize,
    /// The first word of the group, for messages.
    pub word: &'static str,
}

impl Told {
    /// `other` says it: the same relative, or any where this names none in particular.
    pub fn is_told_by(&self, other: &Self) -> bool {
        self.kind == other.kind && (self.group == 0 || self.group == other.group)
    }
}

const ANCHORS: [Anchor; 9] = [
    Anchor {
        name: "child",
        groups: &[
            &["child", "children", "kid", "kids", "enfant", "enfants", "nino", "ninos", "hijos", "toddler", "teenager"],
            &["son", "sons", "fils", "hijo"],
            &["daughter", "daughters", "fille", "filles", "hija", "hijas"],
            &["baby", "bebe"],
            &["twins", "jumeaux", "jumelles", "gemelos"],
            &["pregnant", "enceinte", "embarazada"],
        ],
        had: true,
    },
    Anchor {
        name: "parents or parenthood",
        groups: &[
            &["parent", "parents", "padres"],
            &["mother", "mom", "mum", "momma", "mama", "maman", "mere", "madre"],
            &["father", "dad", "papa", "pere", "padre"],
        ],
        had: true,
    },
    Anchor {
        name: "partner",
        groups: &[
            &["partner", "spouse", "pareja", "married", "mariee"],
            &["husband", "mari", "marido", "esposo"],
            &["wife", "femme", "esposa"],
            &["boyfriend", "novio", "compagnon"],
            &["girlfriend", "novia", "compagne"],
            &["fiance", "fiancee"],
            &["divorced", "divorcee", "divorciada"],
        ],
        had: true,
    },
    Anchor {
        name: "family",
        groups: &[
            &["sibling", "siblings", "relatives"],
            &["brother", "brothers", "frere", "freres", "hermano", "hermanos"],
            &["sister", "sisters", "soeur", "soeurs", "hermana", "hermanas"],
            &["nephew", "neveu", "sobrino"],
            &["niece", "sobrina"],
            &["uncle", "oncle", "tio"],
            &["aunt", "tante", "tia"],
            &["cousin", "cousine", "primo", "prima"],
            &["grandmother", "grandma", "granny", "grand-mere", "abuela"],
            &["grandfather", "grandpa", "grand-pere", "abuelo"],
            &[
                "grandchild",
                "grandchildren",
                "grandson",
                "granddaughter",
                "petit-fils",
                "petite-fille",
                "nieto",
                "nieta",
                "nietos",
            ],
            &[
                "stepson",
                "stepdaughter",
                "stepmother",
                "stepfather",
                "beau-fils",
                "belle-fille",
                "hijastro",
                "hijastra",
            ],
            &[
                "mother-in-law",
                "father-in-law",
                "sister-in-law",
                "brother-in-law",
                "in-laws",
                "belle-mere",
                "beau-pere",
                "belle-soeur",
                "beau-frere",
                "suegra",
                "suegro",
                "cunada",
                "cunado",
            ],
            &[
                "godson",
                "goddaughter",
                "godmother",
                "godfather",
                "filleul",
                "filleule",
                "marraine",
                "parrain",
                "ahijado",
                "ahijada",
                "madrina",
                "padrino",
            ],
            &["ex-husband", "ex-wife", "ex-mari", "ex-femme", "exmarido", "exmujer"],
        ],
        had: true,
    },
    Anchor {
        name: "pet",
        groups: &[
            &["pet", "pets", "mascota"],
            &["dog", "dogs", "puppy", "chien", "chienne", "perro", "perra"],
            &["cat", "cats", "kitten", "chat", "chatte", "gato", "gata"],
            &["parrot", "perroquet", "loro"],
            &["rabbit", "lapin", "conejo"],
            &["hamster", "tortoise", "tortue", "tortuga"],
        ],
        had: true,
    },
    Anchor {
        name: "home",
        groups: &[&[
            "live", "lived", "grew", "born", "moved", "hometown", "habite", "vis", "grandi", "nee", "vivo", "naci",
            "creci",
        ]],
        had: false,
    },
    Anchor {
        name: "health",
        groups: &[
            &["diagnosed", "surgery", "opere", "operee", "chirurgie", "operaron", "operado", "operada", "cirugia"],
            &["cancer"],
            &["diabetes", "diabetic", "diabete", "diabetica"],
            &["asthma", "asthme"],
            &["depression"],
            &["anxiety"],
            &["adhd"],
            &["autism", "autistic"],
            &["allergic", "allergique", "alergica"],
            &["arthritis"],
            &["migraine"],
        ],
        had: true,
    },
    Anchor { name: "age", groups: &[&["birthday", "anniversaire", "cumpleanos"]], had: false },
    Anchor {
        name: "job",
        groups: &[&[
            "worked",
            "job",
            "career",
            "employer",
            "boss",
            "travaille",
            "metier",
            "carriere",
            "trabaje",
            "empleo",
        ]],
        had: false,
    },
];

/// The word names a relative or a pet.
pub fn is_relative(word: &str) -> bool {
    let word = groundwire_index::text::words::fold(word);
    let word = word.strip_suffix("'s").unwrap_or(&word);
    let single = word.strip_suffix('s').unwrap_or(word);
    ANCHORS
        .iter()
        .filter(|anchor| matches!(anchor.name, "child" | "parents or parenthood" | "partner" | "family" | "pet"))
        .any(|anchor| anchor.groups.iter().any(|names| names.contains(&word) || names.contains(&single)))
}

/// What `text` tells of its sender, in the first person.
pub fn anchors(text: &str) -> Vec<Told> {
    anchors_in(&plain(text))
}

pub(super) fn anchors_in(plain: &str) -> Vec<Told> {
    let words: Vec<&str> = plain
        .split(|c: char| !(c.is_alphanumeric() || c == '\'' || c == '-'))
        .map(|w| w.strip_suffix("'s").unwrap_or(w))
        .map(|w| w.strip_prefix("d'").or_else(|| w.strip_prefix("l'")).unwrap_or(w))
        .filter(|w| !w.is_empty())
        .collect();
    let mut found = Vec::new();
    for anchor in &ANCHORS {
        for (group, names) in anchor.groups.iter().enumerate() {
            let mine = words.iter().enumerate().any(|(at, word)| names.contains(word) && is_mine(&words, at, anchor));
            if let (true, Some(word)) = (mine, names.first()) {
                found.push(Told { kind: anchor.name, group, word });
            }
        }
    }
    found
}

/// The word at `at` is the sender's: "my ... son", "I have a son", "I live".
fn is_mine(words: &[&str], at: usize, anchor: &Anchor) -> bool {
    const MINE: [&str; 14] = [
        "my", "our", "mon", "ma", "mes", "notre", "nos", "mi", "mis", "nuestro", "nuestra", "nuestros", "nuestras",
        "mine",
    ];
    const SELF: [&str; 16] = [
        "i", "i'm", "i've", "i'd", "we", "we're", "we've", "je", "j'ai", "j'habite", "nous", "tengo", "tenemos", "soy",
        "yo", "vivo",
    ];
    const THEIRS: [&str; 15] = [
        "your", "ton", "ta", "tes", "votre", "vos", "tu", "tus", "his", "her", "their", "vuestro", "vuestra", "leur",
        "leurs",
    ];
    let before = |distance: usize| words.get(at.saturating_sub(distance)..at).unwrap_or(&[]);
    if before(2).iter().any(|w| THEIRS.contains(w)) {
        return false;
    }
    if before(3).iter().any(|w| MINE.contains(w)) {
        return true;
    }
    let reach = if anchor.had { 7 } else { 3 };
    let near = before(reach);
    let subject = near.iter().any(|w| SELF.contains(w))
        || words.get(at).is_some_and(|w| matches!(*w, "vivo" | "naci" | "creci" | "trabaje"))
            && !at.checked_sub(1).and_then(|i| words.get(i)).is_some_and(|w| matches!(*w, "in" | "en"));
    if !anchor.had {
        return subject;
    }
    let has = near.iter().any(|w| {
        matches!(
            *w,
            "have"
                | "had"
                | "i've"
                | "we've"
                | "am"
                | "i'm"
                | "was"
                | "as"
                | "ai"
                | "j'ai"
                | "avons"
                | "suis"
                | "tengo"
                | "tenemos"
                | "soy"
                | "we're"
                | "raise"
                | "raising"
                | "got"
                | "adopted"
                | "expecting"
        )
    });
    subject && has || near.first().is_some_and(|w| *w == "as") && near.len() <= 3
}
