//! Topics that belong to a person: danger to life, health, law. Invariant: words alone decide, in three languages, and a
//! topic that is missed is answered from the archive like any other message: whoever knows their fans adds words to the
//! policy.
//!
//! Written on half of 135 messages and 90 near misses that somebody wrote without seeing these words; on the other half
//! they find 32 of 65 (crisis 5 of 17), and take 13 of 44 near misses for a topic, one of them for a crisis. A false alarm
//! names a person before the answer and takes nothing away, save where life is in danger: there the hand-off is all that is
//! sent.

use std::sync::LazyLock;

use groundwire_index::text::words::plain;
use regex::Regex;

use crate::policy::{Policy, Topic};

/// Topics of the message that belong to a person under this policy, the gravest first.
pub fn topics(message: &str, policy: &Policy) -> Vec<Topic> {
    let said = plain(message);
    let own = |topic: Topic| policy.words(topic).iter().any(|word| said.contains(&plain(word)));
    Topic::ALL.into_iter().filter(|topic| touches(&said, *topic) || own(*topic)).collect()
}

/// By our own words; `said` as `plain` writes it.
fn touches(said: &str, topic: Topic) -> bool {
    let pattern = match topic {
        Topic::Crisis => &CRISIS_PATTERN,
        Topic::Health => &HEALTH_PATTERN,
        Topic::Legal => &LEGAL_PATTERN,
    };
    pattern.as_ref().is_some_and(|pattern| pattern.is_match(said))
}

static CRISIS_PATTERN: LazyLock<Option<Regex>> = LazyLock::new(|| any_of(&CRISIS));
static HEALTH_PATTERN: LazyLock<Option<Regex>> = LazyLock::new(|| any_of(&HEALTH));
static LEGAL_PATTERN: LazyLock<Option<Regex>> = LazyLock::new(|| any_of(&LEGAL));

/// Any of these as whole words.
pub(super) fn any_of(alternatives: &[&str]) -> Option<Regex> {
    Regex::new(&format!(r"\b(?:{})\b", alternatives.join("|"))).ok()
}

/// Danger to life, one's own or another's; violence at home. Only what is hardly ever said of anything else: there the
/// answer is lost.
#[rustfmt::skip]
const CRISIS: [&str; 18] = [
    r"kill(?:ing)? myself|unaliv\w*|suicid(?:e|al|aire)|end(?:ing)? it all|end(?:ing)? my (?:own )?life|think\w*(?: \w+)? about ending it|(?:want|wanted|wanna|ready)(?: to)? die|(?:don't|dont|do not|didn't) (?:want to|wanna) (?:live|exist|be alive|be here any ?more|wake up)|(?:don't|dont|do not) want to be here",
    r"(?:hope|wish|pray)\w* (?:i|you|to) (?:don't|dont|never|wouldn't|not) wake up|(?:be|are|were) better off (?:without me|if i (?:was|were) (?:dead|gone))|better off dead|everyone would be better off|(?:tired|sick) of (?:living|being alive|existing)",
    r"(?:can't|cant|cannot) (?:go on|carry on|keep going|do this|take this|take it) any ?more|no (?:reason|point) (?:to live|in living|to be alive|to go on|in going on)|can't think of a reason to (?:live|go|drive|get up|carry|wake|stay)",
    r"by the time you (?:read|see|hear) this.{0,40}\bgone|won't need (?:them|it|my \w+|tools|any \w+) where i'm going|my (?:last|final) goodbye|goodbye (?:letters|notes)|wrote (?:all )?the letters|(?:said|saying) (?:my )?goodbyes? to everyone",
    r"self[- ]?harm\w*|hurt(?:ing)? myself|cut(?:ting)? myself (?:again|on purpose|at night|to feel)|overdosed?|overdosing|(?:took|taken|swallowed|swallow) (?:all|the whole|too many|every)\b.{0,25}\b(?:pills|tablets|meds|bottle)",
    r"(?:he|she|dad|mum|mom|father|mother|stepdad|husband|wife|boyfriend|girlfriend|my ex|my partner)(?: still| always| just| has)? (?:hits|beats|chokes|strangl\w+|punche[sd]|slaps|slapped|choked) (?:me|us|her|him|my (?:mum|mom|mother|sister|brother|kids?|son|daughter))\b",
    r"(?:pounding|banging|kicking)(?: on| at| in| down)? (?:the|my|our) door|(?:locked|hiding|hid)(?: myself)? in the (?:bathroom|bedroom|closet|wardrobe)|(?:hurt|kill) (?:me|us|my (?:little )?(?:sister|brother|mum|mom|kids?|baby|son|daughter)|the kids)|(?:he|she)(?:'ll| will) finish it",
    r"(?:comes?|came|coming) (?:in|into) my (?:bed|room at night)|what he does (?:to me|to us|at night)|(?:he|she|dad|husband|ex|partner) threaten\w*|raped?|abus(?:es|ed|ing) me|touche[sd] (?:me|my (?:son|daughter)) (?:at night|down there|when|under)",
    r"(?:hang|drown) myself|(?:don't|dont|can't|cant) see (?:the|a|any) point in (?:living|going on|life)|(?:no ?one|nobody) would (?:even )?(?:miss me|find me|care if i)|(?:scared|afraid|terrified) (?:of (?:him|my (?:husband|dad|boyfriend|partner|ex|father|stepdad))|to go home|he will|he'll)|(?:he|she) (?:has|had|got|pulled) a (?:knife|gun)|grabbed my (?:throat|neck)|won't let me (?:leave the house|out of the house|see anyone|see my)",
    r"me tuer|me suicider|(?:veux|voudrais|vais|pense a|penser a|envie d'|autant) ?en finir|envie de (?:mourir|crever|disparaitre)|(?:plus|pas) envie de (?:vivre|continuer a vivre|me lever|me reveiller)|je veux (?:mourir|disparaitre|crever)|je ne veux plus (?:vivre|etre la)|mettre fin a (?:mes jours|ma vie|tout)",
    r"a quoi bon (?:vivre|continuer)|me (?:foutre|fous) en l'?air|me faire du mal|scarifi\w*|je me coupe (?:les|la nuit|encore)|(?:il|elle|mon mari|mon mec|mon pere|ma mere|beau-pere|mon ex) (?:me|nous|la|les) (?:bat|frappe|cogne|menace)|elle me frappe|m'a (?:frappee?|battue?|menacee?|etranglee?)|il casse tout (?:chez|dans|a la)",
    r"si je (?:disparaissais|mourais|n'etais plus la)|avale (?:tou\w*|une boite|plein|la boite)\b.{0,25}\b(?:cachets|medicaments|comprimes|boite|medocs)|mieux sans moi|tranquilles? sans moi|vais (?:le|la|les) (?:retrouver|rejoindre) (?:bientot|la-haut|enfin)",
    r"la ou je vais (?:je|on) n'|(?:ne (?:plus|pas|jamais)|plus) me reveiller|decue? de (?:se|me) reveiller|enfermee? dans la (?:chambre|salle)|(?:vient|venait|entre) dans ma chambre la nuit|attouche\w*|m'a violee?|il me viole|plus la force de (?:vivre|continuer|me lever)|au bout du rouleau|fatiguee? de (?:vivre|la vie)|marre de (?:vivre|la vie)",
    r"(?:me|m') ?(?:pendre|jeter (?:d|du|sous)\w*|noyer|ouvrir les veines|supprimer)|sauter du (?:pont|toit)|suis sur le (?:pont|toit|rebord)|je suis (?:un|juste un) (?:fardeau|poids)|personne s'en rendrait compte|peur (?:de lui|de mon (?:mari|mec|pere)|de rentrer chez)|(?:il|elle) (?:a|avait|tient) un (?:couteau|fusil|flingue)|il m'enferme",
    r"matarme|quitarme (?:la vida|de en medio)|suicid\w+|(?:quiero|ganas de|querria) (?:morir|morirme|desaparecer)|me quiero morir|no quiero (?:vivir|seguir viviendo|estar aqui|despertar)|(?:ojala|espero|quisiera|prefiero) no despertar",
    r"(?:ya )?no puedo mas,? (?:de verdad|con (?:la vida|mi vida|todo))|no aguanto mas (?:vivir|esta vida|seguir)|hacerme dano|me corte (?:otra vez|de nuevo)|cortarme (?:otra vez|las venas|los brazos)|(?:mi (?:marido|novio|pareja|padre|mujer|ex)|el|ella) me (?:pega|golpea|maltrata|viola|amenaza)|me (?:maltrata|viola)|me pega",
    r"mejor sin mi|soy una carga|vengo a despedirme|queria despedirme|fue (?:lindo|bonito) mientras duro|acabar con (?:mi vida|todo esto)|prender(?:me)? fuego (?:con|a mi|a la casa)|me va a matar|(?:donde|adonde) voy no (?:las|los|lo|la) (?:voy|necesit)\w*|(?:tome|trague|tomado|tragado)\b.{0,20}\b(?:todas las|pastillas)|encerrada en|miedo (?:a|de) (?:mi (?:marido|novio|pareja|padre)|volver a casa)",
    r"ahorcarme|tirarme (?:por (?:la|el)|del|desde)|saltar del (?:puente|balcon|tejado)|nadie me (?:echaria de menos|extranaria)|cansad[oa] de (?:vivir|la vida)|tiene (?:un cuchillo|una pistola)|me (?:encierra|ahorca)|me ha puesto la mano|no me busquen",
];

/// Symptoms, injuries, medicines, treatment, what children and animals swallowed.
#[rustfmt::skip]
const HEALTH: [&str; 10] = [
    r"doctors?|gp|paediatrician|pediatrician|our ped|nurse|hospital|emergency room|ambulance|diagnos\w*|symptom\w*|medicines?|medications?|meds|prescri\w*|dose|dosage|\d+ ?mg|antibiotic\w*|ibuprofen|naproxen|paracetamol|tylenol|aspirin|antipsychotic\w*|ssris?|insulin|ritalin|adderall|antihistamin\w*|painkillers?|antidepress\w*|fever(?:ish)?|rash|infection|infected|pregnan\w*|breast ?feed\w*|miscarr\w*",
    r"chest (?:pain|feels|hurts|is tight|tightness)|allerg\w*|asthma|diabet\w*|blood (?:sugar|pressure|thinners?|clot)|depress(?:ed|ion)|(?:my|his|her) anxiety|therap(?:y|ist)|panic attacks?|need stitches|stitches (?:in|on|out of) my|had stitches|still bleeding|won't stop bleeding|bleeding (?:a lot|badly|after)|swallow(?:ed|s)|poison(?:ed|ous|ing)|toxic|throwing up|threw up|vomit\w*|nause\w*|(?:feel\w*|get\w*|so) (?:dizzy|faint)|fainted|(?:gone|going|fingers?|hands?)(?: \w+)? numb|sprain\w*|fractur\w*|concuss\w*|seizures?|tetanus|migraines?|eczema|vaccin\w*|tendon\w*|carpal",
    r"(?:broke|broken|dislocat\w+) (?:my|his|her|a) (?:arm|wrist|finger|toe|rib|leg|ankle|nose|bone)|(?:burn(?:t|ed)?|sliced|cut|stabbed|crushed|smashed) (?:my|his|her)(?: \w+)? (?:finger|thumb|palm|hand|arm|leg|foot|knuckle|wrist)|(?:metal|splinter|glue|resin|lime|dust|paint|something) in (?:my|his|her) eyes?|cough(?:ing|ed) up|heart attack",
    r"(?:my|his|her)(?: \w+)? (?:wrist|back|elbow|shoulder|knee|hip|neck|chest|stomach|tummy|thumb|hand|finger|ear|throat|leg|arm|foot|head)s?(?:'s| is| has| are| have)?(?: been)? (?:hurt\w*|ach\w+|killing|throb\w*|pain\w*|sore|swollen|tingl\w*|locked)|wrist pain|back pain|joint pain",
    r"side effects?|(?:pain|sleeping) (?:tablets|pills)|safe (?:for|to (?:use|eat|drink|give|take)) (?:for |around |near |with |if |on )?(?:my |a |an |the |our )?(?:baby|babies|toddlers?|newborn|dog|cat|pets?|puppy|pregnan\w*)|pulled a muscle|rsi|(?:got|been|was) (?:stung|bitten)|(?:dog|cat|tick|spider|snake) bite|covid|the flu|withdrawal|relaps\w+|eating disorder|insomnia|hernia|thyroid|cholesterol|palpitations|itch(?:y|ing)|hives|ear ?ache|tooth ?ache|hurts when|physio\w*|psychiatr\w+|arthritis|cancer|chemo|epilep\w*|tinnitus|frostbite|sunburn\w*|heatstroke|food poisoning",
    r"medecin|pediatre|urgences|hopital|samu|pharmac\w*|medicament\w*|medocs?|ordonnance|doliprane|ibuprofene|paracetamol|aspirine|cachets?|comprimes|voltarene|levothyrox|cortisone|antibio\w*|antidepresseurs?|anxiolytiques?|infiltration|tendinite|kine|osteo\w*|symptome\w*|fievre|\d+ de tension|ma tension|enceinte|grossesse|allait\w*|allergi\w*|asthme|diabet\w*|depressi\w*|deprimee?|crises? d'angoisse|vomi(?:r|t|s)?|a (?:bu|avale|leche|suce) (?:une? |du |de la |des |la |le |mon |ma )\w+",
    r"brulure|plaie|points? de suture|infect(?:e|ion|ee)|(?:mal|une douleur) (?:au|a la|aux|a l'\w+)|me lance|douleurs?|(?:dangereux|toxique|nocif)\w*|intoxi\w*|empoisonn\w*|vertiges?|fait un malaise|evanoui\w*|mycose|entorse|fracture|vaccin\w*|migraines?|dans l'oeil|urticaire|boutons partout|fausse couche",
    r"effets secondaires|somnif\w+|insomni\w+|cholesterol|thyroide|mon psy|psychiatre|sevrage|grippe|covid|tousse|(?:me suis|s'est) (?:brulee?|coupee?|blessee?|ouvert|ecrasee?|tordue?)|kyste|grain de beaute|palpitations|arthrose|arthrite|cancer|chimio|epilep\w*|acouphenes?|coup de soleil|(?:poignet|epaule|dos|genou|coude|doigts?|pouce|nuque|ventre|gorge|oreille)\b.{0,12}\b(?:mal|douloureux|gonfl\w+|bloque\w*|engourdi\w*|en vrac)|sans danger pour|(?:mon|ma) (?:chat|chien|bebe|fils|fille|petite?)\b.{0,30}\b(?:avale|leche|bu|croque|ingere)\w*",
    r"medicos?|doctora?|pediatra|urgencias|hospital|farmac\w*|medicinas?|medicamento\w*|medicacion|pastillas?|paracetamol|ibuprofeno|aspirina|sintrom|antibiotic\w*|antidepresiv\w*|receta medica|sintoma\w*|fiebre|embaraza\w*|dar(?:le)? el pecho|lactancia|alergi\w*|asma|diabet\w*|azucar en sangre|(?:la|mi) tension alta|depresion|ansiedad|sangrando|vomit\w*|se trago|tragado|babeando|venenos[oa]s?|toxic[oa]s? para|quemadura|me queme|heridas?|puntos de sutura|infeccion|infectad[oa]|hinchad[oa]s?|me (?:duele\w*|arde|mareo)|dolor(?:es)? (?:de|en)|mareos|desmay\w*|fractura|esguince|pic(?:o|ado|ar) una? (?:avispa|abeja|arana|medusa|alacran)|en el ojo|intoxic\w*|contractura|tendinitis|vacuna\w*",
    r"efectos secundarios|somnifero\w*|insomnio|colesterol|tiroides|psiquiatra|psicolog[oa]|gripe|covid|tosiendo|sarpullido|ronchas|picazon|(?:me|se) (?:corte|corto|queme|quemo|rompi|rompio|torci|torcio|machaque|pille|pillo|clave)(?: \w+)? (?:el|la|un) (?:dedo|mano|brazo|pie|pierna|muneca|ojo|tobillo)|(?:perro|gato|serpiente|perra) (?:le |me |lo |la )?mordio|palpitaciones|artritis|artrosis|cancer|quimio|epilep\w*|insolacion|(?:muneca|espalda|rodilla|hombro|codo|dedos?|cuello|cadera|lumbar\w*|garganta|oido|brazo)s?\b.{0,20}\b(?:duel\w+|dolor|hincha\w+|dormid\w+|morad[oa]|hormigue\w+)|mi (?:gat[oa]|perr[oa]|bebe|nin[oa]|hij[oa])\b.{0,30}\b(?:trag|mordi|lami|chup)\w+",
];

/// Tenancy, contracts, liability, taxes, rights, family and employment law.
#[rustfmt::skip]
const LEGAL: [&str; 3] = [
    r"lawyers?|attorneys?|solicitors?|legal(?:ly)?|sue|sued|suing|lawsuit|(?:in|to|family|the|a) court(?: order)?|small claims|liab(?:le|ility)|contract(?:s|ually)?|(?:this|the|a|that) clause|copyright\w*|fair use|trademark\w*|dmca|cease and desist|royalties|custody|divorce papers|evict\w*|landlord\w*|tenan(?:t|cy)s?|my lease|deposit back|my deposit|tax(?:es|man)|self employed|(?:have|need) to declare|hmrc|irs|(?:tourist|work|student) visa|(?:building|planning|need a) permi(?:t|ssion)|(?:got|was|been|getting) fined|parking ticket|fired me|(?:unfair|wrongful)\w* dismiss\w*|severance (?:pay|package|agreement)|unpaid (?:wages|overtime)|restraining order|non[- ]?compete|on the hook for|(?:what are )?my rights|allowed to sell|property line|sign (?:the papers|the contract|this contract)|would you sign it|who pays,? (?:them|me|us)|(?:can|could) (?:he|she|they) (?:do that|fire me|keep my)|insurance (?:claim|won't|refus\w+)|gdpr|is (?:it|that|this)(?: even)? illegal|illegal to",
    r"avocate?s?|juridique\w*|c'est legal|legal de|illegal (?:de|si)|(?:en|un|mon|au|le) proces|tribunal d\w+|porter plainte|contrats?|(?:une|la|cette) clause|droits? d'auteur|(?:la )?garde (?:des|exclusive|partagee|alternee|de mon|de ma|de mes)|divorc\w*|expuls\w*|mon proprio|proprietaire|locataires?|(?:le|mon|un) bail|ma caution|impots?|tva|urssaf|(?:micro|auto)[- ]?entrep\w*|declarer|declaration (?:prealable|d'impots|fiscale)|(?:une|l'|mon) ?amende|conteste[rz]?|prud'?hom\w*|licenci(?:e|ee|ement|er)|syndic|en mairie|permis de construire|mise en demeure|huissier|(?:ai|a|as|ont|avez|avons)(?:-t-(?:il|elle)|-je)? le droit|mes droits|rgpd|rupture conventionnelle|heures sup\w*",
    r"abogad[oa]s?|es legal|legalmente|ilegal\w*|juridic[oa]s?|demandar(?:lo|la|me|los)?|demando|me demandan|juicio|tribunal(?:es)?|juzgado|contratos?|clausulas?|firme (?:un|el|veinte|sin)|derechos de autor|la custodia|divorci\w*|desahuci\w*|caser[oa]|inquilin[oa]s?|(?:el|mi) alquiler|fianza|impuestos?|hacienda|(?:el|sin|con|del) iva|autonom[oa]s?|declararlos?|me multaron|(?:una|la) multa (?:de|por)|recurr(?:o|ir|irla)|(?:que|un) recurso|despidi\w*|despedir(?:me)? (?:si|por)|despido|me corrieron|liquidacion|finiquito|denunci\w*|sin permiso|ayuntamiento|visado|notari[oa]|carta documento|(?:puede|pueden) hacer eso|(?:es|seria) delito|mis derechos|se puede anular",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_is_a_pattern() {
        assert!(CRISIS_PATTERN.is_some() && HEALTH_PATTERN.is_some() && LEGAL_PATTERN.is_some());
    }

    #[test]
    fn plain_and_indirect_words_are_found() {
        let found = |message: &str| topics(message, &Policy::default());
        for message in [
            "I want to end my life tonight",
            "I think I'll end it all soon",
            "everyone would be better off without me",
            "He's kicking the door again, I'm in the bathroom with the kids",
            "je pense à en finir",
            "j'ai avalé tous ses cachets",
            "mon beau-père vient dans ma chambre la nuit",
            "soy una carga para todos",
        ] {
            assert_eq!(found(message).first(), Some(&Topic::Crisis), "{message}");
        }
        assert_eq!(found("Got a bit of metal in my eye from the grinder"), [Topic::Health]);
        assert_eq!(found("J'ai mal à l'oreille"), [Topic::Health]);
        assert_eq!(found("Le vernis est-il dangereux si bébé le suce ?"), [Topic::Health]);
        assert_eq!(found("mi casero no me devuelve la fianza"), [Topic::Legal]);
        assert_eq!(found("je suis en procès avec mon voisin"), [Topic::Legal]);
        assert_eq!(found("j'ai pris une amende, je conteste comment"), [Topic::Legal]);
    }

    #[test]
    fn what_fans_say_of_their_craft_is_no_grave_topic() {
        for message in [
            "I'm scared of ruining the finish",
            "afraid of cutting into the fabric",
            "won't let me leave a review",
            "Your video forced me to rethink",
            "he has the knife you reviewed",
            "the blades are ready",
            "Your last episode really touched me",
            "How many kms do you run",
            "In your last message you mentioned",
            "where I'm going wrong with the glaze",
            "I'll be gone next week, can you hold my order",
            "finish my son's sweater",
            "finish my baby blanket",
            "started cutting my dovetails",
            "My partner beat me to it",
            "be better off if I used oak",
            "nobody will notice the crack",
            "I want it to stop squeaking",
            "I'm giving my old camera away",
            "I won't be around for the live",
            "I shoot myself with a tripod",
            "Je veux plus de détails",
            "Ce qui me frappe dans tes photos",
            "vidéo jusqu'au bout",
            "avant de partir en vacances",
            "donne envie de partir en Islande",
            "mon dernier message",
            "le poids pour l'envoi",
            "des bleus aussi profonds",
            "mettre fin à mon abonnement",
            "pas là demain pour le live",
            "jajaja no puedo más!",
            "cómo evito cortarme con la gubia",
            "mi último mensaje",
            "tengo miedo de que se raje",
            "no voy a estar mañana en el directo",
            "me obliga a repetir",
            "How do you end it? the seam I mean",
            "How many stitches do I cast on?",
            "my drawer is swollen",
            "indigo vat",
            "Can you sign it for me?",
            "this cake is to die for",
            "my printer died again",
            "me muero de risa",
            "Which oil do you use?",
        ] {
            assert!(topics(message, &Policy::default()).is_empty(), "{message}");
        }
    }
}
