//! Words that say the same, words that exclude each other, and words that say little, in three languages;
//! written for this project from everyday language. Folded; forms are compared by stem.

use std::collections::HashMap;
use std::sync::LazyLock;

use groundwire_index::text::language::Language;
use groundwire_index::text::words::stem;

/// One group of words that say the same a line.
const EN_SAME: &str = "\
buy bought purchase purchased acquire get got
sell sold sale sells flog
build built make made construct constructed create created craft crafted
begin began begun start started beginning
finish finished end ended complete completed done
stop stopped quit give gave given ceased
use used using uses work works
like liked love loved enjoy enjoyed fond adore favourite favorite prefer preferred
dislike disliked hate hated loathe loathed detest detested
speak spoke spoken say said tell told talk talked mention mentioned
write wrote written post posted publish published
see saw seen look looked watch watched
find found discover discovered
keep kept hold held save saved retain stay stays
send sent ship ships shipped shipping mail mailed post posted deliver delivered delivery
need needs needed require requires required want wanted must
cost costs price priced pay paid charge charged dollars euros
free gratis nothing
big large huge giant
small little tiny
old older ancient
new newer fresh brand
quick fast rapid quickly
slow slowly
broken broke break snapped snap cracked crack split splits fell
fix fixed repair repaired mend mended
throw threw toss tossed chuck
cold freezing chilly frost
hot warm heated heat warmed
house home flat apartment live lives lived living
child children kid kids
mother mum mom mama
father dad papa
grandmother gran grandma granny
grandfather grandpa granddad
brother sibling
sister sibling
wife spouse partner husband
dog hound pup puppy
job work trade career profession worked
teacher taught teach teaches teaching learn learned learnt lesson showed show shown
help helped helps aid
ask asked asks asking request requested requests question
answer answered reply replied respond
visit visited came come went go going goes drop trip
leave left depart gone
give gave given donate donated hand handed gift
take took taken bring brought carry carried collect collected pick picked
put place placed lay laid set
cut cuts carve carved carving carves slice sliced hew
wood timber lumber log
shop store studio workshop
knife blade knives
oil oiled oiling finish
dry dries dried drying cure cures cured
wet damp moist soaked soak
smell smells smelled smelt scent odour
sharpen sharp sharpened hone honed strop
photo picture image photograph
video clip film filmed footage episode
people folks persons guests person crowd
money cash funds raised raise
area place spot location
room hall space
event evening meeting gathering
rule rules policy
item thing piece object
clothes clothing garment garments
toy toys
repair fix
wrong mistake error
hurt injured injury wound pain painful
sad unhappy
happy glad pleased
hard difficult tough
easy simple
shut closed close closes
open opens opened opening
wait waited waiting
allow allowed allows accept accepted accepts permitted can may
forbid forbidden banned refuse refused
return returned back refund refunded exchange
buyer customer customers
month months monthly
week weeks weekly
day days daily
year years yearly annual annually
hour hours
minute minutes
autumn fall
holiday vacation
weekend saturday sunday
morning am
afternoon pm evening
winter december january february
half fifty
twice double two both pair doubled
dozen twelve
couple two pair
first initially originally
last final latest previous
always every each all whole entire
never none
inside within in into
outside beyond
near close nearby
beside next
weigh weighs weight weighed heavy kilos pounds grams
long length
tall height high
deep depth
wide width broad
thick thickness
age aged old years
born birth
died dead death passed
marry married wedding
retire retired quit left
move moved moving relocate
rent rented lease leased
own owned owns have has had
walk walked walking
run ran running
sleep slept sleeps sleeping
eat ate eaten eating food
drink drank
burn burned burnt
steal stole steals stolen thief
noise loud racket noisy
quiet silent silence
beginner beginners novice first
letter letters note mail email
stitch stitched stitches stitching sew sewed sewn sewing
handmade hand
expensive dear costly
cheap inexpensive
allergic allergy
doctor physician
machine tool
club group community
neighbour neighbours neighbor neighbors neighbourhood street
school schools
exam test testing tested
application apply applied form
deadline due until
student students pupil
parent parents
recommend recommended suggest suggested advise
avoid avoided skip
wash washed washing rinse washes
wipe wiped wiping rub rubbed
coat coats layer layers
thin thinned diluted
mix mixed blend blended
smooth smoothly
rough
straight
crooked bent curved
colour color
speckle speckled
pale light
dark
drop dropped fell
hang hangs hung hanging
number numbers numbered numbering stamp stamped stamps
count counted
story tale
name named called call
remember recall
forget forgot forgotten
hope hopes
plan plans planned
try tried test tested tries attempt
change changed switch switched swap swapped
instead rather
available stock left remaining shelf
enough plenty
whole entire full
empty
roughly about around approximately some";

const FR_SAME: &str = "\
acheter achete acheté acquérir achat acquis
vendre vend vendu vente vends
faire fait fabriquer fabrique fabriqué réaliser réalise préparer prépare
commencer commence commencé débuter début démarrer
finir fini terminer terminé fin
arrêter arrêté cesser cessé abandonner abandonné
utiliser utilise utilisé employer emploie servir sers sert prendre prends pris
aimer aime adorer adore préférer préfère préféré favori
détester déteste haïr
dire dit parler parle raconter raconté expliquer explique mentionner
écrire écris écrit publier publié poster article
voir vois vu regarder regarde
trouver trouve trouvé découvrir découvert
garder garde gardé conserver conserve tenir
envoyer envoie envoyé expédier expédie poster poste livrer livraison expédition envoi port
coûter coûte prix tarif euros payer payé payant
gratuit offert gratuitement rien
grand grande gros grosse
petit petite
vieux vieille ancien ancienne
neuf neuve nouveau nouvelle
vite rapide rapidement
lent lentement
casser cassé cassée briser rompre
réparer réparé réparation
froid froide
chaud chaude tiède
maison appartement logement habiter habite vivre vis
enfant enfants gamin gosse
mère maman
père papa
grand-mère mamie mémé
grand-père papi pépé
chat chatte félin
chien chienne
métier travail travailler travaille emploi boulot profession
apprendre appris apprend enseigner enseigne montrer montré transmettre
aider aide aidé
demander demande demandé question
répondre réponds réponse
venir viens venu aller va allé passer passé visiter visite
donner donne donné offrir offert
mettre mets mis poser pose posé placer
couper coupe coupé tailler
papier feuille feuilles
atelier atelier boutique local
stage atelier cours séance
coudre couds cousu couture cousue couds
colle coller collé amidon
fil fils
encre encres
presse presser
reliure relier relié relieuse
carnet cahier livre carnets
couverture plat
aiguille
séchage sécher sèche sec sécher
cuire cuit cuisson bouillir
tremper trempe trempage
passer passage couche
deux paire double fois
douzaine douze
moitié demi
toujours chaque tout toute tous
jamais aucun aucune
premier première début
dernier dernière
jour jours journée
semaine semaines huit
mois mensuel
an ans année années
heure heures
minute minutes
samedi dimanche week-end
matin
soir soirée
peser pèse poids kilos
largeur large
longueur long
épais épaisseur
âge ans
naître né née naissance
mort morte décédé décès
déménager déménagé déménagement
louer loue loyer
photo image
vidéo film tuto
personnes gens participants monde
client cliente clients
retour retourner reprendre repris rembourser remboursement échange échanger
délai jours
facile simple
difficile dur compliqué
cher chère coûteux
disponible stock reste restent dispo
épuisé rupture
essayer essaie essayé tester testé test
changer changé remplacer remplacé
recommander recommande conseiller conseille
éviter évite
eau rivière
couleur teinte teinture teindre
bleu indigo
odeur sentir sent
fragile solide résistant
épaisseur grammage
place places inscription
fournitures matériel matière matières
inclus compris comprise incluse
adresse lieu
erreur tort faute raté
environ autour quasiment presque près";

const ES_SAME: &str = "\
comprar compré compra adquirir
vender vendo vendí venta
hacer hago hice hizo fabricar preparar preparo elaborar
empezar empecé empieza comenzar comencé arrancar
terminar terminé acabar acabé fin
dejar dejé parar abandonar
usar uso usé utilizar utilizo emplear
gustar gusta encantar encanta preferir prefiero favorito favorita querer
odiar odio detestar
decir digo dije dijo contar conté hablar explicar comentar mencionar
escribir escribí publicar publiqué publicado artículo
ver vi mirar
encontrar encontré descubrir hallar
guardar guardo conservar mantener
enviar envío envíos mando mandar despachar expedir
costar cuesta cuestan precio vale euros pagar pagué cobrar
gratis gratuito gratuita
grande enorme
pequeño pequeña chico
viejo vieja antiguo antigua
nuevo nueva
rápido rápidamente
lento despacio
romper roto rota rompió
arreglar arreglé reparar
frío fría helada
calor caliente templado
casa piso hogar vivir vivo
niño niña hijo hija crío
madre mamá
padre papá
abuela yaya
abuelo yayo
perro perra
gato gata
trabajo trabajar trabajé empleo oficio
aprender aprendí enseñar enseñó enseño
ayudar ayuda
preguntar pregunta pedir pidió
responder respuesta contestar
venir vino ir fui visitar pasar
dar di dio regalar regalé donar
poner puse pongo colocar
cortar corto podar poda
semilla semillas sembrar siembro siembra sembré
planta plantas plantar planté
regar riego agua
cosecha cosechar recoger recogí
tierra sustrato suelo
maceta macetas jardinera
tomate tomates tomatera
balcón terraza
huerto huerta parcela bancal
plaga bichos pulgón
curso taller clase
caja cajas kit
par dos pareja doble
docena doce
mitad medio media
siempre cada todo toda todos todas
nunca ninguno ninguna jamás
primero primera principio
último última
día días
semana semanas
mes meses
año años
hora horas
minuto minutos
mañana
tarde noche
pesar pesa peso kilos
edad años
nacer nací nació
morir murió muerte
mudarse mudé mudanza
alquilar alquiler alquilé
foto imagen
vídeo video
gente personas
cliente clientes
devolver devolución devuelvo reembolso reembolsar cambiar cambio
plazo días
fácil sencillo
difícil duro complicado
caro cara
barato barata
disponible quedan queda existencias stock
agotado agotada
probar probé prueba intentar intenté
cambiar cambié sustituir
recomendar recomiendo aconsejar
evitar evito
error equivocación fallo
germinar germina germinación brotar
aproximadamente unos unas alrededor casi cerca";

/// One group of words that exclude each other a line: what is one of them is not another.
const EXCLUSIVE: &str = "\
left right
red blue green yellow black white brown pink purple orange grey gray
rouge bleu vert jaune noir blanc brun rose violet gris
rojo azul verde amarillo negro blanco marron rosa morado gris
spring summer autumn winter
printemps ete automne hiver
primavera verano otono invierno
january february march april may june july august september october november december
janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre
enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
hand thumb finger eye eyes ear ears knee knees wrist wrists shoulder back foot feet leg legs elbow hip
main pouce doigt oeil yeux oreille genou poignet epaule dos pied jambe coude hanche
mano pulgar dedo ojo ojos oreja rodilla muneca hombro espalda pie pierna codo cadera
son daughter
fils fille
hijo hija
brother sister
frere soeur
hermano hermana
uncle aunt
mother father
mere pere
madre padre
grandmother grandfather
nephew niece
husband wife
dog cat horse bird rabbit hamster
chien chat cheval oiseau lapin
perro gato caballo pajaro conejo
walnut cherry birch beech oak maple ash pine plum olive apple yew willow
noyer cerisier bouleau hetre chene erable frene pin prunier olivier
cotton linen silk wool hemp kozo
coton lin soie laine chanvre kozo
algodon lino seda lana
cast welded steel aluminium brass copper wood plastic
small medium large
petit moyen grand
pequeno mediano grande
morning afternoon evening night
matin midi soir nuit
inside outside
interieur exterieur
dentro fuera
top bottom
front rear
north south east west
nord sud est ouest
norte sur este oeste
increase decrease
half full whole
moitie entier totalite
mitad entero
raise lower
cheaper dearer
better worse
meilleur pire
mejor peor
liked disliked
love hate
aime deteste
gusta odio
thick thin
epais fin
wet dry
humide sec
hot cold
chaud froid
caliente frio
hard soft
early late
tot tard
temprano tarde
youngest oldest
most least
mother-in-law sister-in-law brother-in-law
piano guitar violin drums flute
coffee tea
glue tape staples
pen pencil marker
stylo crayon feutre";

/// Words of which the sense hardly hangs: a claim is not new for having them.
const LIGHT: &str = "dollar dollars euro euros cent cents pair pairs piece pieces each stock price cost costs pièce prix coute pieza precio cuesta write wrote written page post posted article episode video podcast publish published article raconte ecrit publie articulo escribi publique thing things lot lots bit way ways kind sort stuff part rest side time times moment get gets got getting go goes \
    going went come comes came make makes made take takes took taken put puts do does did done give gives gave let lets \
    seem seems call called turn turned turns end ends happen happened actually basically simply pretty rather fairly \
    exactly indeed course truth fact honest honestly honesty mind matter sense bright short long run answer question \
    well good great nice fine lovely proper properly right real really ever yet still already later soon now today \
    day days anyway however though although instead also too even maybe perhaps sure certain certainly plus along away back \
    around together whole own another anything something everything nothing else one ones someone everyone people person \
    little big small old new first last next same different enough such tell say said says mean means know knew think \
    want wanted like liked love keep kept old use used using just half twice couple dozen hundred thousand \
    chose choses fois peu coup facon genre sorte partie cote moment temps vraiment plutot assez presque environ voila \
    simplement justement franchement honnetement reste surtout faire fait aller va venir mettre mis prendre pris dire dit \
    savoir sais voir vu bon bonne bien grand petit nouveau vieux premier dernier autre meme jour jours quelque chacun \
    cosa cosas vez veces poco manera forma tipo parte lado momento rato tiempo realmente bastante casi simplemente \
    sinceramente verdad hacer hago ir voy venir poner tomar decir digo saber ver bueno buena bien grande pequeno nuevo viejo \
    primero ultimo otro mismo dia dias alguien alguno alguna";

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
